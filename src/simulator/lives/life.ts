import type { Day, Month, Second } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { accountOf, type PensionScheme, type Person } from '#simulator/people/person.ts'
import { randomOf } from '#simulator/random.ts'
import type { RuleCode } from '#simulator/rule-levels.ts'

/** The life of a pensioner as the county's tables tell it: made once, read by the rows of many tables. */
export interface Life {
  readonly county: County
  readonly person: Person
  readonly pensions: Pension[]
  /** To which account each month's lines go: the last one that begins at or before the month. */
  readonly accountUses: AccountUse[]
  /** Rows of payee_account. */
  readonly payees: Payee[]
  readonly accountChanges: AccountChange[]
  readonly changes: Change[]
  readonly orders: Order[]
  /** Departures from the plain regular line of a month, for the first pension. */
  readonly edits: Map<Month, LineEdit>
  readonly extras: ExtraLine[]
  readonly deaths: DeathReport[]
  registeredDeath: Day | null
  readonly imprisonments: Imprisonment[]
  /** null: once a year, as everybody. */
  certifications: Certification[] | null
  /** null: issued and used like everybody's, cancelled once a death is known. */
  card: Card | null
  /** Of the first pension, where it was not determined like everybody's. */
  determination: Determination | null
  /** Beside the enrolment that ended with retirement. */
  readonly enrolments: Enrolment[]
  readonly adjustments: Adjustment[]
  readonly otherRegions: OtherRegionBenefit[]
  /** What the police corrected in the county's months; the register has had the right value since. */
  corrected: { readonly field: 'birth_date' | 'id_number'; readonly from: string } | null
  /** Contributions of years past that a policy let the person pay at once. */
  readonly lumps: LumpContribution[]
  readonly labels: PlannedLabel[]
  /** The first month of the fraud; of scripts only. */
  began: Month | null
}

export type Benefit = 'OLD_AGE' | 'RESIDENT_BASIC' | 'FUNERAL' | 'ACCOUNT_REFUND' | 'OTHER'
export type LineKind = 'REGULAR' | 'BACK_PAY' | 'ONE_OFF' | 'ADJUSTMENT' | 'RESEND'
export type LineStatus = 'PAID' | 'SENT' | 'RETURNED' | 'HELD' | 'CANCELLED'

export interface Pension {
  readonly entitlementId: string
  readonly scheme: PensionScheme
  readonly benefit: Benefit
  starts: Month
  /** In fen, at the county's first month or at the start, whichever is later. */
  amount: bigint
  paidThrough: Month
  /** Months within it without a regular line. */
  readonly gaps: Span[]
  /** False: the amount stays as it is through the annual adjustments. */
  isAdjusted: boolean
  status: 'ACTIVE' | 'SUSPENDED' | 'ENDED'
  statusReason: string
  ended: Month | null
}

export interface Span {
  readonly from: Month
  readonly to: Month
}

export interface AccountUse {
  readonly from: Month
  readonly account: string
  readonly holderName: string
}

export interface Payee {
  readonly account: string
  readonly holderName: string
  readonly holderIdNumber: string
  readonly holderKind: 'SELF' | 'GUARDIAN' | 'INSTITUTION' | 'OTHER'
  readonly kind: 'SOCIAL_CARD' | 'BANK_CARD' | 'PASSBOOK' | 'CORPORATE'
  readonly validFrom: Day | null
  readonly validTo: Day | null
  /** Whose account the bank says it is, where that is not what the register says. */
  readonly verifiedAs?: { readonly name: string; readonly idNumber: string }
}

export interface AccountChange {
  readonly oldAccount: string
  readonly newAccount: string
  readonly plannedBatch: string
  readonly day: Day
  /** The place in Life.orders; null for a batch. */
  readonly order: number | null
}

