import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import type { GetSigner } from '../keys/key-files.ts'
import type { TreeState } from '../tree/tree-state.ts'
import type { StoredCheckpoint } from './head.ts'
import { lockSequencing, sequenceRound, tryLockSequencing } from './sequence-round.ts'
import { writeOutside } from './write-outside.ts'

/** Every server process runs one; the advisory lock elects who does the next round (platform.md 10, 22). */
export interface Sequencer {
  /**
   * After a high-risk effect: returns when everything committed before the call has its index and the checkpoint is
   * outside. Calls at the same time share a round.
   */
  readonly checkpointNow: () => Promise<void>
  /** Ends after the round that is running, with a last checkpoint outside. */
  readonly stop: () => Promise<void>
}

export interface SequencerOptions {
  readonly db: Database
  readonly getSigner: GetSigner
  /** Where checkpoints go outside the database: at least one, on another machine if possible. */
  readonly folders: readonly string[]
  /** Told of every round that failed; the next one tries again, and after 60 s /health fails by itself. */
  readonly onFailure: (error: unknown) => void
  readonly everyMs?: number
  readonly outsideEveryMs?: number
  /** Entries a round takes at most; for tests. */
  readonly entriesMax?: number
}

export function startSequencer(options: SequencerOptions): Sequencer {
  const { onFailure, everyMs = 1_000, outsideEveryMs = 5_000 } = options
  const rounds = openRounds(options)
  let isStopping = false
  let running: Promise<void> = Promise.resolve()
  let roundsSinceOutside = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const tick = async (): Promise<void> => {
    try {
      await rounds.sequence('if free')
      if (roundsSinceOutside * everyMs >= outsideEveryMs) {
        roundsSinceOutside = 0
        await rounds.outside()
      }
    } catch (error) {
      onFailure(error)
    }
    roundsSinceOutside += 1
  }
  const loop = (): void => {
    running = tick().then(() => {
      if (!isStopping) timer = setTimeout(loop, everyMs)
    })
  }
  loop()

  const checkpointNow = share(async () => {
    await rounds.sequence('in turn')
    await rounds.outside()
  })
  const stop = async (): Promise<void> => {
    isStopping = true
    clearTimeout(timer)
    await running
    await checkpointNow().catch(onFailure)
  }
  return { checkpointNow, stop }
}

/** 'if free': whoever has the lock does the work. 'in turn': afterwards everything committed before has its index. */
export type Turn = 'if free' | 'in turn'

export interface Rounds {
  /** Null where another process had the lock. */
  readonly sequence: (turn: Turn) => Promise<StoredCheckpoint | null>
  readonly outside: () => Promise<void>
}

/** Rounds without a clock: what the sequencer repeats, and what commands and tests do once. */
export function openRounds(
  options: Pick<SequencerOptions, 'db' | 'getSigner' | 'folders' | 'entriesMax'>,
): Rounds {
  const { db, getSigner, folders, entriesMax } = options
  let tree: TreeState | undefined
  const round = async (turn: Turn) =>
    db.transaction().execute(async (tx) => {
      if (turn === 'in turn') await lockSequencing(tx)
      else if (!(await tryLockSequencing(tx))) return null
      return sequenceRound(tx, {
        getSigner,
        ...(tree === undefined ? {} : { tree }),
        ...(entriesMax === undefined ? {} : { entriesMax }),
      })
    })
  const sequence = async (turn: Turn): Promise<StoredCheckpoint | null> => {
    let last: StoredCheckpoint | null = null
    const asked = await readNextTransaction(db)
    // A round is bounded; a backlog takes several. What came after the call waits for the next: else, under steady
    // writing, this would never return.
    for (;;) {
      const result = await round(turn)
      if (result === null) return last
      tree = result.tree
      last = result.checkpoint
      if (result.cutOffAt === null || result.cutOffAt >= asked) return last
    }
  }
  const outside = (): Promise<void> =>
    db.transaction().execute((tx) => writeOutside(tx, { folders, getSigner }))
  return { sequence, outside }
}

/** Whatever is committed now has a smaller transaction id (xid8). */
async function readNextTransaction(db: Database): Promise<bigint> {
  const { rows } = await sql<{ next: string }>`
    select pg_snapshot_xmax(pg_current_snapshot())::text as next`.execute(db)
  return BigInt(rows[0]!.next)
}

/** Whoever calls while it runs waits for one more run, together with all others who do. */
function share(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    const run = work().finally(() => {
      if (running === run) running = null
    })
    running = run
    return run
  }
  return () => {
    if (running === null) return start()
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null
        return start()
      })
    return next
  }
}
