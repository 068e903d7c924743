import type { County } from '#simulator/county.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { personsOf } from '#simulator/people/people.ts'
import { personOf, recordedBirth, type Standing } from '#simulator/people/person.ts'
import { drawPhone } from '#simulator/people/places.ts'
import { drawBelow, drawChance, randomOf } from '#simulator/random.ts'
import { parentIndexOf, spouseIndexOf } from '#simulator/staff/staff-ranks.ts'
import { staffIdOf, staffWithRole } from '#simulator/staff/staffing.ts'
import { dayText, secondText } from '#simulator/texts.ts'
import { atTime, dayInMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

/** One in two hundred changed a key fact in the county's months: most a telephone number, some with a document. */
export function* personChangeRows(county: County): Generator<Row> {
  const span = county.lastMonth - county.firstMonth + 1
  const isDrawn = ({ index, slot }: Standing): boolean =>
    slot !== null || drawChance(randomOf(county.seed, 'place', index + 5_000_000), 5_000)
  for (const person of personsOf(county, isDrawn)) {
    const corrected = person.slot === null ? null : (lifeOf(county, person)?.corrected ?? null)
    if (person.slot !== null && corrected === null) continue
    const random = randomOf(county.seed, 'place', person.index + 6_000_000)
    const month = county.lastMonth - drawBelow(random, span)
    const day = nextWorkingDay(dayInMonth(month, 1 + drawBelow(random, 20)))
    const isPhone = person.slot === null && drawBelow(random, 4) > 0
    const { field, from } = corrected ?? { field: 'birth_date', from: recordedBirth(person) }
    const now = field === 'id_number' ? person.idNumber : dayText(person.birthDay)
    const values = isPhone
      ? ['phone', drawPhone(random), drawPhone(random), '']
      : [field, from, now, `GA${person.personId}`]
    yield [
      `XB${person.personId}`,
      person.personId,
      ...values,
      '',
      staffIdOf(staffWithRole(county, 'ENTRY', person.number)),
      staffIdOf(staffWithRole(county, 'REVIEW', person.number)),
      secondText(atTime(day, 9 * 3600 + drawBelow(random, 25_000))),
    ]
  }
}

/** What the staff declare of their families: a spouse each, and a parent of those who are no guests. */
export function* staffRelativeRows(county: County): Generator<Row> {
  for (let staffNumber = 0; staffNumber < county.staffCount + county.guestCount; staffNumber += 1) {
    const relatives = [
      ['SPOUSE', spouseIndexOf(county, staffNumber)],
      ['PARENT', parentIndexOf(county, staffNumber)],
    ] as const
    for (const [relation, index] of relatives) {
      if (index === null) continue
      const { name, idNumber } = personOf(county, index)
      yield [staffIdOf(staffNumber), relation, name, idNumber]
    }
  }
}
