import type { Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import {
  type Permutation,
  permutationOf,
  permute,
  ranksOfAges,
  unpermute,
} from '#simulator/people/population.ts'
import type { RuleCode } from '#simulator/rule-levels.ts'

/**
 * Employers that play a scenario, with employees of their own: people of 50 to 53 years, none of whom is staff or
 * draws a pension. As with the pensioners (casting.ts), a permutation of their ranks says who comes first.
 */
export interface FirmPart {
  readonly name: string
  readonly isFraud: boolean
  readonly members: number
  readonly monthsMin: number
  /** The contribution base of a member, in fen. */
  readonly base: (firm: Firm, member: number, month: Month) => bigint
  /** The wage that the tax office knows, in fen; null: none that month. */
  readonly wage: (firm: Firm, member: number, month: Month) => bigint | null
  /** What the firm still owes for the month; nothing where absent. */
  readonly unpaid?: (firm: Firm, month: Month, payable: bigint) => bigint
  readonly hasPilotCode?: boolean
  /** Its people are insured against injuries by the project, which costs so much in fen; their pensions are their own affair. */
  readonly project?: bigint
  /** In these months it employs nobody: its people claim unemployment benefits. */
  readonly rests?: (month: Month) => boolean
  readonly expects: (firm: Firm) => readonly FirmLabel[]
}

export interface FirmLabel {
  readonly rule: Extract<RuleCode, 'CTR-01' | 'CTR-02' | 'CTR-03' | 'AMT-03' | 'DUP-08'>
  /** null: the firm itself. */
  readonly member: number | null
  readonly level?: 1 | 2
  readonly amount: bigint
}

export interface Firm {
  readonly part: FirmPart
  /** Of the employers. */
  readonly number: number
  readonly group: number
  readonly firstMonth: Month
  readonly lastMonth: Month
}

export interface FirmMember {
  readonly firm: Firm
  readonly member: number
}

export interface FirmCasting {
  readonly firms: readonly Firm[]
  /** The slot of each firm's first member. */
  readonly firstSlots: readonly number[]
  readonly slots: number
  readonly firstRank: number
  readonly order: Permutation
}

type Frame = Omit<County, 'casting' | 'firms'>

/** Ten look-alikes for each fraud, or as many as there are people for. */
const volumes = [
  { frauds: 3, lookalikes: 30 },
  { frauds: 3, lookalikes: 15 },
  { frauds: 3, lookalikes: 5 },
  { frauds: 3, lookalikes: 1 },
  { frauds: 1, lookalikes: 0 },
] as const

export function firmCastingOf(frame: Frame, parts: readonly FirmPart[]): FirmCasting {
  const { firstMonth, lastMonth, employerCount } = frame
  const [firstRank, end] = ranksOfAges(frame.population, 50, 53)
  const ranks = end - firstRank
  const order = permutationOf(ranks, 0.6180339887, (frame.seed + 1) % Math.max(1, ranks))
  const possible = parts.filter((part) => lastMonth - firstMonth + 1 >= part.monthsMin)
  for (const least of volumes) {
    const firms: Firm[] = []
    const firstSlots: number[] = []
    let slots = 0
    for (const part of possible) {
      const copies = part.isFraud ? least.frauds : least.lookalikes
      const many = Math.max(copies, Math.floor((frame.persons * copies) / 600_000))
      for (let group = 0; group < many; group += 1) {
        firms.push({ part, number: employerCount + firms.length, group, firstMonth, lastMonth })
        firstSlots.push(slots)
        slots += part.members
      }
    }
    if (slots * 4 <= ranks * 3) return { firms, firstSlots, slots, firstRank, order }
  }
  return { firms: [], firstSlots: [], slots: 0, firstRank, order }
}

/** The number of the last firm whose first slot is at or before this one. */
function firmOfSlot(casting: FirmCasting, slot: number): number {
  let [low, high] = [0, casting.firms.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (casting.firstSlots[middle]! <= slot) low = middle
    else high = middle - 1
  }
  return low
}

export function firmMemberOf(casting: FirmCasting, rank: number): FirmMember | null {
  const place = rank - casting.firstRank
  if (place < 0 || place >= casting.order.size || casting.slots === 0) return null
  const slot = unpermute(casting.order, place)
  if (slot >= casting.slots) return null
  const number = firmOfSlot(casting, slot)
  return { firm: casting.firms[number]!, member: slot - casting.firstSlots[number]! }
}

export function rankOfFirmMember(casting: FirmCasting, firm: Firm, member: number): number {
  const slot = casting.firstSlots[casting.firms.indexOf(firm)]! + member
  return casting.firstRank + permute(casting.order, slot)
}
