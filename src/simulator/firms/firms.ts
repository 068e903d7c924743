import type { Month } from '#base/calendar-math.ts'
import type { Firm, FirmLabel, FirmPart } from './firm-casting.ts'
import { baseBoundsOf } from './policy-values.ts'

/** CTR-01, CTR-02 and CTR-03, and what only looks like them. */

const yearOf = (month: Month): number => Math.floor(month / 12)

/** About 1.4 times the average: the wage of the year before, on which this year's base should be. In tens of yuan. */
function dueBase(month: Month): bigint {
  const [min] = baseBoundsOf(yearOf(month))
  return ((min * 23n) / 10n / 1_000n) * 1_000n
}

/** 0.16 and 0.08 of it, to the fen. */
function bothRates(amount: bigint): bigint {
  return (amount * 24n + 50n) / 100n
}

function sumOverMonths(firm: Firm, from: Month, amount: (month: Month) => bigint): bigint {
  let sum = 0n
  for (let month = from; month <= firm.lastMonth; month += 1) sum += amount(month)
  return sum
}

/** Contributions before last year's are compared with wages that the delivery does not have. */
function firstComparedMonth(firm: Firm): Month {
  return Math.max(firm.firstMonth, yearOf(firm.lastMonth) * 12)
}

/** Of members whose base is below nine tenths of the due one all year. */
function shortfall(firm: Firm, members: readonly number[]): FirmLabel[] {
  const amount = members.reduce(
    (sum, member) =>
      sum +
      sumOverMonths(firm, firstComparedMonth(firm), (month) =>
        bothRates(dueBase(month) - firm.part.base(firm, member, month)),
      ),
    0n,
  )
  return [{ rule: 'CTR-02', member: null, amount }]
}

/** Whole firms of people who earn and pay the same, but for what the scenario says. */
function firmPart(part: Pick<FirmPart, 'name' | 'isFraud'> & Partial<FirmPart>): FirmPart {
  return {
    members: 4,
    monthsMin: 1,
    base: (_firm, _member, month) => dueBase(month),
    wage: (_firm, _member, month) => dueBase(month + 12),
    expects: () => [],
    ...part,
  }
}

const everyMember = (firm: Firm): number[] => Array.from({ length: firm.part.members }, (_, place) => place)

function outside(firm: Firm, month: Month, yuan: bigint): bigint {
  const [min, max] = baseBoundsOf(yearOf(month))
  return firm.group % 2 === 0 ? min - yuan * 100n : max + yuan * 100n
}

const bounds: readonly FirmPart[] = [
  firmPart({
    name: 'base_outside_the_bounds',
    isFraud: true,
    members: 1,
    base: (firm, _member, month) => outside(firm, month, 2n + BigInt(firm.group)),
    expects: (firm) => {
      const amount = sumOverMonths(firm, firm.firstMonth, () => bothRates((2n + BigInt(firm.group)) * 100n))
      return [{ rule: 'CTR-01', member: 0, amount }]
    },
  }),
  firmPart({
    name: 'base_one_yuan_outside_the_bounds',
    isFraud: false,
    members: 1,
    base: (firm, _member, month) => outside(firm, month, 1n),
    expects: () => [{ rule: 'CTR-01', member: 0, amount: 0n }],
  }),
]

