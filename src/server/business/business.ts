import type pg from 'pg'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { campaignKinds } from '#campaigns/campaign-kinds.ts'
import { followCampaigns } from '#campaigns/following/follow-campaigns.ts'
import { caseKinds } from '#cases/case-kinds.ts'
import { followCases } from '#cases/opening/follow-cases.ts'
import { followRecoveries } from '#cases/recovery/follow-recoveries.ts'
import { dutyKinds } from '#duties/duty-kinds.ts'
import { mergeOrderHits } from '#findings/ordering/merge-order-hits.ts'
import { findingSnapshots } from '#findings/reading/finding-snapshots.ts'
import { gateKey } from '#gate/keys/gate-key.ts'
import { inspectionRecordKinds } from '#inspections/inspection-kinds.ts'
import { majorEventKind } from '#major-events/major-event.ts'
import { leadingGroupKind } from '#meetings/leading-group.ts'
import { meetingKind } from '#meetings/meeting.ts'
import { createOrderCheck } from '#orders/checking/order-check.ts'
import { defineOrder } from '#orders/define-order.ts'
import { checkReleased } from '#orders/files/emergency/check-released.ts'
import { openFileCheckPool } from '#orders/files/file-check-pool.ts'
import { createFileChecks, fileKinds } from '#orders/files/file-kinds.ts'
import { followFiles } from '#orders/files/holds/follow-files.ts'
import { orderFunctionsByKind, orderKinds } from '#orders/order-functions.ts'
import type { RegisterOwner } from '#orders/order-status.ts'
import { feedDecisionKind } from '#orders/standing/feed-decision.ts'
import { ruleParameterChange } from '#orders/system-functions/rule-parameter.ts'
import { foldTotals } from '#overview/fold-totals.ts'
import { openDueReports } from '#periodic-reports/open-due-reports.ts'
import { periodicReportKind } from '#periodic-reports/periodic-report.ts'
import { readLaw } from '#platform/policy.ts'
import type { CheckAct, KeepChecked, Kernel } from '#records/act-context.ts'
import type { RecordKind } from '#records/define-record.ts'
import { followLedger } from '#risk-ledger/follow-ledger.ts'
import { ledgerKinds } from '#risk-ledger/ledger-kinds.ts'
import { rules } from '#rules/catalogue.ts'
import { everyRule } from '#rules/every-rule.ts'
import { readSettings } from '#runs/rule-parameters.ts'
import { samplingKinds } from '#sampling/sampling-kinds.ts'
import { staffingKinds } from '#staffing/staffing-kinds.ts'
import { findingDetections } from '../campaigns/detections.ts'
import { followProcessRules } from '../process-rules/process-rules-job.ts'
import { followSampling } from '../sampling/follow-sampling.ts'
import { businessFunctions } from './business-functions.ts'
import { keepOrderHits } from './keep-order-hits.ts'
import { knownParameters } from './known-parameters.ts'
import { runFileRules } from './run-file-rules.ts'
import { type ReadRuleSettings, runOrderRules } from './run-order-rules.ts'

/** What a server does besides keeping records: their kinds, who may what, and what is checked. */
export interface Business {
  readonly kinds: readonly RecordKind[]
  /** Absent: the catalogue of access. */
  readonly catalogue?: FunctionCatalogue
  readonly check?: CheckAct
  readonly keep?: KeepChecked
  /** What the server does by itself; gives what was refused, for the log. */
  readonly jobs?: readonly BusinessJob[]
  readonly close?: () => Promise<void>
}

export interface BusinessJob {
  readonly name: string
  /** Absent: every minute. */
  readonly everySeconds?: number
  readonly work: (kernel: Kernel) => Promise<{ readonly refused: readonly string[] }>
}

export interface BusinessGiven {
  readonly pool: pg.Pool
  /** As the application's role: whole files are checked on connections of their own. */
  readonly databaseUrl: string
  readonly register: RegisterOwner
  /** Folders of checkpoints outside the database; absent: nothing is drawn here. */
  readonly checkpoints?: readonly string[]
}

export type OpenBusiness = (given: BusinessGiven) => Promise<Business>

const ruleParameter = ruleParameterChange(knownParameters(everyRule))

/** A file of thousands of lines; a single order waits for at most five seconds. */
const fileTimeoutMs = 30_000
const fileConnectionsMax = 2

/** Everything that this program has. Slices know nothing of each other; here they meet. */
export async function openBusiness(given: BusinessGiven): Promise<Business> {
  const { pool, databaseUrl, register, checkpoints = [] } = given
  const law = await readLaw()
  const readToday: ReadRuleSettings = (day) => readSettings(pool, { rules, day })
  const runRules = runOrderRules({ pool, rules, law, readSettings: readToday })
  const functions = new Map([...orderFunctionsByKind, [ruleParameter.kind, ruleParameter]])
  const checkOrder = createOrderCheck({ pool, functions, runRules })
  const filePool = openFileCheckPool(databaseUrl, { connectionsMax: fileConnectionsMax })
  const { retirementAge } = law
  const runOnFile = runFileRules(filePool, {
    rules: () => rules,
    retirementAge,
    readSettings: readToday,
    timeoutMs: fileTimeoutMs,
  })
  const checkFile = createFileChecks({ pool, runRules: runOnFile })
  return {
    kinds: kindsOf(register),
    catalogue: extendCatalogue(accessFunctions, businessFunctions),
    check: async (asked) => (await checkFile(asked)) ?? checkOrder(asked),
    keep: keepOrderHits,
    jobs: [
      { name: 'payment-holds', work: followFiles },
      { name: 'emergency-releases', work: checkReleased },
      { name: 'cases', work: followCases },
      { name: 'recoveries', work: followRecoveries },
      { name: 'campaigns', work: followCampaigns },
      { name: 'periodic-reports', everySeconds: 3600, work: openDueReports },
      { name: 'totals', work: foldTotals },
      { name: 'risk-ledger', work: followLedger },
      { name: 'process-rules', work: followProcessRules(pool) },
      { name: 'sampling', work: followSampling(checkpoints) },
      { name: 'order-findings', everySeconds: 5, work: () => mergeOrderHits(pool) },
    ],
    close: () => filePool.end(),
  }
}

export function kindsOf(register: RegisterOwner): readonly RecordKind[] {
  return [
    ...[...orderKinds(register), defineOrder(ruleParameter, register), ...fileKinds(register)],
    ...[feedDecisionKind(), gateKey, ...staffingKinds()],
    ...caseKinds({ findings: findingSnapshots }),
    ...ledgerKinds(),
    ...inspectionRecordKinds(),
    ...samplingKinds(),
    ...dutyKinds(),
    ...campaignKinds({ detections: findingDetections }),
    ...[majorEventKind(), periodicReportKind(), meetingKind(), leadingGroupKind()],
  ]
}

/** Codes of the record kinds, whoever owns the register. */
export function kindsKept(): ReadonlySet<string> {
  return new Set(kindsOf('own').map(({ kind }) => kind))
}
