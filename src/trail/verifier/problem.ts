import type { Bilingual } from '#base/bilingual.ts'

/** Something that shows that the trail is not what it was. */
export interface Problem {
  readonly kind: ProblemKind
  /** Index of the first entry it is about; null where it is about no entry, e.g. an alien file. */
  readonly firstEntry: number | null
  /** Where it is known only that at least one from `firstEntry` on is bad. */
  readonly lastEntry?: number
  readonly text: Bilingual
}

export type ProblemKind =
  /** The text of an entry is not what its hash says. */
  | 'edited'
  /** The payload is not the one the entry commits to. */
  | 'payload'
  /** An entry in the middle is not there. */
  | 'deleted'
  /** Signed entries at the end are not there. */
  | 'truncated'
  /** An entry stands at another place than it was given. */
  | 'reordered'
  /** Two histories were signed, or two entries have one index. */
  | 'forked'
  /** Hashes agree with each other and not with what was signed. */
  | 'rewritten'
  /** Entries that no signed checkpoint covers. */
  | 'unsigned'
  /** A checkpoint whose signature is not the key's. */
  | 'signature'
  /** The trail's own entries about its keys and epochs do not fit. */
  | 'system'
  /** An action without its entry, or an entry without its action. */
  | 'unmatched'
  /** A file that cannot be read as what it should be. */
  | 'unreadable'

export interface Verdict {
  readonly isIntact: boolean
  /** Entries that were read. */
  readonly size: number
  /** The root over them, in base64; null where they could not be read through. */
  readonly root: string | null
  /** Signed checkpoints that were compared. */
  readonly checkpoints: number
  /** By entry, the first bad one first; cut off at `problemsMax`. */
  readonly problems: readonly Problem[]
  /** What a reader must know and what is no manipulation: lost entries of an epoch, what could not be shown. */
  readonly notices: readonly Bilingual[]
}

/** Beyond it a list helps nobody; the first entry is what counts. */
export const problemsMax = 100

export function verdictOf(facts: Omit<Verdict, 'isIntact'>): Verdict {
  const problems = facts.problems.toSorted((a, b) => placeOf(a) - placeOf(b) || 0).slice(0, problemsMax)
  return { ...facts, problems, isIntact: problems.length === 0 }
}

/** A range comes after what is known exactly within it: "entry 10" says more than "one of 1 to 100". */
function placeOf({ firstEntry, lastEntry }: Problem): number {
  if (lastEntry !== undefined) return lastEntry + 0.5
  return firstEntry ?? Number.POSITIVE_INFINITY
}
