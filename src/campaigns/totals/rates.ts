import type { CampaignLine } from './campaign-line.ts'

/**
 * 处理率、整改率 against 95 % (002 二（四）), 复查面 against 100 %, 抽查面 against 50 % (002 四). Whether one is reached is compared
 * in whole numbers: a rate that is shown rounded is never what decides.
 */
export interface Rate {
  readonly part: number
  readonly whole: number
  /** Rounded down; null of nothing. */
  readonly millionths: number | null
  readonly needed_percent: number
  /** Of nothing, nothing is missing. */
  readonly is_reached: boolean
}

export function rateOf(part: number, whole: number, neededPercent: number): Rate {
  return {
    part,
    whole,
    millionths: whole === 0 ? null : Math.floor((part * 1_000_000) / whole),
    needed_percent: neededPercent,
    is_reached: part * 100 >= whole * neededPercent,
  }
}

export interface ProblemRates {
  readonly handled: Rate
  readonly rectified: Rate
}

/** Problems that need legislation are listed apart and count in neither (R-WF-02). */
export function problemRates(line: CampaignLine, ratePercent: number): ProblemRates {
  const counted = line.problems - line.legislation
  return {
    handled: rateOf(line.counted_handled, counted, ratePercent),
    rectified: rateOf(line.counted_rectified, counted, ratePercent),
  }
}
