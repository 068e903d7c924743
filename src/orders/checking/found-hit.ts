/**
 * A finding of a check, to be kept with the act (platform.md 4). Orders read nothing of it: the server's wiring writes
 * and reads it.
 */
export interface FoundFinding {
  readonly findingId: string
  /** JSON. */
  readonly finding: unknown
}

export interface FoundHit extends FoundFinding {
  /** Nobody may approve it: where one is found and the act is refused, it is refused for this. */
  readonly isStop: boolean
}

/** Of the answer of any check of orders; of another kind of record nothing. */
export function foundOf(checked: unknown): readonly FoundHit[] {
  return (checked as { readonly found?: readonly FoundHit[] } | null)?.found ?? []
}
