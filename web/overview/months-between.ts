const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** Those without findings, too: a gap is something to see. @param months sorted or not, with repetitions */
export function monthsBetween(months: readonly string[]): readonly string[] {
  if (months.length === 0) return []
  const numbers = months.map(numberOf)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const month = first + index
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}
