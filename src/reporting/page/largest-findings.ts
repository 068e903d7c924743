/** Keeps the largest of a stream: at most twice as many are held as are kept. */
export interface Largest<T> {
  /** `make` is called only if the candidate may be among the largest. */
  add(amountFen: bigint, make: () => T): void
  /** Largest amount first, equal ones in the order in which they came. */
  kept(): T[]
}

interface Candidate<T> {
  readonly amountFen: bigint
  readonly place: number
  readonly item: T
}

function byAmount<T>(a: Candidate<T>, b: Candidate<T>): number {
  if (a.amountFen !== b.amountFen) return a.amountFen > b.amountFen ? -1 : 1
  return a.place - b.place
}

export function keepLargest<T>(limit: number): Largest<T> {
  let candidates: Candidate<T>[] = []
  let places = 0
  /** The smallest amount that a full set held when it was last cut: what is not above it has no chance. */
  let bar: bigint | undefined

  function cut(): void {
    candidates.sort(byAmount)
    if (candidates.length < limit) return
    candidates = candidates.slice(0, limit)
    bar = candidates.at(-1)?.amountFen
  }

  return {
    add(amountFen, make) {
      places += 1
      if (bar !== undefined && amountFen <= bar) return
      candidates.push({ amountFen, place: places, item: make() })
      if (candidates.length >= limit * 2) cut()
    },
    kept() {
      cut()
      return candidates.map(({ item }) => item)
    },
  }
}
