/**
 * 现场检查达到20%的比例 (seed 003, C318; R-WF-06): how far a supervisor's year has come. Pure.
 *
 * Counted are agencies, not visits: one agency inspected twice counts once, and a fifth is rounded up.
 */

/** ⌈0.2 × n⌉ */
export function requiredOf(population: number): number {
  return Math.ceil(population / 5)
}

/** By the end of quarter 1 to 4: an even pace, rounded down, so that one agency may wait until the year's end. */
export function wantedBy(quarter: number, required: number): number {
  return Math.floor((required * quarter) / 4)
}

/** Of a day `YYYY-MM-DD`: 1 to 4. */
export function quarterOf(day: string): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3)
}

export interface OnSite {
  readonly agency_id: string
  /** `YYYY-MM-DD`: when the work at the unit was finished; null: it is not. */
  readonly finished_on: string | null
}

export interface Asked {
  readonly year: number
  /** The agencies below. */
  readonly population: readonly string[]
  /** On-site inspections of the year; others are not asked. */
  readonly onSite: readonly OnSite[]
  /** `YYYY-MM-DD` */
  readonly today: string
}

export interface Coverage {
  readonly population: number
  readonly required: number
  readonly done: number
  readonly missing: number
  /** Begun, or notified, and not finished. */
  readonly underWay: number
  readonly quarters: readonly { readonly quarter: number; readonly wanted: number; readonly done: number }[]
  /** Fewer than an even pace at the end of the last quarter that is over. */
  readonly isBehind: boolean
  /** The agencies of the population that no finished on-site inspection of the year was at. */
  readonly left: readonly string[]
}

export function coverageOf({ year, population, onSite, today }: Asked): Coverage {
  const below = new Set(population)
  const first = new Map<string, string>()
  const open = new Set<string>()
  for (const { agency_id, finished_on } of onSite) {
    if (!below.has(agency_id)) continue
    if (finished_on === null) open.add(agency_id)
    else if (finished_on.slice(0, 4) === String(year)) {
      const earlier = first.get(agency_id)
      if (earlier === undefined || finished_on < earlier) first.set(agency_id, finished_on)
    }
  }
  const required = requiredOf(below.size)
  const days = [...first.values()]
  const quarters = [1, 2, 3, 4].map((quarter) => ({
    quarter,
    wanted: wantedBy(quarter, required),
    done: days.filter((day) => quarterOf(day) <= quarter).length,
  }))
  const thisYear = Number(today.slice(0, 4))
  const over = thisYear > year ? 4 : thisYear < year ? 0 : quarterOf(today) - 1
  const last = quarters[over - 1]
  return {
    population: below.size,
    required,
    done: first.size,
    missing: Math.max(0, required - first.size),
    underWay: [...open].filter((agencyId) => !first.has(agencyId)).length,
    quarters,
    isBehind: last !== undefined && last.done < last.wanted,
    left: [...below].filter((agencyId) => !first.has(agencyId)),
  }
}
