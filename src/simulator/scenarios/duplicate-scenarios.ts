import { type Month, monthOfDay } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { imprison, returnAndResend } from '#simulator/lives/episodes.ts'
import { type Imprisonment, type OtherRegionBenefit, type Pension, pensionOf } from '#simulator/lives/life.ts'
import {
  employeeSchemes,
  expectAmount,
  expectNothing,
  expectPerson,
  fraud,
  isPaid,
  lookalike,
  pensionAmount,
} from '#simulator/stage.ts'
import { dayInMonth } from '#simulator/working-time.ts'

/** PRS-01, DUP-01, DUP-03 and DUP-08, and what only looks like them. */

function sentence(
  stage: Stage,
  kind: Imprisonment['kind'],
  months: { readonly start: Month; readonly end: Month | null },
): void {
  stage.life.imprisonments.push({
    kind,
    startedOn: dayInMonth(months.start, 5),
    endedOn: months.end === null ? null : dayInMonth(months.end, 25),
  })
}

/** A pension of scheme 170 beside the first one. */
function addResidentPension(
  stage: Stage,
  months: { readonly starts: Month; readonly through: Month },
): Pension {
  const { county, life } = stage
  const pension = pensionOf(county, life.person, '170', { ordinal: 1, starts: months.starts })
  pension.paidThrough = months.through
  if (months.through < county.lastMonth) {
    pension.status = 'ENDED'
    pension.statusReason = 'DUPLICATE'
    pension.ended = months.through
  }
  life.pensions.push(pension)
  return pension
}

function payAgain(
  stage: Stage,
  line: { readonly payMonth: Month; readonly period: Month; readonly amount: bigint },
): void {
  const { payMonth, period, amount } = line
  stage.life.extras.push({ pension: 0, payMonth, from: period, to: period, kind: 'REGULAR', amount })
}

const prison: readonly Part[] = [
  fraud('paid_in_prison', {
    play: (stage) => {
      const start = stage.county.lastMonth - 3 - (stage.group % 6)
      sentence(stage, 'IMPRISONED', { start, end: null })
      expectPerson(stage, 'PRS-01', (line) => line.kind === 'REGULAR' && line.from > start)
    },
  }),
  fraud('paid_in_prison_until_release', {
    play: (stage) => {
      const start = stage.county.lastMonth - 9
      const end = start + 2 + (stage.group % 5)
      sentence(stage, 'IMPRISONED', { start, end })
      expectPerson(stage, 'PRS-01', (line) => line.kind === 'REGULAR' && line.from > start && line.from < end)
    },
  }),
  lookalike('serves_outside_prison', {
    play: (stage) => {
      const kinds = ['PROBATION', 'COMMUNITY', 'OUTSIDE'] as const
      const start = stage.county.lastMonth - 8
      sentence(stage, kinds[stage.group % 3]!, { start, end: stage.group % 2 === 0 ? null : start + 6 })
      expectNothing(stage, 'PRS-01')
    },
  }),
  lookalike('months_of_arrest_and_release', {
    play: (stage) => {
      const start = stage.county.lastMonth - 4 - (stage.group % 5)
      sentence(stage, 'IMPRISONED', { start, end: start + 1 })
      expectNothing(stage, 'PRS-01')
    },
  }),
  lookalike('stopped_while_in_prison', {
    play: (stage) => {
      const start = stage.county.lastMonth - 8
      imprison(stage.life, start, start + 2 + (stage.group % 4))
      expectNothing(stage, 'PRS-01')
    },
  }),
]

const doublePensions: readonly Part[] = [
  fraud('resident_and_employee_pension', {
    schemes: employeeSchemes,
    play: (stage) => {
      const { lastMonth } = stage.county
      const through = stage.group % 2 === 0 ? lastMonth : lastMonth - 3
      const second = addResidentPension(stage, { starts: lastMonth - 8, through })
      expectPerson(stage, 'DUP-01', (line) => line.pension === second && line.kind === 'REGULAR')
    },
  }),
  fraud('resident_pension_stopped_a_month_late', {
    schemes: employeeSchemes,
    play: (stage) => {
      const { life, county } = stage
      const starts = county.lastMonth - 5 - (stage.group % 4)
      life.pensions[0]!.starts = starts
      const second = addResidentPension(stage, {
        starts: monthOfDay(life.person.birthDay) + 721,
        through: starts,
      })
      expectPerson(
        stage,
        'DUP-01',
        (line) => line.pension === second && line.kind === 'REGULAR' && line.from === starts,
      )
    },
  }),
  lookalike('resident_pension_then_employee_pension', {
    schemes: employeeSchemes,
    play: (stage) => {
      const { life, county } = stage
      const starts = county.lastMonth - 5 - (stage.group % 4)
      life.pensions[0]!.starts = starts
      addResidentPension(stage, {
        starts: monthOfDay(life.person.birthDay) + 721,
        through: starts - 1,
      })
      expectNothing(stage, 'DUP-01')
    },
  }),
]