export interface Change {
  readonly entitlementId: string
  readonly kind: 'GRANT' | 'SUSPEND' | 'RESUME' | 'ADJUST' | 'BACK_PAY' | 'END' | 'CORRECT'
  readonly reason: string
  readonly effective: Month
  readonly before: bigint | null
  readonly after: bigint | null
  readonly policyBatch: string
  readonly day: Day
  readonly order: number | null
  readonly method?: 'MANUAL'
}

export type StepKind = 'ACCEPT' | 'ENTRY' | 'REVIEW' | 'APPROVAL' | 'PAYMENT' | 'ARCHIVE'

export interface Order {
  readonly functionCode: string
  readonly day: Day
  readonly amount: bigint | null
  /** The usual steps by different people, or one of the ways in which it goes otherwise (orders.ts). */
  readonly course: OrderCourse
  /** Who takes every step in the courses of one person; else whoever has the role. */
  readonly by?: number
  /** In the evening, when nobody else is there. */
  readonly isLate?: boolean
}

export type OrderCourse =
  | 'usual'
  | 'entry-approval'
  | 'review-payment'
  | 'accept-entry'
  | 'all-by-one'
  | 'entry-twice'

export interface LineEdit {
  readonly status?: LineStatus
  readonly amount?: bigint
}

export interface ExtraLine {
  readonly pension: number
  readonly payMonth: Month
  readonly from: Month
  readonly to: Month
  readonly kind: LineKind
  readonly benefit?: Benefit
  readonly amount: bigint
  readonly status?: LineStatus
  /** The month whose regular line it sends again. */
  readonly resendOf?: Month
  /** Where it does not go where the month's other lines go. */
  readonly account?: string
}

export interface DeathReport {
  readonly source: 'HEALTH' | 'POLICE' | 'COURT' | 'CIVIL_AFFAIRS' | 'VILLAGE'
  readonly diedOn: Day
  readonly reportedOn: Day
  readonly isRevoked: boolean
  /** The report is about somebody else, whose id number the person once had. */
  readonly of?: { readonly name: string; readonly idNumber: string }
}

export interface LumpContribution {
  readonly from: Month
  readonly to: Month
  /** In fen, the same for every month. */
  readonly base: bigint
  readonly paidOn: Day
}

export interface Imprisonment {
  readonly kind: 'IMPRISONED' | 'PROBATION' | 'COMMUNITY' | 'OUTSIDE'
  readonly startedOn: Day
  readonly endedOn: Day | null
}

export interface Certification {
  readonly at: Second
  readonly channel: 'FACE' | 'KIOSK' | 'VIDEO' | 'VISIT' | 'DATA_MATCH' | 'COMMUNITY'
  readonly result: 'PASS' | 'FAIL' | 'PENDING'
  /** Where they are not those whose work it is; null: nobody. */
  readonly operator?: number | null
  readonly reviewer?: number | null
  readonly hasEvidence?: boolean
}

export interface Card {
  readonly status: 'MADE' | 'IN_TRANSIT' | 'ACTIVE' | 'LOST' | 'CANCELLED' | 'RECALLED'
  readonly location: 'VAULT' | 'SERVICE_POINT' | 'IN_TRANSIT' | 'HOLDER' | ''
  readonly madeOn: Day
  readonly issuedOn: Day | null
  readonly activatedOn: Day | null
  readonly isActivatedInPerson: boolean | null
  readonly recalledOn: Day | null
}

export type RetirementKind =
  | 'NORMAL'
  | 'RESIDENT'
  | 'SPECIAL_WORK'
  | 'ILLNESS'
  | 'FLEXIBLE_EARLY'
  | 'FLEXIBLE_LATE'

export interface Determination {
  readonly kind?: RetirementKind
  readonly retireMonth?: Month
  readonly isManual?: boolean
  /** null: there was none. */
  readonly notice?: { readonly from: Day; readonly to: Day } | null
  readonly decidedAt?: Second
}

export interface Enrolment {
  readonly scheme: PensionScheme | '410'
  readonly status: 'ACTIVE' | 'PAUSED' | 'ENDED'
  readonly startedOn: Day
  readonly endedOn: Day | null
  readonly endReason: '' | 'DEATH' | 'RETIRED' | 'OTHER'
}

