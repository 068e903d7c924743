import type { Day, Month, Second } from '#base/calendar-math.ts'
import type { County } from './county.ts'
import { accountOf, type PensionScheme, type Person } from './person.ts'
import { randomOf } from './random.ts'

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
  readonly labels: PlannedLabel[]
}

export type Benefit = 'OLD_AGE' | 'RESIDENT_BASIC' | 'FUNERAL' | 'ACCOUNT_REFUND'
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
}

export type StepKind = 'ACCEPT' | 'ENTRY' | 'REVIEW' | 'APPROVAL' | 'PAYMENT' | 'ARCHIVE'

export interface Order {
  readonly functionCode: string
  readonly day: Day
  readonly amount: bigint | null
  /** The usual steps by different people, or one of the ways in which it goes otherwise (orders.ts). */
  readonly course: OrderCourse
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
}

export interface DeathReport {
  readonly source: 'HEALTH' | 'POLICE' | 'COURT' | 'CIVIL_AFFAIRS' | 'VILLAGE'
  readonly diedOn: Day
  readonly reportedOn: Day
  readonly isRevoked: boolean
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

export const levels = {
  'DTH-01': 1,
  'DTH-02': 1,
  'DTH-03': 1,
  'DTH-06': 2,
  'PRS-01': 1,
  'DUP-01': 1,
  'DUP-08': 1,
  'ACC-01': 1,
  'ACC-02': 1,
  'ACC-03': 3,
  'AMT-01': 1,
  'AMT-03': 2,
  'AMT-14': 1,
  'CER-01': 1,
  'SYS-01': 1,
  'SYS-03': 1,
} as const

export type RuleCode = keyof typeof levels

/** What a run should say (a fraud) or should not say (a look-alike) about a subject of this life. */
export interface PlannedLabel {
  readonly rule: RuleCode
  readonly kind: 'person' | 'account' | 'order'
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
    labels: [],
  }
}
