import type { Logger } from 'pino'
import type { Database } from '#platform/postgres/database.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'
import { findOutsideCheckpointAgeMs } from '#trail/sequencing/outside-folder.ts'
import { startSequencer } from '#trail/sequencing/sequencer.ts'
import type { TrailWatch } from '../server-context.ts'

export interface RunningTrail extends TrailWatch {
  readonly stop: () => Promise<void>
}

/** Files are looked at once a second, however many high-risk acts ask. */
const age_ms_max = 1_000

export function runTrail(options: {
  readonly db: Database
  readonly getSigner: GetSigner
  readonly folders: readonly string[]
  readonly log: Logger
  readonly now: () => Date
}): RunningTrail {
  const { db, getSigner, folders, log, now } = options
  const onFailure = (error: unknown): void => log.error({ err: error }, 'a round of the trail failed')
  const sequencer = startSequencer({ db, getSigner, folders, onFailure })
  let known: { readonly at: number; readonly age: Promise<number | null> } | null = null
  return {
    checkpointAgeSeconds: () => {
      const at = performance.now()
      if (known === null || at - known.at > age_ms_max) {
        const age = findOutsideCheckpointAgeMs(folders, now())
        known = { at, age: age.then((ms) => (ms === null ? null : ms / 1_000)) }
      }
      return known.age
    },
    wantCheckpoint: () => void sequencer.checkpointNow().catch(onFailure),
    stop: sequencer.stop,
  }
}
