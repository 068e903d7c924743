const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/**
 * Those without findings, too: a gap is something to see, and one bar alone is no trend.
 * @param months in any order, with repetitions
 * @param atLeast as many, up to the last
 */
export function monthsBetween(months: readonly string[], atLeast = 1): readonly string[] {
  if (months.length === 0) return []
  const numbers = months.map(numberOf)
  const last = Math.max(...numbers)
  const first = Math.min(...numbers, last - atLeast + 1)
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const month = first + index
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}
