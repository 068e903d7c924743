import { castOfSlot, indexOfSlot, type Stage } from '#simulator/casting.ts'
import type { County } from '#simulator/county.ts'
import { type Person, personOf } from '#simulator/people/person.ts'
import { randomOf } from '#simulator/random.ts'
import { addBookkeeping, deathOf, liveOn } from './episodes.ts'
import { type Life, type Line, plainLife } from './life.ts'
import { linesOf } from './lines.ts'

/** The life of a pensioner, made from the county and the person alone; null for everybody else. */
export function lifeOf(county: County, person: Person): Life | null {
  if (person.starts === null) return null
  const death = deathOf(county, person)
  if (death !== null && death.month < person.starts) return null
  const life = plainLife(county, person, person.starts)
  const random = randomOf(county.seed, person.slot === null ? 'life' : 'scenario', person.index * 8 + 6)
  if (person.slot === null) liveOn(life, random, death)
  else playScenario(life, person.slot, random)
  addBookkeeping(life)
  return life
}

function playScenario(life: Life, slot: number, random: Stage['random']): void {
  const { county } = life
  const { scenario, group, member } = castOfSlot(county.casting, slot)
  const size = scenario.groupSize ?? 1
  const slots = Array.from({ length: size }, (_, place) => slot - member + place)
  scenario.play({
    county,
    life,
    random,
    isFraud: scenario.isFraud,
    group,
    member,
    members: slots.map((each) => (each === slot ? life.person : personOf(county, indexOfSlot(county, each)))),
    memberLines: () => slots.flatMap((each) => linesOfSlot(county, each)),
  })
}

function linesOfSlot(county: County, slot: number): readonly Line[] {
  const life = lifeOf(county, personOf(county, indexOfSlot(county, slot)))
  return life === null ? [] : linesOf(life)
}