const wages: readonly FirmPart[] = [
  firmPart({
    name: 'only_basic_wages_declared',
    isFraud: true,
    members: 5,
    base: (_firm, _member, month) => (dueBase(month) * 6n) / 10n,
    expects: (firm) => shortfall(firm, everyMember(firm)),
  }),
  firmPart({
    name: 'three_of_five_declared_too_low',
    isFraud: true,
    members: 5,
    base: (_firm, member, month) => (member < 3 ? (dueBase(month) * 9n) / 10n - 1n : dueBase(month)),
    expects: (firm) => shortfall(firm, [0, 1, 2]),
  }),
  firmPart({
    name: 'nine_tenths_declared',
    isFraud: false,
    base: (_firm, _member, month) => (dueBase(month) * 9n) / 10n,
    expects: () => [{ rule: 'CTR-02', member: null, amount: 0n }],
  }),
  firmPart({
    name: 'two_of_four_declared_too_low',
    isFraud: false,
    base: (_firm, member, month) => (member < 2 ? (dueBase(month) * 7n) / 10n : dueBase(month)),
    expects: () => [{ rule: 'CTR-02', member: null, amount: 0n }],
  }),
  firmPart({
    name: 'wages_above_the_upper_bound',
    isFraud: false,
    base: (_firm, _member, month) => baseBoundsOf(yearOf(month))[1],
    wage: (_firm, _member, month) => baseBoundsOf(yearOf(month) + 1)[1] * 2n,
    expects: () => [
      { rule: 'CTR-02', member: null, amount: 0n },
      { rule: 'CTR-01', member: 0, amount: 0n },
    ],
  }),
  firmPart({
    // Five months of wages are no year to compare with: those of August to December.
    name: 'seasonal_factory_opened_in_august',
    isFraud: false,
    base: (_firm, _member, month) => (dueBase(month) * 6n) / 10n,
    wage: (firm, _member, month) => (month < yearOf(firm.lastMonth) * 12 - 5 ? null : dueBase(month + 12)),
    expects: () => [{ rule: 'CTR-02', member: null, amount: 0n }],
  }),
]

const insured: readonly FirmPart[] = [
  firmPart({
    // What the tax office pays and what is declared meet by the code, right or not.
    name: 'credit_code_of_the_pilot_years',
    isFraud: false,
    hasPilotCode: true,
    expects: () => [{ rule: 'CTR-02', member: null, amount: 0n }],
  }),
  firmPart({
    // They pay for their pensions themselves, on the least that the self-employed may choose.
    name: 'building_project_insures_by_its_cost',
    isFraud: false,
    project: 1_860_000_000n,
    base: (_firm, _member, month) => baseBoundsOf(yearOf(month))[0],
    expects: () => [
      { rule: 'CTR-02', member: null, amount: 0n },
      { rule: 'CTR-03', member: null, amount: 0n },
      { rule: 'CTR-01', member: 0, amount: 0n },
    ],
  }),
  firmPart({
    // Six months of wages are a year to compare with.
    name: 'seasonal_factory_lays_off_in_autumn',
    isFraud: false,
    rests: (month) => month % 12 < 2 || month % 12 > 7,
    wage: (_firm, _member, month) => (month % 12 < 2 || month % 12 > 7 ? null : dueBase(month + 12)),
    expects: () => [
      { rule: 'CTR-02', member: null, amount: 0n },
      { rule: 'CTR-03', member: null, amount: 0n },
      { rule: 'AMT-03', member: 0, amount: 0n },
      { rule: 'DUP-08', member: 0, amount: 0n },
    ],
  }),
]

/** Which months are short: every second of them, from the first on. */
function isShort(firm: Firm, month: Month, months: number): boolean {
  const place = month - firm.firstMonth
  return place % 2 === 0 && place / 2 < months
}

/** All that the firm pays in a month, in fen: employer and person together, each line to the fen. */
function payableOf(firm: Firm, month: Month): bigint {
  return everyMember(firm).reduce((sum, member) => {
    const base = firm.part.base(firm, member, month)
    return sum + (base * 160n) / 1000n + (base * 80n) / 1000n
  }, 0n)
}

function owes(months: number, level: 1 | 2): Partial<FirmPart> {
  return {
    monthsMin: months * 2,
    unpaid: (firm, month, payable) => (isShort(firm, month, months) ? payable / 2n : 0n),
    expects: (firm) => [
      {
        rule: 'CTR-03',
        member: null,
        level,
        amount: sumOverMonths(firm, firm.firstMonth, (month) =>
          isShort(firm, month, months) ? payableOf(firm, month) / 2n : 0n,
        ),
      },
    ],
  }
}

const arrears: readonly FirmPart[] = [
  firmPart({ name: 'owes_three_months', isFraud: true, ...owes(3, 2) }),
  firmPart({ name: 'owes_a_year', isFraud: true, ...owes(12, 1) }),
  firmPart({
    name: 'owes_two_months',
    isFraud: false,
    ...owes(2, 2),
    expects: () => [{ rule: 'CTR-03', member: null, amount: 0n }],
  }),
]

export const firmParts: readonly FirmPart[] = [...bounds, ...wages, ...insured, ...arrears]
