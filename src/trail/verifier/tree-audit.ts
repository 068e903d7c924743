import type { Bilingual } from '#base/bilingual.ts'
import { openFrontier } from '#base/merkle.ts'
import { isSignedBy, type Note } from '../log/checkpoint.ts'
import {
  epochNotices,
  forged,
  forgedRoot,
  forked,
  namesForged,
  notAdmitted,
  rewritten,
  strange,
  truncated,
  unknownBranch,
  unsigned,
} from './audit-sentences.ts'
import type { Problem } from './problem.ts'
import { type EpochInUse, endOfEpoch, type History, keyAt } from './system-history.ts'

/** A signed checkpoint and where it was found. */
export interface Witness {
  readonly note: Note
  /** A file, or the database. */
  readonly source: string
  /** From outside: its signature is checked in any case, and the newest must be covered. */
  readonly isOutside: boolean
}

/** Grows the tree over the leaf hashes as they are read, and compares it with every checkpoint at its size. */
export interface TreeAudit {
  readonly add: (leafHash: Buffer) => void
  /** After this the hashes that follow are not those of the tree: a gap was found and reported. */
  readonly breakOff: () => void
  readonly finish: () => TreeVerdict
}

export interface TreeVerdict {
  readonly size: number
  readonly root: string | null
  readonly checkpoints: number
  readonly problems: Problem[]
  readonly notices: Bilingual[]
}

export function openTreeAudit(history: History, witnesses: readonly Witness[]): TreeAudit {
  const sorted = witnesses.toSorted((a, b) => a.note.checkpoint.size - b.note.checkpoint.size)
  const strangers = sorted.filter(({ note }) => !isOfLog(note, history))
  const ours = sorted.filter(({ note }) => isOfLog(note, history))
  const lost = ours.filter(({ note }) => isLost(note, history))
  const covered = ours.filter(({ note }) => !isLost(note, history))
  const frontier = openFrontier(history.algorithm)
  const compared: Compared[] = []
  let next = 0
  let isBroken = false
  const compare = (): void => {
    let root: Buffer | undefined
    for (; covered[next]?.note.checkpoint.size === frontier.size(); next += 1) {
      root ??= frontier.root()
      const witness = covered[next]!
      compared.push({ witness, isMatch: witness.note.checkpoint.root.equals(root) })
    }
  }
  const add = (leafHash: Buffer): void => {
    if (isBroken) return
    frontier.append(leafHash)
    if (covered[next]?.note.checkpoint.size === frontier.size()) compare()
  }
  const breakOff = (): void => {
    isBroken = true
  }
  const finish = (): TreeVerdict => {
    const size = frontier.size()
    const facts = { history, compared, beyond: covered.slice(next), size }
    const { notices, problems } = judgeLost(history, lost)
    problems.push(...strangers.map(strange), ...judgeSignatures(facts), ...forksAmong(ours, history))
    if (!isBroken) problems.push(...judgeRoots(facts))
    return {
      size,
      root: isBroken ? null : frontier.root().toString('base64'),
      checkpoints: compared.length + lost.length,
      problems,
      notices,
    }
  }
  compare()
  return { add, breakOff, finish }
}

interface Compared {
  readonly witness: Witness
  readonly isMatch: boolean
}

interface AuditFacts {
  readonly history: History
  readonly compared: readonly Compared[]
  /** Checkpoints larger than what was read. */
  readonly beyond: readonly Witness[]
  readonly size: number
}

function isOfLog({ checkpoint }: Note, { logId, algorithm }: History): boolean {
  return checkpoint.logId === logId && checkpoint.algorithm === algorithm
}

function isLost({ checkpoint }: Note, history: History): boolean {
  const end = endOfEpoch(history, checkpoint.epoch)
  return end !== null && checkpoint.size > end.since
}

/**
 * A checkpoint of a lost branch may be signed by a key that is lost with it: by one of the trail's, or one that the
 * change of epoch which lost it names. Such a key is good for nothing else: what it signed is believed only to say that
 * there was more.
 */
function isGenuine({ note }: Witness, history: History): boolean {
  const { epoch, size } = note.checkpoint
  if (isLost(note, history)) return isOfBranch(note, history, endOfEpoch(history, epoch)!)
  return isSignedBy(note, keyAt(history, size))
}

function isOfBranch(note: Note, history: History, { facts }: EpochInUse): boolean {
  const keys = [...history.keys, ...(facts?.lostKeys ?? [])]
  return keys.some(({ key }) => isSignedBy(note, key))
}

