/**
 * Who may do what, written a second time from the papers (domain 2.0, 3.11, 7.6; standard SYS-01 to SYS-07; platform.md
 * 5, 6, 14, 17, 25) and sharing nothing with the decision under test: no list, no function, no type.
 */

export interface Case {
  readonly duties: readonly string[]
  readonly function: string
  readonly step: string
  /** Where the person stands to the record's agency and region. */
  readonly place: Place
  /** 上级代审 is in force for the record's agency. */
  readonly isReviewedAbove: boolean
  readonly whose: 'stranger' | 'self' | 'relative'
  readonly hours: 'day' | 'night' | 'holiday' | 'permit' | 'unannounced'
  /** What the person did in the record before. */
  readonly past: 'nothing' | 'entered' | 'same-step' | 'same-step-last-round'
  readonly amount: 'within' | 'above' | 'unstated'
}

export const places = [
  'own',
  'town-below',
  'other-agency',
  'agency-above',
  'agency-at-top',
  'elsewhere',
] as const
export type Place = (typeof places)[number]

/** E entry, R review, A approval, X a single act; what stands behind the colon may do it. */
const whoByFunction: Readonly<Record<string, string>> = {
  ACCOUNT_CHANGE: 'E:ENTRY R:REVIEW A:APPROVAL',
  STATUS_CHANGE: 'E:ENTRY,CERTIFICATION R:REVIEW A:APPROVAL',
  DEATH_RESUME: 'E:ENTRY R:REVIEW A:APPROVAL',
  BACK_PAY: 'E:ENTRY R:REVIEW A:APPROVAL',
  MANUAL_ADJUST: 'E:ENTRY R:REVIEW A:APPROVAL',
  DETERMINATION: 'E:ENTRY R:BENEFIT_REVIEW A:APPROVAL',
  IDENTITY_CHANGE: 'E:ENTRY R:REVIEW A:APPROVAL',
  ACCOUNT_MERGE: 'E:ENTRY R:REVIEW A:APPROVAL',
  BACK_FILL: 'E:ENTRY R:REVIEW A:APPROVAL',
  LUMP_CONTRIBUTION: 'E:ENTRY R:REVIEW A:APPROVAL',
  TRANSFER_IN: 'E:ENTRY R:REVIEW A:APPROVAL',
  REFUND: 'E:ENTRY R:REVIEW A:APPROVAL',
  FUNERAL: 'E:ENTRY R:BENEFIT_REVIEW A:APPROVAL',
  RESEND: 'E:BENEFIT_PAYMENT R:BENEFIT_REVIEW A:APPROVAL',
  BATCH_IMPORT: 'E:ENTRY R:REVIEW A:APPROVAL',
  PAYMENT_FILE: 'E:BENEFIT_PAYMENT R:BENEFIT_REVIEW A:APPROVAL',
  PARAMETER_CHANGE: 'E:POLICY A:UNIT_HEAD,DEPUTY_HEAD',
  GRANT_ROLE: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN A:UNIT_HEAD',
  DEATH_FLAG_CANCEL: 'E:ENTRY,CERTIFICATION R:REVIEW A:APPROVAL',
  CONTRIBUTION_CHANGE: 'E:ENTRY R:REVIEW A:APPROVAL',
  WRITE_OFF: 'E:ENTRY R:REVIEW A:UNIT_HEAD',
  DATA_REPAIR: 'E:SYSTEM_ADMIN R:REVIEW,BENEFIT_REVIEW A:APPROVAL',
  ORDINARY: 'E:ENTRY R:REVIEW',
  READ: 'X:every-business',
  COMMENT: 'X:business-roles',
  UNMASK:
    'X:ENTRY,REVIEW,APPROVAL,BENEFIT_REVIEW,BENEFIT_PAYMENT,CERTIFICATION,INTERNAL_AUDIT,SUPERVISION,DISCIPLINE',
  EXPORT:
    'X:APPROVAL,BENEFIT_REVIEW,ACCOUNTANT,RECONCILIATION,DATA_ANALYSIS,INTERNAL_AUDIT,SUPERVISION,DISCIPLINE',
  ATTACH: 'X:business-roles',
  FEED_DECISION: 'E:APPROVAL A:UNIT_HEAD,DEPUTY_HEAD',
  EMERGENCY_RELEASE: 'E:FINANCE_HEAD,DEPUTY_HEAD A:UNIT_HEAD',
  ACCESS_REMOVAL: 'X:SYSTEM_ADMIN,SECURITY_ADMIN,UNIT_HEAD',
  OFFICER_REPLACEMENT:
    'E:SYSTEM_ADMIN,SECURITY_ADMIN,AUDIT_ADMIN R:SYSTEM_ADMIN,SECURITY_ADMIN,AUDIT_ADMIN A:UNIT_HEAD',
  ORGANISATION: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN',
  ABSENCE: 'E:everybody A:UNIT_HEAD,DEPUTY_HEAD',
  OVERTIME: 'E:everybody A:UNIT_HEAD,DEPUTY_HEAD',
  RELATIVES: 'E:everybody R:SECURITY_ADMIN',
  ACCOUNT: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN',
  COVER: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN A:UNIT_HEAD',
  SECOND_FACTOR_RESET: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN',
  CREDENTIAL: 'E:SYSTEM_ADMIN R:SECURITY_ADMIN',
  READ_AUTHORITY:
    'X:SYSTEM_ADMIN,SECURITY_ADMIN,AUDIT_ADMIN,UNIT_HEAD,DEPUTY_HEAD,INTERNAL_AUDIT,SUPERVISION,DISCIPLINE',
  READ_ATTENDANCE: 'X:everybody',
  READ_TRAIL: 'X:AUDIT_ADMIN,INTERNAL_AUDIT,SUPERVISION,DISCIPLINE',
}

