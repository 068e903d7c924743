import type { County } from '#simulator/county.ts'
import { indexOfRank, ranksOfAges } from '#simulator/people/population.ts'

type Frame = Omit<County, 'casting' | 'firms'>

interface Desks {
  readonly first: number
  readonly stride: number
}

/**
 * Staff are people of the county too: evenly spread over the ranks of 28 to 49 years, those who play a scenario half
 * way between two others. The rank after each is the spouse's. A stride of less than 4 has no room for that.
 */
function desksOf(county: Frame): Desks {
  const [first, end] = ranksOfAges(county.population, 28, 49)
  return { first, stride: Math.floor((end - first) / county.staffCount) }
}

export function hasRoomForStaff(county: Frame): boolean {
  return desksOf(county).stride >= 4
}

function rankOfStaff(county: Frame, staffNumber: number): number | null {
  const { first, stride } = desksOf(county)
  if (stride < 4 || staffNumber >= county.staffCount * 2) return null
  const isGuest = staffNumber >= county.staffCount
  return isGuest
    ? first + (staffNumber - county.staffCount) * stride + Math.floor(stride / 2)
    : first + staffNumber * stride
}

export function staffNumberOf(county: Frame, rank: number): number | null {
  const { first, stride } = desksOf(county)
  if (stride < 4 || rank < first || rank >= first + stride * county.staffCount) return null
  const place = (rank - first) % stride
  const number = Math.floor((rank - first) / stride)
  if (place === 0) return number
  return place === Math.floor(stride / 2) && number < county.guestCount ? county.staffCount + number : null
}

/** The index of the person who is that member of staff; null in a county too small for its staff. */
export function staffIndexOf(county: County, staffNumber: number): number | null {
  const rank = rankOfStaff(county, staffNumber)
  return rank === null ? null : indexOfRank(county.population, rank)
}

export function spouseIndexOf(county: County, staffNumber: number): number | null {
  const rank = rankOfStaff(county, staffNumber)
  return rank === null ? null : indexOfRank(county.population, rank + 1)
}

function parentsOf(county: Frame): Desks {
  const [first, end] = ranksOfAges(county.population, 56, 61)
  return { first, stride: Math.floor((end - first) / county.staffCount) }
}

/** A parent of 56 to 61 years, for those who play no scenario: nobody of that age does. */
export function parentIndexOf(county: County, staffNumber: number): number | null {
  const { first, stride } = parentsOf(county)
  if (stride < 2 || staffNumber >= county.staffCount) return null
  return indexOfRank(county.population, first + staffNumber * stride)
}

/** Nobody whose account may receive the money of others. */
export function isStaffOrRelative(county: County, rank: number): boolean {
  if (staffNumberOf(county, rank) !== null || staffNumberOf(county, rank - 1) !== null) return true
  const { first, stride } = parentsOf(county)
  const place = rank - first
  return stride >= 2 && place >= 0 && place < stride * county.staffCount && place % stride === 0
}
