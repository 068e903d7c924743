import type { County } from '#simulator/county.ts'
import type { Life } from '#simulator/lives/life.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { type Person, personOfStanding, type Standing, standingOf } from './person.ts'
import { rankOf, ranksOfAges } from './population.ts'

/** The people of the county in the order of its files; only those wanted, where a table tells of few. */
export function* personsOf(county: County, isWanted?: (standing: Standing) => boolean): Generator<Person> {
  for (let index = 0; index < county.persons; index += 1) {
    const standing = standingOf(county, index)
    if (isWanted === undefined || isWanted(standing)) yield personOfStanding(county, standing)
  }
}

/** Nobody younger draws a pension: most of the county is passed over by its rank alone. */
const pensionAgeMin = 50

/** The lives of all who draw a pension. */
export function* livesOf(county: County): Generator<Life> {
  const [first] = ranksOfAges(county.population, pensionAgeMin, pensionAgeMin)
  for (let index = 0; index < county.persons; index += 1) {
    if (rankOf(county.population, index) < first) continue
    const standing = standingOf(county, index)
    if (standing.starts === null) continue
    const life = lifeOf(county, personOfStanding(county, standing))
    if (life !== null) yield life
  }
}
