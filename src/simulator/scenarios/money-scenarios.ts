import type { Month } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { addChange, earlyDay } from '#simulator/lives/episodes.ts'
import type { Line } from '#simulator/lives/life.ts'
import {
  employeeSchemes,
  expectAmount,
  expectNothing,
  expectPerson,
  fraud,
  isPaid,
  lookalike,
  payBack,
} from '#simulator/stage.ts'

/** AMT-02, AMT-04 and AMT-07, and what only looks like them. */

const isBackPay = (line: Line): boolean => line.kind === 'BACK_PAY'

/** A pension that stays as it is, and in those months a single payment of so much beside it. */
function payBeside(stage: Stage, months: readonly Month[], amountOf: (pension: bigint) => bigint): void {
  const { life } = stage
  const pension = life.pensions[0]!
  pension.isAdjusted = false
  for (const month of months) {
    const amount = amountOf(pension.amount)
    life.extras.push({ pension: 0, payMonth: month, from: month, to: month, kind: 'ONE_OFF', amount })
  }
}

function expectMonths(stage: Stage, months: readonly Month[]): void {
  expectPerson(stage, 'AMT-02', (line) => isPaid(line) && months.includes(line.payMonth))
}

const highMonths: readonly Part[] = [
  fraud('two_high_months_within_a_year', {
    schemes: employeeSchemes,
    play: (stage) => {
      const last = stage.county.lastMonth
      const months = [last - 11, last]
      payBeside(stage, months, (pension) => pension * 2n)
      expectMonths(stage, months)
    },
  }),
  fraud('three_high_months', {
    schemes: employeeSchemes,
    play: (stage) => {
      const last = stage.county.lastMonth - 1 - (stage.group % 3)
      const months = [last - 6, last - 3, last]
      payBeside(stage, months, (pension) => (pension * 22n) / 10n)
      expectMonths(stage, months)
    },
  }),
  lookalike('two_high_months_a_year_apart', {
    schemes: employeeSchemes,
    monthsMin: 16,
    play: (stage) => {
      const last = stage.county.lastMonth - 1
      payBeside(stage, [last - 12, last], (pension) => pension * 2n)
      expectNothing(stage, 'AMT-02')
    },
  }),
  lookalike('two_months_just_below_three_times', {
    schemes: employeeSchemes,
    play: (stage) => {
      const last = stage.county.lastMonth - 1 - (stage.group % 3)
      payBeside(stage, [last - 5, last], (pension) => pension * 2n - 1n)
      expectNothing(stage, 'AMT-02')
    },
  }),
  lookalike('small_pension_tripled_twice', {
    schemes: ['170'],
    play: (stage) => {
      const last = stage.county.lastMonth - 1 - (stage.group % 3)
      payBeside(stage, [last - 5, last], (pension) => pension * 2n)
      expectNothing(stage, 'AMT-02', 'AMT-01')
    },
  }),
]

const backPay: readonly Part[] = [
  fraud('back_pay_twice_within_a_year', {
    play: (stage) => {
      const last = stage.county.lastMonth
      for (const payMonth of [last - 11, last]) {
        payBack(stage, { payMonth, from: payMonth - 2, to: payMonth - 1, amount: 21_500n })
      }
      expectPerson(stage, 'AMT-04', isBackPay)
    },
  }),
  fraud('back_pay_of_ten_thousand', {
    schemes: employeeSchemes,
    play: (stage) => {
      const payMonth = stage.county.lastMonth - 2 - (stage.group % 6)
      const amount = 1_000_000n + BigInt((stage.group % 3) * 10_000)
      payBack(stage, { payMonth, from: payMonth - 3, to: payMonth - 1, amount })
      expectPerson(stage, 'AMT-04', isBackPay)
    },
  }),
  fraud('back_pay_of_thirteen_months', {
    play: (stage) => {
      const payMonth = stage.county.lastMonth - 2 - (stage.group % 6)
      payBack(stage, { payMonth, from: payMonth - 13, to: payMonth - 1, amount: 26_000n })
      expectPerson(stage, 'AMT-04', isBackPay)
    },
  }),
  lookalike('back_pay_twice_a_year_apart', {
    monthsMin: 16,
    play: (stage) => {
      const last = stage.county.lastMonth - 1
      for (const payMonth of [last - 12, last]) {
        payBack(stage, { payMonth, from: payMonth - 2, to: payMonth - 1, amount: 21_500n })
      }
      expectNothing(stage, 'AMT-04')
    },
  }),
  lookalike('arrears_of_a_new_pensioner', {
    // Nine months of a late base: one fen short of what is looked into.
    schemes: employeeSchemes,
    play: (stage) => {
      const payMonth = stage.county.lastMonth - 2 - (stage.group % 6)
      payBack(stage, { payMonth, from: payMonth - 9, to: payMonth - 1, amount: 999_999n })
      expectNothing(stage, 'AMT-04')
    },
  }),
  lookalike('back_pay_of_twelve_months', {
    play: (stage) => {
      const payMonth = stage.county.lastMonth - 2 - (stage.group % 6)
      payBack(stage, { payMonth, from: payMonth - 12, to: payMonth - 1, amount: 24_000n })
      expectNothing(stage, 'AMT-04')
    },
  }),
]

interface ByHand {
  readonly kind: 'ADJUST' | 'CORRECT' | 'BACK_PAY'
  readonly before?: bigint
  readonly after: bigint
  readonly isManual?: boolean
}

/** A change on paper: what is paid stays as it was. */
function change(stage: Stage, { kind, before, after, isManual = true }: ByHand): void {
  const month = stage.county.lastMonth - 3 - (stage.group % 5)
  addChange(stage.life, {
    kind,
    reason: kind === 'ADJUST' ? 'OTHER' : 'ERROR',
    effective: month,
    day: earlyDay(month, stage.life.person.number),
    after,
    ...(before === undefined ? {} : { before }),
    ...(isManual ? { method: 'MANUAL' as const } : {}),
    functionCode: kind === 'BACK_PAY' ? 'BACK_PAY' : 'MANUAL_ADJUST',
  })
}

const byHand: readonly Part[] = [
  fraud('raised_by_hand', {
    play: (stage) => {
      const kind = stage.group % 2 === 0 ? 'ADJUST' : 'CORRECT'
      change(stage, { kind, before: 200_000n, after: 250_000n })
      change(stage, { kind, before: 250_000n, after: 180_000n })
      expectAmount(stage, 'AMT-07', () => 120_000n)
    },
  }),
  fraud('back_pay_by_hand', {
    play: (stage) => {
      change(stage, { kind: 'BACK_PAY', after: 500_000n })
      expectAmount(stage, 'AMT-07', () => 500_000n)
    },
  }),
  fraud('determined_by_hand', {
    play: (stage) => {
      stage.life.determination = { isManual: true }
      expectAmount(stage, 'AMT-07', () => stage.life.pensions[0]!.amount)
    },
  }),
  lookalike('small_changes_by_hand', {
    play: (stage) => {
      change(stage, { kind: 'CORRECT', before: 200_000n, after: 249_999n })
      change(stage, { kind: 'BACK_PAY', after: 499_999n })
      expectNothing(stage, 'AMT-07')
    },
  }),
  lookalike('recalculated_by_the_system', {
    play: (stage) => {
      change(stage, { kind: 'CORRECT', before: 200_000n, after: 290_000n, isManual: false })
      expectNothing(stage, 'AMT-07')
    },
  }),
]

export const moneyScenarios: readonly Part[] = [...highMonths, ...backPay, ...byHand]