const letters: Readonly<Record<string, string>> = { E: 'ENTRY', R: 'REVIEW', A: 'APPROVAL', X: 'ACT' }

const money = new Set(
  'BACK_PAY MANUAL_ADJUST DETERMINATION LUMP_CONTRIBUTION TRANSFER_IN REFUND FUNERAL RESEND PAYMENT_FILE WRITE_OFF'.split(
    ' ',
  ),
)
const theTwentyTwo = new Set(Object.keys(whoByFunction).slice(0, 22))
const officers = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']
const businessRoles =
  'ENTRY REVIEW APPROVAL BENEFIT_REVIEW BENEFIT_PAYMENT CERTIFICATION ACCOUNTANT CASHIER RECONCILIATION INTERNAL_AUDIT ARCHIVE CARD_ISSUE CARD_VAULT SUPERVISION'.split(
    ' ',
  )

/** Every step of every function that the matrix walks. */
export const steps: readonly { readonly function: string; readonly step: string }[] = Object.entries(
  whoByFunction,
).flatMap(([code, line]) =>
  line.split(' ').map((part) => ({ function: code, step: letters[part.split(':')[0]!]! })),
)

/** `ACCOUNT_CHANGE REVIEW` → the duties named there. */
const namedFor = new Map(
  Object.entries(whoByFunction).flatMap(([code, line]) =>
    line.split(' ').map((part) => [`${code} ${letters[part[0]!]}`, part.slice(2).split(',')] as const),
  ),
)

function whoMay(code: string, step: string, duty: string): boolean {
  const named = namedFor.get(`${code} ${step}`)!
  if (named[0] === 'everybody') return true
  if (named[0] === 'every-business') return !officers.includes(duty)
  if (named[0] === 'business-roles') return businessRoles.includes(duty)
  return named.includes(duty)
}

/** 3.11 once more, as text. */
const apart = new Set([
  'ENTRY REVIEW',
  'ENTRY FUND_MANAGEMENT',
  'ENTRY ACCOUNTANT',
  'ENTRY CASHIER',
  'REVIEW APPROVAL',
  'BENEFIT_REVIEW BENEFIT_PAYMENT',
  'BENEFIT_PAYMENT CERTIFICATION',
  'BENEFIT_PAYMENT SYSTEM_ADMIN',
  'ACCOUNTANT CASHIER',
  'CASHIER RECONCILIATION',
  'CASHIER INTERNAL_AUDIT',
  'CASHIER ARCHIVE',
  'CASHIER LEDGER',
  'FINANCE_SEAL LEGAL_SEAL',
  'BANK_KEY_MAKER BANK_KEY_CHECKER',
  'SYSTEM_ADMIN SECURITY_ADMIN',
  'SYSTEM_ADMIN AUDIT_ADMIN',
  'SECURITY_ADMIN AUDIT_ADMIN',
  'POLICY ENTRY',
  'POLICY BENEFIT_PAYMENT',
  'SUPERVISION ENTRY',
  'SUPERVISION REVIEW',
  'SUPERVISION APPROVAL',
  'SUPERVISION BENEFIT_PAYMENT',
  'CARD_ISSUE CARD_VAULT',
  'CARD_ACTIVATION CARD_PROXY',
  'INVESTMENT CUSTODY',
  'ARCHIVE ARCHIVE_DESTRUCTION',
])
const leadersAndKeepers =
  'UNIT_HEAD DEPUTY_HEAD FINANCE_HEAD POLICY FUND_MANAGEMENT LEDGER FINANCE_SEAL LEGAL_SEAL BANK_KEY_MAKER BANK_KEY_CHECKER'.split(
    ' ',
  )

export function areApart(a: string, b: string): boolean {
  const isPair = (x: string, y: string): boolean =>
    apart.has(`${x} ${y}`) ||
    (officers.includes(x) && (businessRoles.includes(y) || leadersAndKeepers.includes(y))) ||
    (x === 'DATABASE_ADMIN' && businessRoles.includes(y))
  return isPair(a, b) || isPair(b, a)
}

const forOneself = ['ABSENCE', 'OVERTIME', 'RELATIVES']

/** Whose people: the record's own agency enters; review above only as assigned; approval by any level above. */
function isRightAgency(given: Case, duty: string): boolean {
  const { place, step } = given
  if (place === 'elsewhere') return false
  if (place === 'own' || place === 'town-below') return true
  // What people ask for themselves is entered at home; officers and the policy post serve all of their region else.
  if (step === 'ENTRY' && forOneself.includes(given.function)) return false
  const isServant = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'POLICY'].includes(duty)
  if (step === 'ACT' || isServant || given.function === 'PARAMETER_CHANGE') return true
  if (step === 'REVIEW') return place === 'agency-above' && given.isReviewedAbove
  return step === 'APPROVAL' && (place === 'agency-above' || place === 'agency-at-top')
}

export function isPermitted(given: Case): boolean {
  const { function: code, step, duties } = given
  const able = duties.filter(
    (duty) =>
      whoMay(code, step, duty) &&
      !duties.some((other) => areApart(duty, other)) &&
      isRightAgency(given, duty),
  )
  if (able.length === 0) return false
  const isHarmless = code.startsWith('READ') || (step === 'ENTRY' && forOneself.includes(code))
  if (given.whose !== 'stranger' && !isHarmless) return false
  if (step !== 'ACT') {
    if (given.past === 'entered' && step !== 'ENTRY') return false
    if (given.past === 'same-step' && step !== 'ENTRY') return false
  }
  if (theTwentyTwo.has(code) && (given.hours === 'night' || given.hours === 'holiday')) return false
  return !(step === 'APPROVAL' && money.has(code) && given.amount !== 'within')
}
