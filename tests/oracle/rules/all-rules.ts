/** The forty-six rules of the oracle together, with the tables that each needs. */
import type { TableName } from '#standard/tables.ts'
import type { Loaded } from '../loading/row.ts'
import { accountChanged, holderMismatch, sharedAccount } from './account.ts'
import {
  aboveCap,
  backPayPattern,
  batchDiffers,
  largeChange,
  manualChange,
  severalHighMonths,
} from './amount.ts'
import { accountOfLeaver, burst, oneForAllSteps, outsideHours, tooLongOnKeyPost } from './authority.ts'
import { activatedIrregularly, cardNotHandedOut, cardOfDead } from './card.ts'
import {
  certifiedAfterDeath,
  certifierAlsoResumed,
  communityWithoutReview,
  notCertified,
} from './certification.ts'
import { baseOutOfBounds, irregularBackFill, underDeclared, unpaid } from './contribution.ts'
import {
  activeAfterDeathEnd,
  backPaidAfterDeathStop,
  deathNotFlagged,
  paidAfterDeath,
  paidInPrison,
  resumedAfterDeathStop,
} from './death.ts'
import { benefitElsewhere, employeeAndResident, paidTwice } from './duplicate.ts'
import { notIndependent, sentByHand, statementBroken, toUnknownPayee } from './fund.ts'
import { changedAndBack, largeAfterChange, resentElsewhere, staffReceives } from './payee.ts'
import { noticeTooShort, retiredTooEarly } from './retirement.ts'
import { conflictingRoles, officersMixed } from './roles.ts'
import type { Context, Finding } from './rule.ts'

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

function either(one: TableName, other: TableName): (data: Loaded) => boolean {
  return (data) => data.isPresent(one) || data.isPresent(other)
}

/** "and account_verification or payee_account" */
const knowsHolders = either('account_verification', 'payee_account')

/** core-rules.md, "Tables a rule needs". */
export const oracleRules: readonly OracleRule[] = [
  { code: 'DTH-01', needs: ['person', 'payment'], also: knowsDeaths, find: paidAfterDeath },
  { code: 'DTH-02', needs: ['entitlement_change', 'payment'], find: resumedAfterDeathStop },
  { code: 'DTH-03', needs: ['entitlement_change', 'payment'], find: backPaidAfterDeathStop },
  {
    code: 'DTH-04',
    needs: ['enrolment'],
    also: either('contribution', 'payment'),
    find: activeAfterDeathEnd,
  },
  { code: 'DTH-06', needs: ['death', 'person', 'entitlement'], find: deathNotFlagged },
  { code: 'PRS-01', needs: ['imprisonment', 'person', 'payment'], find: paidInPrison },
  { code: 'DUP-01', needs: ['payment'], find: employeeAndResident },
  { code: 'DUP-03', needs: ['other_region_benefit', 'person', 'payment'], find: benefitElsewhere },
  { code: 'DUP-08', needs: ['payment'], find: paidTwice },
  { code: 'ACC-01', needs: ['payment', 'payee_account'], find: sharedAccount },
  { code: 'ACC-02', needs: ['payment', 'person', 'payee_account'], find: holderMismatch },
  { code: 'ACC-03', needs: ['payment', 'payee_account_change'], find: accountChanged },
  { code: 'ACC-04', needs: ['payment', 'payment_batch', 'payee_account_change'], find: largeAfterChange },
  { code: 'ACC-05', needs: ['payment', 'person', 'staff'], also: knowsHolders, find: staffReceives },
  { code: 'ACC-08', needs: ['payment', 'payment_batch', 'payee_account_change'], find: changedAndBack },
  { code: 'ACC-10', needs: ['payment', 'person'], also: knowsHolders, find: resentElsewhere },
  { code: 'AMT-01', needs: ['payment'], find: aboveCap },
  { code: 'AMT-02', needs: ['payment'], find: severalHighMonths },
  { code: 'AMT-03', needs: ['payment'], find: largeChange },
  { code: 'AMT-04', needs: ['payment'], find: backPayPattern },
  { code: 'AMT-07', needs: [], also: either('entitlement_change', 'retirement'), find: manualChange },
  { code: 'AMT-14', needs: ['payment_batch', 'payment'], find: batchDiffers },
  { code: 'RET-01', needs: ['retirement', 'person'], find: retiredTooEarly },
  { code: 'RET-14', needs: ['retirement'], find: noticeTooShort },
  { code: 'CER-01', needs: ['certification', 'payment'], find: notCertified },
  { code: 'CER-03', needs: ['certification', 'entitlement_change'], find: certifierAlsoResumed },
  { code: 'CER-05', needs: ['certification', 'person'], also: knowsDeaths, find: certifiedAfterDeath },
  { code: 'CER-06', needs: ['certification'], find: communityWithoutReview },
  { code: 'CRD-01', needs: ['social_card'], find: cardNotHandedOut },
  { code: 'CRD-02', needs: ['social_card', 'person'], also: knowsDeaths, find: cardOfDead },
  { code: 'CRD-03', needs: ['social_card'], find: activatedIrregularly },
  { code: 'CTR-01', needs: ['contribution', 'policy_parameter'], find: baseOutOfBounds },
  {
    code: 'CTR-02',
    needs: ['contribution', 'taxed_wage', 'employer', 'person', 'policy_parameter'],
    find: underDeclared,
  },
  { code: 'CTR-03', needs: ['contribution_declaration'], find: unpaid },
  { code: 'CTR-21', needs: ['account_adjustment'], find: irregularBackFill },
  { code: 'SYS-01', needs: ['business_order', 'business_step'], find: oneForAllSteps },
  { code: 'SYS-02', needs: ['role_grant', 'user_account'], find: conflictingRoles },
  { code: 'SYS-03', needs: ['operation'], find: outsideHours },
  { code: 'SYS-04', needs: ['operation'], find: burst },
  { code: 'SYS-06', needs: ['user_account', 'staff'], find: accountOfLeaver },
  { code: 'SYS-07', needs: ['role_grant', 'user_account'], find: officersMixed },
  { code: 'SYS-14', needs: ['post_assignment'], find: tooLongOnKeyPost },
  {
    code: 'FIN-03',
    needs: ['bank_transaction', 'fund_account', 'payment_batch', 'approved_payee'],
    find: toUnknownPayee,
  },
  { code: 'FIN-06', needs: ['reconciliation'], find: notIndependent },
  { code: 'FIN-24', needs: ['bank_transaction'], find: statementBroken },
  { code: 'FIN-27', needs: ['payment_batch'], find: sentByHand },
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