/**
 * A checkpoint inside that agrees adds nothing, so its signature is not checked: there may be one for every second of
 * years. What is relied on is: those from outside, the last, and every one that does not agree.
 */
function judgeSignatures({ history, compared, beyond }: AuditFacts): Problem[] {
  const last = compared.findLast(({ isMatch }) => isMatch)
  const relied = compared
    .filter((each) => each.witness.isOutside || each === last)
    .map(({ witness }) => witness)
  return [...relied, ...beyond.filter(({ isOutside }) => isOutside)]
    .filter((witness) => !isGenuine(witness, history))
    .map(forged)
}

function judgeRoots(facts: AuditFacts): Problem[] {
  const { history, compared, beyond, size } = facts
  const problems: Problem[] = []
  const bad = compared.find(({ witness, isMatch }) => {
    return !isMatch && (isGenuine(witness, history) || !witness.isOutside)
  })
  if (bad !== undefined) {
    const before = agreedBefore(facts, bad.witness.note.checkpoint.size)
    problems.push((isGenuine(bad.witness, history) ? rewritten : forgedRoot)(bad.witness, before))
  }
  const missing = beyond.findLast((witness) => isGenuine(witness, history))
  if (missing !== undefined) problems.push(truncated(missing, size))
  const agreed = agreedBefore(facts, size + 1)
  if (problems.length === 0 && agreed < size) problems.push(unsigned(agreed, size))
  return problems
}

/** The largest smaller tree that is as it was signed: up to there every entry is. */
function agreedBefore({ compared, history }: AuditFacts, size: number): number {
  // Genuine: else a forged one inside could draw the range away from the entry that was rewritten.
  const agreed = compared.findLast(({ witness, isMatch }) => {
    return isMatch && witness.note.checkpoint.size < size && isGenuine(witness, history)
  })
  return agreed?.witness.note.checkpoint.size ?? 0
}

/** Two different roots, both signed for one size of one epoch: no single history has both. */
function forksAmong(witnesses: readonly Witness[], history: History): Problem[] {
  const sizeOf = ({ note: { checkpoint } }: Witness): string => `${checkpoint.epoch}/${checkpoint.size}`
  const groups = [...Map.groupBy(witnesses, sizeOf).values()]
  // Signatures take 0.1 ms each: only where there is a contradiction at all.
  const contradictory = groups.filter((group) => group.some((witness) => !sameRoot(witness, group[0]!)))
  return contradictory.flatMap((group) => {
    const one = group.find((witness) => isGenuine(witness, history))
    const other = group.find((witness) => !sameRoot(witness, one ?? witness) && isGenuine(witness, history))
    return one === undefined || other === undefined ? [] : [forked(one, other)]
  })
}

function sameRoot(one: Witness, other: Witness): boolean {
  return one.note.checkpoint.root.equals(other.note.checkpoint.root)
}

/** Checkpoints of an earlier epoch beyond its end: what a restored backup did not have (platform.md 12). */
function judgeLost(
  history: History,
  lost: readonly Witness[],
): { notices: Bilingual[]; problems: Problem[] } {
  const genuine = lost.filter((witness) => isGenuine(witness, history))
  const problems = lost
    .filter((witness) => !genuine.includes(witness))
    .map((witness) => unknownBranch(witness))
  for (const witness of genuine) {
    const { epoch } = witness.note.checkpoint
    const change = endOfEpoch(history, epoch)!
    if (!isAdmitted(witness.note, change)) problems.push(notAdmitted(witness, change))
  }
  const changes = history.epochs.slice(1)
  for (const change of changes) {
    const named = change.facts?.outside ?? null
    if (named !== null && !isOfBranch(named, history, change)) problems.push(namesForged(change))
  }
  const notices = changes.flatMap((change) => {
    const ofChange = genuine.filter(({ note }) => endOfEpoch(history, note.checkpoint.epoch) === change)
    return epochNotices(change, Math.max(0, ...ofChange.map(({ note }) => note.checkpoint.size)))
  })
  return { notices, problems }
}

/** The change names the newest checkpoint seen outside; what was signed after that, it hides. */
function isAdmitted({ checkpoint }: Note, { facts }: EpochInUse): boolean {
  const named = facts?.outside?.checkpoint
  if (named === undefined) return false
  if (checkpoint.epoch !== named.epoch) return checkpoint.epoch < named.epoch
  if (checkpoint.size === named.size) return checkpoint.root.equals(named.root)
  return checkpoint.size < named.size
}