const doubleLines: readonly Part[] = [
  fraud('paid_twice_in_a_month', {
    play: (stage) => {
      const month = stage.county.lastMonth - 2 - (stage.group % 7)
      const amount = pensionAmount(stage, month)
      payAgain(stage, { payMonth: month, period: month, amount })
      expectAmount(stage, 'DUP-08', () => amount)
    },
  }),
  fraud('paid_again_later', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 5)
      const amount = pensionAmount(stage, month)
      payAgain(stage, { payMonth: month + 1, period: month, amount: amount - 100n })
      payAgain(stage, { payMonth: month + 2, period: month, amount: amount - 1n })
      expectPerson(
        stage,
        'DUP-08',
        (line) => line.kind === 'REGULAR' && line.from === month && line.payMonth > month,
      )
    },
  }),
  lookalike('returned_and_paid_again', {
    play: (stage) => {
      const month = stage.county.lastMonth - 3 - (stage.group % 6)
      stage.life.edits.set(month, { status: 'RETURNED' })
      payAgain(stage, { payMonth: month + 1, period: month, amount: pensionAmount(stage, month) })
      expectNothing(stage, 'DUP-08')
    },
  }),
  lookalike('returned_and_resent', {
    play: (stage) => {
      returnAndResend(stage.life, stage.county.lastMonth - 3 - (stage.group % 6))
      expectNothing(stage, 'DUP-08', 'AMT-01')
    },
  }),
  lookalike('cancelled_and_paid', {
    play: (stage) => {
      const month = stage.county.lastMonth - 1 - (stage.group % 6)
      const amount = pensionAmount(stage, month)
      const line = { pension: 0, payMonth: month, from: month, to: month, amount } as const
      stage.life.extras.push({ ...line, kind: 'REGULAR', status: 'CANCELLED' })
      expectNothing(stage, 'DUP-08', 'AMT-03')
    },
  }),
  lookalike('held_and_paid_with_next', {
    play: (stage) => {
      const month = stage.county.lastMonth - 3 - (stage.group % 6)
      stage.life.edits.set(month, { status: 'HELD' })
      payAgain(stage, { payMonth: month + 1, period: month, amount: pensionAmount(stage, month) })
      expectNothing(stage, 'DUP-08')
    },
  }),
]

function drawElsewhere(
  stage: Stage,
  months: { readonly starts: Month; readonly ended: Month | null },
  benefit: OtherRegionBenefit['benefit'] = 'OLD_AGE',
): void {
  stage.life.otherRegions.push({ region: '990200', benefit, ...months })
}

const twoRegions: readonly Part[] = [
  fraud('pension_of_another_region_too', {
    schemes: employeeSchemes,
    play: (stage) => {
      const starts = stage.county.lastMonth - 4 - (stage.group % 6)
      const ended = stage.group % 2 === 0 ? null : starts + 2
      drawElsewhere(stage, { starts, ended })
      expectPerson(
        stage,
        'DUP-03',
        (line) =>
          isPaid(line) &&
          line.kind === 'REGULAR' &&
          line.from >= starts &&
          (ended === null || line.from <= ended),
      )
    },
  }),
  lookalike('moved_here_from_another_region', {
    schemes: employeeSchemes,
    play: (stage) => {
      const { firstMonth } = stage.county
      drawElsewhere(stage, { starts: firstMonth - 30, ended: firstMonth - 1 })
      expectNothing(stage, 'DUP-03')
    },
  }),
  lookalike('survivor_of_another_region', {
    schemes: employeeSchemes,
    play: (stage) => {
      drawElsewhere(stage, { starts: stage.county.lastMonth - 9, ended: null }, 'SURVIVOR_MONTHLY')
      expectNothing(stage, 'DUP-03')
    },
  }),
]

export const duplicateScenarios: readonly Part[] = [
  ...prison,
  ...doublePensions,
  ...twoRegions,
  ...doubleLines,
]
