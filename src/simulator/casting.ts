import type { County } from './county.ts'
import type { Life, Line } from './life.ts'
import type { PensionScheme, Person } from './person.ts'
import {
  indexOfRank,
  type Permutation,
  permutationOf,
  permute,
  ranksOfAges,
  unpermute,
} from './population.ts'
import type { Random } from './random.ts'

/**
 * Who plays which scenario, without a list: the players are people of 67 to 84 years (pensioners for years under any
 * scheme), and a permutation of their ranks says who comes first. The first slots belong to the first scenario, and so on.
 */
export interface Part {
  readonly name: string
  readonly isFraud: boolean
  /** Taken in turn, group by group. */
  readonly schemes: readonly PensionScheme[]
  /** How many people play it together; 1 where absent. */
  readonly groupSize?: number
  /** Fewer months than these and the scenario cannot be told. */
  readonly monthsMin: number
  readonly hasDottedName?: boolean
  /** Turns the plain life into the scenario's and says what a run should find. */
  readonly play: (stage: Stage) => void
}

export interface Stage {
  readonly county: County
  readonly life: Life
  readonly random: Random
  readonly isFraud: boolean
  readonly group: number
  readonly member: number
  /** The people who play it together, by member. */
  readonly members: readonly Person[]
  /** Only for labels: the lines of all members. */
  readonly memberLines: () => readonly Line[]
}

interface CastPart {
  readonly scenario: Part
  readonly firstSlot: number
  readonly slots: number
}

export interface Casting {
  readonly parts: readonly CastPart[]
  readonly slots: number
  readonly firstRank: number
  readonly order: Permutation
}

export interface Cast {
  readonly slot: number
  readonly scenario: Part
  readonly group: number
  readonly member: number
  readonly scheme: PensionScheme
}

type Frame = Omit<County, 'casting'>

/**
 * Frauds: 0.05 % of the pensioners each scenario, at least 3; look-alikes five times as many. A county too small for
 * that gets fewer of each, then none: never more than three quarters of the people of that age.
 */
const volumes = [
  { frauds: 3, lookalikes: 15 },
  { frauds: 3, lookalikes: 5 },
  { frauds: 3, lookalikes: 1 },
  { frauds: 1, lookalikes: 1 },
  { frauds: 1, lookalikes: 0 },
] as const

export function castingOf(frame: Frame, parts: readonly Part[]): Casting {
  const [firstRank, end] = ranksOfAges(frame.population, 67, 84)
  const ranks = end - firstRank
  const months = frame.lastMonth - frame.firstMonth + 1
  const pensioners = frame.persons * 0.29
  const order = permutationOf(ranks, 0.6180339887, frame.seed % Math.max(1, ranks))
  const possible = parts.filter((part) => months >= part.monthsMin)
  for (const { frauds, lookalikes } of volumes) {
    const groupsOf = (part: Part): number =>
      part.isFraud
        ? Math.max(frauds, Math.round(pensioners * 0.0005))
        : lookalikes === 0
          ? 0
          : Math.max(lookalikes, Math.round(pensioners * 0.0025))
    const cast: CastPart[] = []
    let slots = 0
    for (const scenario of possible) {
      const size = groupsOf(scenario) * (scenario.groupSize ?? 1)
      cast.push({ scenario, firstSlot: slots, slots: size })
      slots += size
    }
    if (slots * 4 <= ranks * 3) return { parts: cast, slots, firstRank, order }
  }
  return { parts: [], slots: 0, firstRank, order }
}

function slotOf(casting: Casting, rank: number): number | null {
  const place = rank - casting.firstRank
  if (place < 0 || place >= casting.order.size) return null
  const slot = unpermute(casting.order, place)
  return slot < casting.slots ? slot : null
}

export function castOfSlot(casting: Casting, slot: number): Cast {
  const part = casting.parts.findLast((each) => each.firstSlot <= slot && each.slots > 0)!
  const size = part.scenario.groupSize ?? 1
  const place = slot - part.firstSlot
  const group = Math.floor(place / size)
  const { schemes } = part.scenario
  return {
    slot,
    scenario: part.scenario,
    group,
    member: place % size,
    scheme: schemes[group % schemes.length]!,
  }
}

export function castOf(county: County, rank: number): Cast | null {
  const slot = slotOf(county.casting, rank)
  return slot === null ? null : castOfSlot(county.casting, slot)
}

/** The index of the person in that slot. */
export function indexOfSlot(county: County, slot: number): number {
  const { casting, population } = county
  return indexOfRank(population, casting.firstRank + permute(casting.order, slot))
}
