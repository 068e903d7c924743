import { dayOf } from '#base/calendar-math.ts'
import type { Cast, Part, Stage } from '#simulator/casting.ts'
import type { County } from '#simulator/county.ts'
import type { RetirementKind } from '#simulator/lives/life.ts'
import { retirementMonthsOf } from '#simulator/people/person.ts'
import { type Birth, personsMaxWithSpareBirths, spareBirth } from '#simulator/people/population.ts'
import { employeeSchemes, expectNothing, expectPerson, fraud, isPaid, lookalike } from '#simulator/stage.ts'
import { dayInMonth } from '#simulator/working-time.ts'

/** RET-01 and what only looks like it. */

/** Of each month the days are shared out among the parts, so that no two people get one id number. */
const daysOfPart = 9

/**
 * Born so that the lawful month lies in the last half year: whoever retires before it is paid what the county's
 * months show. A man, or in scheme 170 either: for both the age is 60.
 */
function bornToRetireNow(part: 0 | 1 | 2): (county: County, cast: Cast) => Birth {
  return (county, { group, rank, scheme }) => {
    const isMale = scheme !== '170' || group % 2 === 0
    const lawful = county.lastMonth - 1 - (group % 6)
    let month = lawful - 60 * 12
    while (retirementMonthsOf(month, { isMale, category: 'WORKER', scheme }).lawful > lawful) month -= 1
    const year = Math.floor(month / 12)
    const dayOfYear = dayInMonth(month, 1 + part * daysOfPart + (group % daysOfPart)) - dayOf(year, 1, 1)
    return spareBirth(rank, { year, dayOfYear, isMale, ordinal: Math.floor(group / daysOfPart) })
  }
}

function retireAs(stage: Stage, kind: RetirementKind): void {
  const { life } = stage
  life.determination = { kind, retireMonth: life.person.retireMonth }
}

function expectTooEarly(stage: Stage): void {
  const { lawfulMonth } = stage.life.person
  expectPerson(stage, 'RET-01', (line) => isPaid(line) && line.kind === 'REGULAR' && line.from < lawfulMonth)
}

/** Months before the lawful one; the first pension is that of the month after retirement. */
const monthsEarly = [2, 5, 11] as const

export const ageScenarios: readonly Part[] = [
  fraud('retired_before_the_lawful_month', {
    personsMax: personsMaxWithSpareBirths,
    birth: bornToRetireNow(0),
    retires: ({ lawful }, group) => lawful - monthsEarly[group % monthsEarly.length]!,
    play: (stage) => {
      const isResident = stage.life.person.scheme === '170'
      retireAs(stage, isResident && stage.group % 4 === 1 ? 'RESIDENT' : 'NORMAL')
      expectTooEarly(stage)
    },
  }),
  fraud('flexible_before_the_original_age', {
    schemes: employeeSchemes,
    personsMax: personsMaxWithSpareBirths,
    birth: bornToRetireNow(1),
    retires: ({ original }, group) => original - monthsEarly[group % monthsEarly.length]!,
    play: (stage) => {
      retireAs(stage, 'FLEXIBLE_EARLY')
      expectTooEarly(stage)
    },
  }),
  lookalike('flexible_from_the_original_age_on', {
    schemes: employeeSchemes,
    personsMax: personsMaxWithSpareBirths,
    birth: bornToRetireNow(2),
    retires: ({ original }) => original,
    play: (stage) => {
      retireAs(stage, 'FLEXIBLE_EARLY')
      expectNothing(stage, 'RET-01')
    },
  }),
  lookalike('retired_later_than_lawful', {
    schemes: employeeSchemes,
    retires: ({ lawful }) => lawful + 6,
    play: (stage) => {
      retireAs(stage, 'FLEXIBLE_LATE')
      expectNothing(stage, 'RET-01')
    },
  }),
  lookalike('special_work_five_years_early', {
    schemes: employeeSchemes,
    retires: ({ lawful }) => lawful - 60,
    play: (stage) => {
      retireAs(stage, 'SPECIAL_WORK')
      expectNothing(stage, 'RET-01', 'RET-14')
    },
  }),
]
