import { Refusal } from '#base/refusal.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { castingOf, groupsCast, type Part } from './casting.ts'
import { type County, countyFrame, defaultLastMonth } from './county.ts'
import { firmCastingOf } from './firms/firm-casting.ts'
import { firmParts } from './firms/firms.ts'
import { batchesOf, batchIdOf, type DeclaredBatch, declaredBatches } from './fund/batches.ts'
import { playedFund } from './fund/fund-parts.ts'
import { type Label, labelsOf, type Played } from './labels.ts'
import { personsMax } from './people/population.ts'
import * as authority from './rows/authority-rows.ts'
import * as benefit from './rows/benefit-rows.ts'
import * as certification from './rows/certification-rows.ts'
import * as change from './rows/change-rows.ts'
import * as claim from './rows/claim-rows.ts'
import * as external from './rows/external-rows.ts'
import * as fund from './rows/fund-rows.ts'
import * as levy from './rows/levy-rows.ts'
import * as participation from './rows/participation-rows.ts'
import * as party from './rows/party-rows.ts'
import { accountScenarios } from './scenarios/account-scenarios.ts'
import { ageScenarios } from './scenarios/age-scenarios.ts'
import { amountScenarios } from './scenarios/amount-scenarios.ts'
import { certificationScenarios } from './scenarios/certification-scenarios.ts'
import { deathScenarios } from './scenarios/death-scenarios.ts'
import { duplicateScenarios } from './scenarios/duplicate-scenarios.ts'
import { everydayScenarios } from './scenarios/everyday-scenarios.ts'
import { moneyScenarios } from './scenarios/money-scenarios.ts'
import { paymentScenarios } from './scenarios/payment-scenarios.ts'
import { retirementScenarios } from './scenarios/retirement-scenarios.ts'
import { coveringAccountant } from './scripts/covering-accountant.ts'
import { deadCards } from './scripts/dead-cards.ts'
import { changedFileScheme, divertedPayments, monthOfChangedFile } from './scripts/diverted-payments.ts'
import { madeUpEntitlements } from './scripts/made-up-entitlements.ts'
import { outsiders } from './scripts/outsiders.ts'
import { paymentClerk } from './scripts/payment-clerk.ts'
import { guestParts } from './staff/guest-parts.ts'
import { guestsOf } from './staff/guests.ts'
import { offHoursCases } from './staff/off-hours.ts'

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

export const labelColumns = [
  'rule_code',
  'subject_kind',
  'subject_id',
  'level',
  'amount',
  'scenario',
  'is_fraud',
  'case_id',
  'began',
] as const satisfies readonly (keyof Label)[]

export interface Simulation {
  readonly tables: readonly SimulatedTable[]
  labels(): readonly Label[]
}

export const scenarios: readonly Part[] = [
  ...deathScenarios,
  ...duplicateScenarios,
  ...accountScenarios,
  ...paymentScenarios,
  ...amountScenarios,
  ...moneyScenarios,
  ...ageScenarios,
  ...retirementScenarios,
  ...certificationScenarios,
  ...everydayScenarios,
  paymentClerk,
  deadCards,
  coveringAccountant,
  ...madeUpEntitlements,
  ...divertedPayments,
  ...outsiders,
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
  const guestCount = isClean ? 0 : guestParts.length
  const frame = countyFrame({ persons, months, seed, lastMonth, guestCount })
  const county: County = {
    ...frame,
    casting: castingOf(frame, isClean ? [] : scenarios),
    firms: firmCastingOf(frame, isClean ? [] : firmParts),
  }
  let declared: readonly DeclaredBatch[] | null = null
  const played: Played = {
    cases: offHoursCases(county, isClean),
    guests: guestsOf(county, guestParts),
    fund: playedFund(county),
    batches: () => {
      declared ??= declaredBatches(batchesOf(county), {
        isClean: county.casting.slots === 0,
        changed: changedFiles(county),
      })
      return declared
    },
  }
  return { tables: tablesOf(county, played), labels: () => labelsOf(county, played) }
}

/** The files that S-11 tampers with: one for each of its groups. */
function changedFiles(county: County): ReadonlyMap<string, number> {
  const groups = groupsCast(county.casting, 'S-11')
  const entries = Array.from({ length: groups }, (_, group) => {
    const month = monthOfChangedFile(county.lastMonth, group)
    return [batchIdOf(changedFileScheme, month, 'MONTHLY'), group] as const
  })
  return new Map(entries)
}

type RowsOf = (county: County) => Iterable<readonly string[]>

function inTurn(first: RowsOf, second: RowsOf): RowsOf {
  return function* (county) {
    yield* first(county)
    yield* second(county)
  }
}

function tablesOf(county: County, played: Played): SimulatedTable[] {
  const { cases, guests, fund: fundPart, batches } = played
  const told: readonly (readonly [TableName, RowsOf])[] = [
    ['person', party.personRows],
    ['employer', party.employerRows],
    ['enrolment', participation.enrolmentRows],
    ['contribution', participation.contributionRows],
    ['contribution_declaration', levy.contributionDeclarationRows],
    ['account_adjustment', participation.accountAdjustmentRows],
    ['retirement', benefit.retirementRows],
    ['entitlement', inTurn(benefit.entitlementRows, claim.claimEntitlementRows)],
    ['entitlement_change', inTurn(benefit.entitlementChangeRows, claim.claimChangeRows)],
    ['payee_account', inTurn(benefit.payeeAccountRows, claim.claimPayeeRows)],
    ['payee_account_change', benefit.payeeAccountChangeRows],
    ['payment_batch', () => fund.paymentBatchRows(county, batches())],
    ['payment', inTurn(benefit.paymentRows, claim.claimPaymentRows)],
    ['payment_return', benefit.paymentReturnRows],
    ['social_card', certification.socialCardRows],
    ['certification', certification.certificationRows],
    ['person_change', change.personChangeRows],
    ['staff', () => authority.staffRows(county, guests)],
    ['staff_relative', change.staffRelativeRows],
    ['user_account', () => authority.userAccountRows(county, guests)],
    ['role_grant', () => authority.roleGrantRows(county, guests)],
    ['post_assignment', () => authority.postAssignmentRows(county, guests)],
    ['operation', () => authority.operationRows(county, { cases, guests })],
    ['business_order', authority.businessOrderRows],
    ['business_step', authority.businessStepRows],
    ['overtime', () => authority.overtimeRows(cases)],
    ['death', external.deathRows],
    ['imprisonment', external.imprisonmentRows],
    ['other_region_benefit', external.otherRegionBenefitRows],
    ['taxed_wage', levy.taxedWageRows],
    ['market_entity', party.marketEntityRows],
    ['tax_collection', levy.taxCollectionRows],
    ['account_verification', inTurn(external.accountVerificationRows, claim.claimVerificationRows)],
    ['fund_account', () => fund.fundAccountRows(county, fundPart)],
    ['bank_transaction', () => fund.bankTransactionRows(county, batches(), fundPart)],
    ['approved_payee', fund.approvedPayeeRows],
    ['reconciliation', () => fund.reconciliationRows(county, fundPart)],
    ['policy_parameter', levy.policyParameterRows],
  ]
  return told.map(([table, rows]) => ({
    table,
    columns: getTable(table).columns.map((column) => column.name),
    rows: () => rows(county),
  }))
}
