import type { Day } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import type { Adjustment } from '#simulator/lives/life.ts'
import { employeeSchemes, expectAmount, expectNothing, fraud, lookalike } from '#simulator/stage.ts'
import { atTime, dayInMonth, isAnnounced, isWorkingDay, nextWorkingDay } from '#simulator/working-time.ts'

/** RET-14 and CTR-21, and what only looks like them. */

/** Determined again in the county's months: a notice of so many working days, decided so many days after its end. */
function announce(stage: Stage, workingDays: number | null, decidedAfter: number): void {
  const { county, life, group } = stage
  const kind = group % 2 === 0 ? 'SPECIAL_WORK' : 'ILLNESS'
  const from = nextWorkingDay(dayInMonth(county.lastMonth - 4 - (group % 3), 3))
  let to: Day = from
  for (let counted = 1; workingDays !== null && counted < workingDays; ) {
    to += 1
    if (isWorkingDay(to)) counted += 1
  }
  life.determination = {
    kind,
    retireMonth: life.person.lawfulMonth - 60,
    notice: workingDays === null ? null : { from, to },
    decidedAt: atTime(to + decidedAfter, 15 * 3600),
  }
}

function expectTotal(stage: Stage): void {
  expectAmount(stage, 'RET-14', () => stage.life.pensions[0]!.amount)
}

const notices14: readonly Part[] = [
  fraud('special_work_without_notice', {
    schemes: employeeSchemes,
    play: (stage) => {
      announce(stage, null, 12)
      expectTotal(stage)
    },
  }),
  fraud('notice_of_four_working_days', {
    schemes: employeeSchemes,
    play: (stage) => {
      // A year without a notice of the State Council has no working days to count.
      const isCounted = isAnnounced(stage.county.asOfDay - 300) && isAnnounced(stage.county.asOfDay)
      announce(stage, isCounted ? 4 : null, 7)
      expectTotal(stage)
    },
  }),
  fraud('decided_on_the_last_day_of_notice', {
    schemes: employeeSchemes,
    play: (stage) => {
      announce(stage, 8, 0)
      expectTotal(stage)
    },
  }),
  lookalike('notice_of_five_working_days', {
    schemes: employeeSchemes,
    play: (stage) => {
      announce(stage, 5, 1)
      expectNothing(stage, 'RET-14', 'RET-01')
    },
  }),
]

/** Months of contributions recorded afterwards, of the years before the county's own. */
function adjust(stage: Stage, months: number, rest: Partial<Adjustment>): bigint {
  const { county, life } = stage
  const to = county.firstMonth - 3 - (stage.group % 12)
  const amount = BigInt(months) * 96_000n
  life.adjustments.push({
    from: to - months + 1,
    to,
    amount,
    kind: stage.group % 2 === 0 ? 'BACK_FILL' : 'BACK_RECORD',
    hasVoucher: true,
    review: 'usual',
    day: nextWorkingDay(dayInMonth(county.lastMonth - 2 - (stage.group % 8), 6)),
    ...rest,
  })
  return amount
}

/** The pension begins within the county's months, and so many months before its determination something was recorded. */
function adjustBeforeRetirement(stage: Stage, months: number): bigint {
  const { county, life } = stage
  const starts = county.lastMonth - 1 - (stage.group % 3)
  life.pensions[0]!.starts = starts
  return adjust(stage, 6, { day: nextWorkingDay(dayInMonth(starts - 1 - months, 6)) })
}

function unlawful(name: string, months: number, rest: Partial<Adjustment>): Part {
  return fraud(name, {
    play: (stage) => {
      const amount = adjust(stage, months, rest)
      expectAmount(stage, 'CTR-21', () => amount)
    },
  })
}

const adjustments21: readonly Part[] = [
  unlawful('back_fill_nobody_reviewed', 5, { review: 'none' }),
  unlawful('back_fill_reviewed_by_its_operator', 8, { review: 'operator' }),
  unlawful('back_fill_without_voucher', 3, { hasVoucher: false }),
  unlawful('back_fill_of_twelve_months', 12, {}),
  fraud('back_fill_before_retirement', {
    play: (stage) => {
      const amount = adjustBeforeRetirement(stage, [1, 12, 5][stage.group % 3]!)
      expectAmount(stage, 'CTR-21', () => amount)
    },
  }),
  lookalike('back_fill_of_eleven_months', {
    play: (stage) => {
      adjust(stage, 11, {})
      expectNothing(stage, 'CTR-21')
    },
  }),
  lookalike('adjustment_that_is_no_back_fill', {
    play: (stage) => {
      adjust(stage, 20, { kind: 'ADJUST', review: 'none', hasVoucher: false })
      expectNothing(stage, 'CTR-21')
    },
  }),
  lookalike('back_fill_thirteen_months_before_retirement', {
    play: (stage) => {
      adjustBeforeRetirement(stage, 13)
      expectNothing(stage, 'CTR-21')
    },
  }),
]

export const retirementScenarios: readonly Part[] = [...notices14, ...adjustments21]
