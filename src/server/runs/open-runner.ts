import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import type { HashAlgorithm } from '#base/merkle.ts'
import { readMeasured } from '#findings/precision.ts'
import { readProgramVersion } from '#platform/config.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { readFreeSpace, refuseWhenFull, spaceLevel } from '#platform/free-space.ts'
import type { Log } from '#platform/log/logger.ts'
import { readLaw } from '#platform/policy.ts'
import type { Database } from '#platform/postgres/database.ts'
import { rules } from '#rules/catalogue.ts'
import { type Runner, startRunner } from '#runs/start-runner.ts'
import { type Taken, takeWatched } from '#runs/uploading/take-watched.ts'
import type { BusinessJob } from '../business/business.ts'
import type { Places } from '../installation/places.ts'
import type { DeliveryPlaces } from '../server-context.ts'

/** People work on the same machine: half of it is theirs. */
const threads = 2

export function deliveryPlacesOf({ data, snapshots }: Pick<Places, 'data' | 'snapshots'>): DeliveryPlaces {
  return {
    snapshots,
    folderOf: (uploadId) => path.join(data, 'uploads', uploadId),
    checkSpace: async () => refuseWhenFull(spaceLevel(await readFreeSpace(data)), 'import', data),
  }
}

/** Takes what other systems have put into the watched folder, every minute; none where none is set. */
export function watchedJobs(given: {
  readonly settings: Pick<Settings, 'deliveries'>
  readonly db: Database
  readonly places: Pick<Places, 'data' | 'snapshots'>
  readonly algorithm: HashAlgorithm
  readonly newId: () => string
  readonly runner: Pick<Runner, 'wake'>
}): readonly BusinessJob[] {
  const { settings, db, places, algorithm, newId, runner } = given
  const { watch } = settings.deliveries
  if (watch === null) return []
  const { checkSpace } = deliveryPlacesOf(places)
  const work = async (): Promise<Taken> => {
    const taken = await takeWatched({
      ...{ ...watch, db, checkSpace, uploads: path.join(places.data, 'uploads') },
      now: () => new Date(),
      sealing: () => ({ entryId: newId(), nonce: randomBytes(32), algorithm }),
    })
    if (taken.accepted.length > 0) runner.wake()
    return taken
  }
  return [{ name: 'watched-folder', work }]
}

/** Starts the screenings of this process. */
export async function openRunner(given: {
  readonly db: Database
  readonly pool: pg.Pool
  readonly log: Log
  readonly places: Pick<Places, 'data' | 'snapshots'>
  readonly newId: () => string
}): Promise<Runner> {
  const { db, pool, log, places, newId } = given
  return startRunner({
    db,
    screening: {
      pool,
      db,
      uploads: path.join(places.data, 'uploads'),
      rules,
      law: await readLaw(),
      snapshots: places.snapshots,
      workFolder: path.join(places.data, 'runs'),
      programVersion: readProgramVersion(),
      threads,
      now: () => new Date(),
    },
    readConfidences: () => readMeasured(db),
    log,
    leasedBy: `${hostname()}-${newId()}`,
  })
}
