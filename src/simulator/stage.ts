import type { Month } from '#base/calendar-math.ts'
import type { Part, Stage } from './casting.ts'
import { addOrder, earlyDay } from './lives/episodes.ts'
import type { Line } from './lives/life.ts'
import { amountAt } from './lives/lines.ts'
import type { RuleCode } from './rule-levels.ts'

/** What scenarios say over and over. */
export type LineTest = (line: Line) => boolean

export const allSchemes = ['110', '170', '120', '170'] as const
export const employeeSchemes = ['110', '120'] as const

type PartOptions = Partial<Omit<Part, 'name' | 'isFraud' | 'play'>>

export function fraud(name: string, part: Pick<Part, 'play'> & PartOptions): Part {
  return { name, isFraud: true, schemes: allSchemes, monthsMin: 12, ...part }
}

export function lookalike(name: string, part: Pick<Part, 'play'> & PartOptions): Part {
  return { name, isFraud: false, schemes: allSchemes, monthsMin: 12, ...part }
}

export function sumOf(lines: readonly Line[], counts: LineTest): bigint {
  return lines.reduce((sum, line) => (counts(line) ? sum + line.amount : sum), 0n)
}

export const isPaid: LineTest = (line) => line.status === 'PAID'

/** A run must find this person under the rule, with the money of these lines. */
export function expectPerson(stage: Stage, rule: RuleCode, counts: LineTest): void {
  expectAmount(stage, rule, (lines) => sumOf(lines, counts))
}

export function expectAmount(stage: Stage, rule: RuleCode, amount: (lines: readonly Line[]) => bigint): void {
  stage.life.labels.push({ rule, kind: 'person', subject: stage.life.person.personId, isFraud: true, amount })
}

/** A run must find, or for a look-alike not find, this subject under the rule. */
export function expectSubject(
  stage: Stage,
  rule: RuleCode,
  subject: { readonly kind: 'account' | 'order' | 'card'; readonly id: string },
  amount: (lines: readonly Line[]) => bigint = () => 0n,
): void {
  const { isFraud } = stage
  stage.life.labels.push({
    rule,
    kind: subject.kind,
    subject: subject.id,
    isFraud,
    amount: isFraud ? amount : () => 0n,
  })
}

/** Nobody looks into a back-payment of that size (AMT-04). */
export function modest(amount: bigint): bigint {
  return amount < 999_900n ? amount : 999_900n
}

/** The money that reached an account, from whomever of the group. */
export function paidTo(stage: Stage, account: string): () => bigint {
  return () => sumOf(stage.memberLines(), (line) => isPaid(line) && line.account === account)
}

/** From that month on the money goes to this account of the person, which the bank says is somebody else's. */
export function payToHidden(
  stage: Stage,
  use: {
    readonly from: Month
    readonly account: string
    readonly holder: { readonly name: string; readonly idNumber: string }
  },
): void {
  const { life } = stage
  const { name } = life.person
  life.accountUses.push({ from: use.from, account: use.account, holderName: name })
  registerHidden(stage, use)
}

/** In the register of payees it is the person's own. */
export function registerHidden(
  stage: Stage,
  use: {
    readonly account: string
    readonly holder: { readonly name: string; readonly idNumber: string }
  },
): void {
  const { person, payees } = stage.life
  payees.push({
    account: use.account,
    holderName: person.name,
    holderIdNumber: person.idNumber,
    holderKind: 'SELF',
    kind: 'BANK_CARD',
    validFrom: null,
    validTo: null,
    verifiedAs: { name: use.holder.name, idNumber: use.holder.idNumber },
  })
}

/** A run must not find this person under these rules. */
export function expectNothing(stage: Stage, ...rules: RuleCode[]): void {
  for (const rule of rules) {
    stage.life.labels.push({
      rule,
      kind: 'person',
      subject: stage.life.person.personId,
      isFraud: false,
      amount: () => 0n,
    })
  }
}

export function pensionAmount(stage: Stage, month: Month): bigint {
  return amountAt(stage.life, stage.life.pensions[0]!, month)
}

/** A payment beside the monthly one for those months, by the book: with its order. */
export function payBack(
  stage: Stage,
  line: { readonly payMonth: Month; readonly from: Month; readonly to: Month; readonly amount: bigint },
): number {
  stage.life.extras.push({ pension: 0, kind: 'BACK_PAY', ...line })
  const day = earlyDay(line.payMonth, stage.life.person.number)
  return addOrder(stage.life, { functionCode: 'BACK_PAY', day, amount: line.amount })
}
