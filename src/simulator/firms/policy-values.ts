/** Values that the county publishes for each year. */

/** The average wage in fen a month: 6,400 yuan in 2023, 45 thousandths of that more each year, less in years before. */
export function averageWageOf(year: number): number {
  const years = year - 2023
  return Math.round(years >= 0 ? 640_000 * (1 + years * 0.045) : 640_000 / (1 - years * 0.06))
}

/** 60 % and 300 % of the average wage, in whole yuan. */
export function baseBoundsOf(year: number): readonly [min: bigint, max: bigint] {
  const average = averageWageOf(year)
  return [BigInt(Math.round((average * 6) / 1000)) * 100n, BigInt(Math.round((average * 30) / 1000)) * 100n]
}
