import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { batchesOf, type DeclaredBatch, declaredBatches } from './batches.ts'
import { castingOf, castOfSlot, indexOfSlot, type Part } from './casting.ts'
import { type County, countyFrame, defaultLastMonth } from './county.ts'
import { levels } from './life.ts'
import { lifeOf } from './life-of.ts'
import { linesOf } from './lines.ts'
import { type OffHoursCase, offHoursCases } from './off-hours.ts'
import { personOf } from './person.ts'
import { personsMax } from './population.ts'
import * as authority from './rows/authority-rows.ts'
import * as benefit from './rows/benefit-rows.ts'
import * as certification from './rows/certification-rows.ts'
import * as external from './rows/external-rows.ts'
import * as fund from './rows/fund-rows.ts'
import * as participation from './rows/participation-rows.ts'
import * as party from './rows/party-rows.ts'
import { accountScenarios } from './scenarios/account-scenarios.ts'
import { amountScenarios } from './scenarios/amount-scenarios.ts'
import { deathScenarios } from './scenarios/death-scenarios.ts'
import { duplicateScenarios } from './scenarios/duplicate-scenarios.ts'
import { staffIdOf } from './staffing.ts'

export interface SimulatorOptions {
  readonly persons: number
  readonly months: number
  readonly seed: number
  /** Without frauds and look-alikes: a run finds nothing. */
  readonly isClean?: boolean
  /** The last month that is paid; 2025-12 by default. */
  readonly lastMonth?: number
}

export interface SimulatedTable {
  readonly table: TableName
  readonly columns: readonly string[]
  /** Cells as an agency delivers them; empty is null. Can be called again and gives the same rows. */
  rows(): Iterable<readonly string[]>
}

/** What a run should find (is_fraud) or must not find about a subject. */
export interface Label {
  readonly rule_code: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly level: string
  /** Yuan with two decimals. */
  readonly amount: string
  readonly scenario: string
  readonly is_fraud: string
}

export const labelColumns = [
  'rule_code',
  'subject_kind',
  'subject_id',
  'level',
  'amount',
  'scenario',
  'is_fraud',
] as const satisfies readonly (keyof Label)[]

export interface Simulation {
  readonly tables: readonly SimulatedTable[]
  labels(): readonly Label[]
}

export const scenarios: readonly Part[] = [
  ...deathScenarios,
  ...duplicateScenarios,
  ...accountScenarios,
  ...amountScenarios,
]

export const monthsMax = 600

function checkNumber(name: string, value: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return
  throw new Refusal('wrong_usage', {
    zh: `模拟的 ${name} 必须是不超过 ${max} 的整数。`,
    en: `The simulator's ${name} must be a whole number of at most ${max}.`,
  })
}

/** A county that does not exist, told month by month: the same options give the same bytes. */
export function simulate(options: SimulatorOptions): Simulation {
  const { persons, months, seed, isClean = false, lastMonth = defaultLastMonth } = options
  checkNumber('persons', persons, personsMax)
  checkNumber('months', months, monthsMax)
  checkNumber('seed', seed + 1, Number.MAX_SAFE_INTEGER)
  const frame = countyFrame({ persons, months, seed, lastMonth })
  const county: County = { ...frame, casting: castingOf(frame, isClean ? [] : scenarios) }
  const cases = offHoursCases(county, isClean)
  let declared: readonly DeclaredBatch[] | null = null
  const batches = (): readonly DeclaredBatch[] => {
    declared ??= declaredBatches(batchesOf(county), county.casting.slots === 0)
    return declared
  }
  return {
    tables: tablesOf(county, { cases, batches }),
    labels: () => sortedLabels([...personLabels(county), ...batchLabels(batches()), ...staffLabels(cases)]),
  }
}

interface Shared {
  readonly cases: readonly OffHoursCase[]
  readonly batches: () => readonly DeclaredBatch[]
}

function tablesOf(county: County, { cases, batches }: Shared): SimulatedTable[] {
  const told: readonly (readonly [TableName, (county: County) => Iterable<readonly string[]>])[] = [
    ['person', party.personRows],
    ['employer', party.employerRows],
    ['enrolment', participation.enrolmentRows],
    ['contribution', participation.contributionRows],
    ['retirement', benefit.retirementRows],
    ['entitlement', benefit.entitlementRows],
    ['entitlement_change', benefit.entitlementChangeRows],
    ['payee_account', benefit.payeeAccountRows],
    ['payee_account_change', benefit.payeeAccountChangeRows],
    ['payment_batch', () => fund.paymentBatchRows(county, batches())],
    ['payment', benefit.paymentRows],
    ['payment_return', benefit.paymentReturnRows],
    ['social_card', certification.socialCardRows],
    ['certification', certification.certificationRows],
    ['staff', authority.staffRows],
    ['user_account', authority.userAccountRows],
    ['role_grant', authority.roleGrantRows],
    ['post_assignment', authority.postAssignmentRows],
    ['operation', () => authority.operationRows(county, cases)],
    ['business_order', authority.businessOrderRows],
    ['business_step', authority.businessStepRows],
    ['overtime', () => authority.overtimeRows(cases)],
    ['death', external.deathRows],
    ['imprisonment', external.imprisonmentRows],
    ['other_region_benefit', external.otherRegionBenefitRows],
    ['taxed_wage', participation.taxedWageRows],
    ['market_entity', party.marketEntityRows],
    ['account_verification', external.accountVerificationRows],
    ['fund_account', fund.fundAccountRows],
    ['bank_transaction', () => fund.bankTransactionRows(county, batches())],
    ['approved_payee', fund.approvedPayeeRows],
    ['reconciliation', fund.reconciliationRows],
    ['policy_parameter', participation.policyParameterRows],
  ]
  return told.map(([table, rows]) => ({
    table,
    columns: getTable(table).columns.map((column) => column.name),
    rows: () => rows(county),
  }))
}

function* personLabels(county: County): Generator<Label> {
  for (let slot = 0; slot < county.casting.slots; slot += 1) {
    const life = lifeOf(county, personOf(county, indexOfSlot(county, slot)))
    if (life === null) continue
    const { scenario } = castOfSlot(county.casting, slot)
    const lines = linesOf(life)
    for (const label of life.labels) {
      yield {
        rule_code: label.rule,
        subject_kind: label.kind,
        subject_id: label.subject,
        level: String(levels[label.rule]),
        amount: formatYuan(label.amount(lines)),
        scenario: scenario.name,
        is_fraud: String(label.isFraud),
      }
    }
  }
}

function* batchLabels(batches: readonly DeclaredBatch[]): Generator<Label> {
  for (const batch of batches) {
    if (batch.scenario === null) continue
    yield {
      rule_code: 'AMT-14',
      subject_kind: 'batch',
      subject_id: batch.batchId,
      level: String(levels['AMT-14']),
      amount: formatYuan(batch.difference),
      scenario: batch.scenario,
      is_fraud: String(batch.isFraud),
    }
  }
}

function* staffLabels(cases: readonly OffHoursCase[]): Generator<Label> {
  for (const each of cases) {
    yield {
      rule_code: 'SYS-03',
      subject_kind: 'staff',
      subject_id: staffIdOf(each.staffNumber),
      level: String(each.level),
      amount: '0.00',
      scenario: each.scenario,
      is_fraud: String(each.isFraud),
    }
  }
}

function sortedLabels(labels: Label[]): readonly Label[] {
  const key = (label: Label): string => `${label.rule_code}|${label.subject_id}`
  return labels.sort((one, other) => (key(one) < key(other) ? -1 : 1))
}
