import type { Finding, Level } from '#screening/finding.ts'

export interface Total {
  readonly findings: number
  readonly amountFen: bigint
}

/** What the summary does not say: totals of all findings by level and by region. */
export interface FindingTotals {
  readonly all: Total
  /** Verified as untrue, with the evidence of then (reviewed.ts); part of all others. */
  readonly cleared: Total
  readonly byLevel: Readonly<Record<Level, Total>>
  /** By region code, empty where unknown. A county has some dozens of them, the country some thousands. */
  readonly byRegion: ReadonlyMap<string, Total>
}

const nothing: Total = { findings: 0, amountFen: 0n }

function plus(total: Total, finding: Finding): Total {
  return { findings: total.findings + 1, amountFen: total.amountFen + finding.amountFen }
}

export function countFindings(): {
  add(finding: Finding, isCleared: boolean): void
  totals(): FindingTotals
} {
  let all = nothing
  let cleared = nothing
  const byLevel: Record<Level, Total> = { 1: nothing, 2: nothing, 3: nothing }
  const byRegion = new Map<string, Total>()
  return {
    add(finding, isCleared) {
      all = plus(all, finding)
      if (isCleared) cleared = plus(cleared, finding)
      byLevel[finding.level] = plus(byLevel[finding.level], finding)
      byRegion.set(finding.region, plus(byRegion.get(finding.region) ?? nothing, finding))
    },
    totals: () => ({ all, cleared, byLevel, byRegion }),
  }
}
