import type { Manifest } from './manifest.ts'
import { brokenChain, gap, notFinished, sameNumber } from './package-refusals.ts'

export interface ReceivedBefore {
  readonly sequence: number
  readonly digest: string
  readonly isDone: boolean
}

export interface KnownOfSender {
  /** The one with the highest number; null: none yet. */
  readonly last: ReceivedBefore | null
  /** The one with the number of this package. */
  readonly same: ReceivedBefore | null
}

/**
 * Whether a package is the next one, goes on with an interrupted one, or was done before. Anything else is refused:
 * an older number with another content, a number too far, another chain, one after an unfinished one.
 */
export function checkSequence(
  { sequence, previous }: Pick<Manifest, 'sequence' | 'previous'>,
  digest: string,
  { last, same }: KnownOfSender,
): 'NEW' | 'RESUME' | 'DONE' {
  if (same !== null) {
    if (same.digest !== digest) throw sameNumber(sequence)
    return same.isDone ? 'DONE' : 'RESUME'
  }
  const next = (last?.sequence ?? 0) + 1
  if (sequence > next) throw gap(next, sequence - 1)
  // Numbers are received without gaps, so a smaller one was received: it is `same`.
  if (sequence < next || previous !== (last?.digest ?? null)) throw brokenChain(sequence)
  if (last !== null && !last.isDone) throw notFinished(last.sequence)
  return 'NEW'
}
