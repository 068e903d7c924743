/** The sixteen rules of the oracle together, with the tables that each needs. */
import type { TableName } from '#standard/tables.ts'
import type { Loaded } from './row.ts'
import type { Context, Finding } from './rule.ts'
import { accountChanged, holderMismatch, sharedAccount } from './rules-account.ts'
import { aboveCap, batchDiffers, largeChange } from './rules-amount.ts'
import { oneForAllSteps, outsideHours } from './rules-authority.ts'
import { notCertified } from './rules-certification.ts'
import {
  backPaidAfterDeathStop,
  deathNotFlagged,
  paidAfterDeath,
  paidInPrison,
  resumedAfterDeathStop,
} from './rules-death.ts'
import { employeeAndResident, paidTwice } from './rules-duplicate.ts'

interface OracleRule {
  readonly code: string
  readonly needs: readonly TableName[]
  readonly also?: (data: Loaded) => boolean
  readonly find: (context: Context) => Finding[]
}

/** "death or `person.death_date`": ambiguous for a column that is delivered and empty throughout; delivered is enough. */
function knowsDeaths(data: Loaded): boolean {
  return data.isPresent('death') || data.hasColumn('person', 'death_date')
}

/** core-rules.md, "Tables a rule needs". */
export const oracleRules: readonly OracleRule[] = [
  { code: 'DTH-01', needs: ['person', 'payment'], also: knowsDeaths, find: paidAfterDeath },
  { code: 'DTH-02', needs: ['entitlement_change', 'payment'], find: resumedAfterDeathStop },
  { code: 'DTH-03', needs: ['entitlement_change', 'payment'], find: backPaidAfterDeathStop },
  { code: 'DTH-06', needs: ['death', 'person', 'entitlement'], find: deathNotFlagged },
  { code: 'PRS-01', needs: ['imprisonment', 'person', 'payment'], find: paidInPrison },
  { code: 'DUP-01', needs: ['payment'], find: employeeAndResident },
  { code: 'DUP-08', needs: ['payment'], find: paidTwice },
  { code: 'ACC-01', needs: ['payment', 'payee_account'], find: sharedAccount },
  { code: 'ACC-02', needs: ['payment', 'person', 'payee_account'], find: holderMismatch },
  { code: 'ACC-03', needs: ['payment', 'payee_account_change'], find: accountChanged },
  { code: 'AMT-01', needs: ['payment'], find: aboveCap },
  { code: 'AMT-03', needs: ['payment'], find: largeChange },
  { code: 'AMT-14', needs: ['payment_batch', 'payment'], find: batchDiffers },
  { code: 'CER-01', needs: ['certification', 'payment'], find: notCertified },
  { code: 'SYS-01', needs: ['business_order', 'business_step'], find: oneForAllSteps },
  { code: 'SYS-03', needs: ['operation'], find: outsideHours },
]

/** "A missing one of these makes the rule NOT_EVALUATED." */
export function canBeEvaluated(rule: OracleRule, data: Loaded): boolean {
  return rule.needs.every((each) => data.isPresent(each)) && (rule.also?.(data) ?? true)
}

/** The findings in the order of findings.csv: "by level, rule code, amount (largest first), subject id". */
export function screen(context: Context): Finding[] {
  const findings = oracleRules
    .filter((each) => canBeEvaluated(each, context.data))
    .flatMap((each) => each.find(context))
  return findings.sort(
    (one, other) =>
      one.level - other.level ||
      bytes(one.ruleCode, other.ruleCode) ||
      (one.amountFen < other.amountFen ? 1 : one.amountFen > other.amountFen ? -1 : 0) ||
      bytes(one.subjectId, other.subjectId),
  )
}

/** "ids and keys sort by UTF-8 bytes" */
function bytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
