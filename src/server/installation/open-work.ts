import { mkdir } from 'node:fs/promises'
import type { Bilingual } from '#base/bilingual.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { type OpenDatabase, openDatabase } from '#platform/postgres/database.ts'
import { startEmbeddedServer } from '#platform/postgres/embedded/embedded-server.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { readMigrations } from '#platform/postgres/migration-files.ts'
import { checkBeforeServing } from '#platform/postgres/start-check.ts'
import { type Places, placesOf } from './places.ts'

/** The database of an installation, for a command at the console. */
export interface OpenWork extends OpenDatabase {
  /** As the application's role. */
  readonly url: string
  readonly places: Places
}

export interface OpeningWork {
  readonly settings: Settings
  readonly isDemonstration: boolean
  readonly say: (notice: Bilingual) => void
  readonly dataFolder?: string
}

const connectionsMax = 4

/**
 * Opens the database as the application's role, beside a running server or alone; an embedded one that nobody runs is
 * started, and stopped again by `close`. What `serve` checks is checked here, too.
 */
export async function openWork(opening: OpeningWork): Promise<OpenWork> {
  const { settings, isDemonstration, say } = opening
  const places = placesOf(opening)
  const { url, stop } = await obtainUrl(settings.database.url?.reveal() ?? null, {
    dataFolder: places.data,
    isDemonstration,
    say,
  })
  const database = openDatabase(url, { connectionsMax, applicationName: 'fangxian console' })
  const close = async (): Promise<void> => {
    await database.close()
    await stop()
  }
  try {
    const client = await database.pool.connect()
    try {
      await checkBeforeServing(client, { migrations: await readMigrations(), isDemonstration })
    } finally {
      client.release()
    }
  } catch (error) {
    await close()
    throw error
  }
  return { ...database, url, places, close }
}

async function obtainUrl(
  given: string | null,
  embedded: Parameters<typeof startEmbeddedServer>[0],
): Promise<{ readonly url: string; readonly stop: () => Promise<unknown> }> {
  if (given !== null) return { url: given, stop: async () => undefined }
  const running = await findRunningUrl(embedded.dataFolder)
  if (running !== null) return { url: running, stop: async () => undefined }
  await mkdir(embedded.dataFolder, { recursive: true })
  const server = await startEmbeddedServer(embedded)
  return { url: server.url, stop: server.stop }
}
