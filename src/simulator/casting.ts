import type { Month } from '#base/calendar-math.ts'
import type { County } from './county.ts'
import type { Life, Line } from './lives/life.ts'
import type { PensionScheme, Person, RetirementMonths } from './people/person.ts'
import {
  type Birth,
  indexOfRank,
  type Permutation,
  permutationOf,
  permute,
  ranksOfAges,
  unpermute,
} from './people/population.ts'
import type { Random } from './random.ts'
import { hasRoomForStaff } from './staff/staff-ranks.ts'

/**
 * Who plays which scenario, without a list: the players are people of 64 to 87 years (pensioners for years under any
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
  /** Only in a county whose staff are people of the register. */
  readonly needsStaff?: boolean
  /** No more than these groups, in a county of any size: each has a member of staff of its own (guests.ts). */
  readonly groupsMax?: number
  /** Not in a larger county: nobody's sequences of id numbers would be left over for it (population.ts). */
  readonly personsMax?: number
  /** Two who were born on one day, with one address, one telephone and nearly one name. */
  readonly isTwins?: boolean
  /** For those whose age decides, in place of the birth of an old pensioner. */
  readonly birth?: (county: County, cast: Cast) => Birth
  /** The month of retirement, where it is not the lawful one. */
  readonly retires?: (months: RetirementMonths, group: number) => Month
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
  readonly rank: number
  readonly scenario: Part
  readonly group: number
  readonly member: number
  readonly scheme: PensionScheme
}

type Frame = Omit<County, 'casting' | 'firms'>

/**
 * Frauds: 0.01 % of the pensioners each scenario, at least 3; look-alikes ten times as many. A county too small for
 * that gets fewer look-alikes, then fewer frauds, then only the first scenarios: there are always people of that age
 * who play nothing.
 */
const volumes = [
  { frauds: 3, lookalikes: 33 },
  { frauds: 3, lookalikes: 15 },
  { frauds: 3, lookalikes: 5 },
  { frauds: 3, lookalikes: 1 },
  { frauds: 1, lookalikes: 2 },
  { frauds: 1, lookalikes: 0 },
] as const

function groupsOf(part: Part, least: (typeof volumes)[number], pensioners: number): number {
  const many = part.isFraud
    ? Math.max(least.frauds, Math.round(pensioners / 10_000))
    : Math.max(least.lookalikes, Math.round((pensioners * least.lookalikes) / 33 / 1_000))
  return Math.min(many, part.groupsMax ?? many)
}

export function castingOf(frame: Frame, parts: readonly Part[]): Casting {
  const [firstRank, end] = ranksOfAges(frame.population, 64, 87)
  const ranks = end - firstRank
  const months = frame.lastMonth - frame.firstMonth + 1
  const hasStaff = hasRoomForStaff(frame)
  const order = permutationOf(ranks, 0.6180339887, frame.seed % Math.max(1, ranks))
  const possible = parts.filter(
    (part) =>
      months >= part.monthsMin &&
      (hasStaff || part.needsStaff !== true) &&
      frame.persons <= (part.personsMax ?? frame.persons),
  )
  for (const least of volumes) {
    const cast: CastPart[] = []
    let slots = 0
    for (const scenario of possible) {
      const size = groupsOf(scenario, least, frame.persons * 0.29) * (scenario.groupSize ?? 1)
      if (least.lookalikes === 0 && (slots + size) * 20 > ranks * 17) continue
      cast.push({ scenario, firstSlot: slots, slots: size })
      slots += size
    }
    if (slots * 20 <= ranks * 17) return { parts: cast, slots, firstRank, order }
  }
  return { parts: [], slots: 0, firstRank, order }
}

/** How many groups play it in this county. */
export function groupsCast(casting: Casting, name: string): number {
  const part = casting.parts.find((each) => each.scenario.name === name)
  return part === undefined ? 0 : part.slots / (part.scenario.groupSize ?? 1)
}

function slotOf(casting: Casting, rank: number): number | null {
  const place = rank - casting.firstRank
  if (place < 0 || place >= casting.order.size) return null
  const slot = unpermute(casting.order, place)
  return slot < casting.slots ? slot : null
}

function rankOfSlot(casting: Casting, slot: number): number {
  return casting.firstRank + permute(casting.order, slot)
}

export function castOfSlot(casting: Casting, slot: number): Cast {
  const part = casting.parts.findLast((each) => each.firstSlot <= slot && each.slots > 0)!
  const size = part.scenario.groupSize ?? 1
  const place = slot - part.firstSlot
  const group = Math.floor(place / size)
  const { schemes } = part.scenario
  return {
    slot,
    rank: rankOfSlot(casting, slot),
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
  return indexOfRank(county.population, rankOfSlot(county.casting, slot))
}

/** The rank of the first of the group. */
export function firstRankOf(casting: Casting, { slot, member }: Cast): number {
  return rankOfSlot(casting, slot - member)
}
