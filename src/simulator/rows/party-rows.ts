import type { County } from '#simulator/county.ts'
import { creditCodeOf, employerIdOf, employerOf, institutionsOf } from '#simulator/firms/employers.ts'
import { deathOf, reportedDayOf } from '#simulator/lives/episodes.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { personsOf } from '#simulator/people/people.ts'
import { type Person, personOf } from '#simulator/people/person.ts'
import { drawAddress, drawPhone } from '#simulator/people/places.ts'
import { indexOfRank } from '#simulator/people/population.ts'
import { drawBelow, randomOf } from '#simulator/random.ts'
import { dayText, secondText } from '#simulator/texts.ts'
import { atTime, firstDayOfMonth } from '#simulator/working-time.ts'

export type Row = readonly string[]

/** The day of death as the register has it: known once it was reported and entered. */
function registeredDeath(county: County, person: Person): number | null {
  const life = lifeOf(county, person)
  if (life !== null) return life.registeredDeath
  const death = deathOf(county, person)
  return death !== null && reportedDayOf(death) <= county.asOfDay ? death.day : null
}

const dayOfLife = 365.25

export function* personRows(county: County): Generator<Row> {
  for (const person of personsOf(county)) {
    const random = randomOf(county.seed, 'place', person.homeIndex)
    const died = registeredDeath(county, person)
    const firstWork = person.birthDay + Math.floor((18 + drawBelow(random, 6)) * dayOfLife)
    const isWorking = person.scheme === '110' || person.scheme === '120'
    const recordedDay = Math.max(firstWork, 12_053 + drawBelow(random, 3000))
    yield [
      person.personId,
      person.idNumber,
      person.name,
      person.isMale ? '1' : '2',
      dayText(person.birthDay),
      isWorking ? dayText(person.birthDay) : '',
      isWorking ? dayText(firstWork) : '',
      person.category ?? 'RESIDENT',
      drawPhone(random),
      drawAddress(random, person.township),
      person.region,
      died === null ? 'ALIVE' : 'DEAD',
      dayText(died),
      person.starts === null ? '' : dayText(firstDayOfMonth(person.starts) - 1),
      secondText(atTime(recordedDay, 9 * 3600 + drawBelow(random, 7 * 3600))),
    ]
  }
}

function legalRepresentativeOf(county: County, number: number): Person {
  return personOf(
    county,
    indexOfRank(county.population, (Math.floor(county.persons / 4) + number) % county.persons),
  )
}

function employersOf(county: County): number {
  return county.employerCount + county.firms.firms.length
}

export function* employerRows(county: County): Generator<Row> {
  for (let number = 0; number < employersOf(county); number += 1) {
    const employer = employerOf(county, number)
    const legal = legalRepresentativeOf(county, number)
    const random = randomOf(county.seed, 'employer', number + 7_000_000)
    yield [
      employerIdOf(number),
      creditCodeOf(county, number),
      employer.name,
      employer.industry,
      String(employer.riskClass),
      '990101',
      dayText(employer.registeredOn),
      'ACTIVE',
      '',
      legal.idNumber,
      drawPhone(random),
      String(5 + (number % 60)),
    ]
  }
}

/** The register of companies: institutions are not in it. */
export function* marketEntityRows(county: County): Generator<Row> {
  for (let number = institutionsOf(county); number < employersOf(county); number += 1) {
    const employer = employerOf(county, number)
    yield [
      creditCodeOf(county, number),
      employer.name,
      dayText(employer.registeredOn),
      'ACTIVE',
      '',
      legalRepresentativeOf(county, number).idNumber,
      String(5 + (number % 60)),
    ]
  }
}