export interface Adjustment {
  readonly from: Month
  readonly to: Month
  readonly amount: bigint
  readonly kind: 'BACK_FILL' | 'BACK_RECORD' | 'ADJUST'
  readonly hasVoucher: boolean
  /** usual: somebody else reviews. */
  readonly review: 'usual' | 'none' | 'operator'
  readonly day: Day
}

export interface OtherRegionBenefit {
  readonly region: string
  readonly benefit: 'OLD_AGE' | 'SURVIVOR_MONTHLY'
  readonly starts: Month
  readonly ended: Month | null
}

/** A row of payment before it is text. */
export interface Line {
  readonly paymentId: string
  readonly pension: Pension
  readonly benefit: Benefit
  readonly payMonth: Month
  readonly from: Month
  readonly to: Month
  readonly kind: LineKind
  readonly amount: bigint
  readonly account: string
  readonly holderName: string
  readonly status: LineStatus
  readonly resendOf: string
}

/** What a run should say (a fraud) or should not say (a look-alike) about a subject of this life. */
export interface PlannedLabel {
  readonly rule: RuleCode
  readonly kind: 'person' | 'account' | 'order' | 'card'
  readonly subject: string
  readonly isFraud: boolean
  /** From the lines of this life, and of those who share its account. */
  readonly amount: (lines: readonly Line[]) => bigint
}

/** Amounts so that three months in one stay below every cap of AMT-01, adjustments of many years included. */
const amountRanges: Readonly<Record<PensionScheme, readonly [from: number, span: number]>> = {
  '110': [140_000, 330_000],
  '120': [320_000, 340_000],
  '170': [16_000, 22_000],
}

export function entitlementIdOf(person: Person, ordinal: number): string {
  return `DY${person.personId}${ordinal}`
}

export function pensionOf(
  county: County,
  person: Person,
  scheme: PensionScheme,
  options: { readonly ordinal: number; readonly starts: Month },
): Pension {
  const random = randomOf(county.seed, 'life', person.index * 8 + options.ordinal)
  const [from, span] = amountRanges[scheme]
  // The mean of two draws: most are in the middle.
  const share = ((random.a >>> 0) / 4294967296 + (random.b >>> 0) / 4294967296) / 2
  return {
    entitlementId: entitlementIdOf(person, options.ordinal),
    scheme,
    benefit: scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE',
    starts: options.starts,
    amount: BigInt(from + Math.floor(span * share)),
    paidThrough: county.lastMonth,
    gaps: [],
    isAdjusted: true,
    status: 'ACTIVE',
    statusReason: '',
    ended: null,
  }
}

/** The account of the social-security card, in the person's own name. */
export function ownPayee(person: Person, ordinal: number, validFrom: Day | null): Payee {
  return {
    account: accountOf(person, ordinal),
    holderName: person.name,
    holderIdNumber: person.idNumber,
    holderKind: 'SELF',
    kind: ordinal === 0 ? 'SOCIAL_CARD' : 'BANK_CARD',
    validFrom,
    validTo: null,
  }
}

/** A life in which nothing happens: paid every month, to the person's own account. */
export function plainLife(county: County, person: Person, starts: Month): Life {
  const account = accountOf(person, 0)
  return {
    county,
    person,
    pensions: [pensionOf(county, person, person.scheme!, { ordinal: 0, starts })],
    accountUses: [{ from: 0, account, holderName: person.name }],
    payees: [ownPayee(person, 0, null)],
    accountChanges: [],
    changes: [],
    orders: [],
    edits: new Map(),
    extras: [],
    deaths: [],
    registeredDeath: null,
    imprisonments: [],
    certifications: null,
    card: null,
    determination: null,
    enrolments: [],
    adjustments: [],
    otherRegions: [],
    corrected: null,
    lumps: [],
    labels: [],
    began: null,
  }
}
