import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import type { DestinationStream } from 'pino'
import type { Bilingual } from '#base/bilingual.ts'
import { assert } from '#base/refusal.ts'
import { gateKeys } from '#gate/gate-context.ts'
import { readProgramVersion } from '#platform/config.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { clientReader } from '#platform/http/client.ts'
import type { HttpFrame } from '#platform/http/http-app.ts'
import { type Listening, listen } from '#platform/http/listen.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import { type Log, makeLogger } from '#platform/log/logger.ts'
import { type OpenDatabase, openDatabase } from '#platform/postgres/database.ts'
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbeddedServer,
} from '#platform/postgres/embedded/embedded-server.ts'
import { readMigrations } from '#platform/postgres/migration-files.ts'
import { checkBeforeServing } from '#platform/postgres/start-check.ts'
import { signersIn } from '#trail/keys/key-files.ts'
import { findHead, type Head } from '#trail/sequencing/head.ts'
import { type Business, type OpenBusiness, openBusiness } from './business/business.ts'
import { createServerApp } from './create-server-app.ts'
import { type History, openedAt, type Told, tellHistory } from './demonstration/tell-history.ts'
import { notInitialised } from './installation/not-initialised.ts'
import { type Places, placesOf } from './installation/places.ts'
import { findRegisterOwner } from './installation/register-owner.ts'
import { deliveryPlacesOf, openRunner, watchedJobs } from './runs/open-runner.ts'
import type { ServerContext } from './server-context.ts'
import { choresOf } from './starting/chores.ts'
import { startHousekeeping } from './starting/housekeeping.ts'
import { makeMasterKeyFile, readMasterKey } from './starting/master-key.ts'
import { prepareDemonstration } from './starting/prepare-demonstration.ts'
import { isLoopbackHost, refuseSettings } from './starting/refuse-settings.ts'
import { attachmentsOf, kernelOf, newId, signInContextOf, signInSettingsOf } from './starting/server-parts.ts'
import { runTrail } from './starting/trail-watch.ts'
import { openWorkingCalendar } from './starting/working-calendar.ts'
import { healthProbes } from './watch/health-probes.ts'
import type { WebFiles } from './web/web-files.ts'

export interface ServeOptions {
  readonly settings: Settings
  readonly isDemonstration: boolean
  /** What the operator should read at the start. */
  readonly say: (notice: Bilingual) => void
  /** Elsewhere than data/demo or the setting, and how the embedded server is started: for tests. */
  readonly dataFolder?: string
  readonly embedded?: Pick<EmbeddedOptions, 'userName' | 'folderOfRoot'>
  readonly logDestination?: DestinationStream
  /** Absent: everything that this program has. */
  readonly openBusiness?: OpenBusiness
  /** The pages (web/ensure-web.ts); absent: the API alone. */
  readonly web?: WebFiles
  /** Of the demonstration: what happened before its first day is told before it serves, and what came of that. */
  readonly history?: History & { readonly onTold: (told: Told) => Promise<void> }
}

export interface Serving {
  /** Where people open it. */
  readonly url: string
  /** Resolves when the database has gone away by itself: then this process is of no use. */
  readonly databaseEnded: Promise<void>
  /** Of the demonstration: where its passwords are. */
  readonly passwordFile: string | null
  /** Finishes what is under way for at most ten seconds, then everything stops in order (platform.md 23). */
  readonly stop: () => Promise<void>
}

/** A payment file of five thousand lines. */
const bodyBytesMax = 3 * 2 ** 20
const mebibyte = 2 ** 20

/** Things that were started, stopped in the opposite order, also when a later one fails to start. */
function createStack() {
  const stops: (() => Promise<unknown>)[] = []
  return {
    push: (stop: () => Promise<unknown>): void => void stops.push(stop),
    stopAll: async (): Promise<void> => {
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  }
}
type Stack = ReturnType<typeof createStack>

interface Opened extends OpenDatabase {
  readonly url: string
  readonly embedded: EmbeddedServer | null
}

async function openCheckedDatabase(
  options: ServeOptions,
  places: Places,
  stack: Stack,
  log: Log,
): Promise<Opened> {
  const { settings, isDemonstration, say } = options
  const { url, connectionsMax } = settings.database
  await mkdir(places.data, { recursive: true })
  const embedded =
    url === null
      ? await startEmbeddedServer({ ...options.embedded, dataFolder: places.data, isDemonstration, say })
      : null
  if (embedded !== null) stack.push(embedded.stop)
  const address = url?.reveal() ?? embedded?.url
  assert(address !== undefined, 'a database is given or started')
  const onConnectionLost = (error: Error): void => log.warn({ err: error }, 'a database connection was lost')
  const database = openDatabase(address, { connectionsMax, onConnectionLost })
  stack.push(database.close)
  const client = await database.pool.connect()
  try {
    await checkBeforeServing(client, { migrations: await readMigrations(), isDemonstration })
  } finally {
    client.release()
  }
  return { ...database, url: address, embedded }
}

async function getHead({ db }: Opened): Promise<Head> {
  const head = await db.transaction().execute((tx) => findHead(tx))
  if (head !== null) return head
  throw notInitialised()
}

async function createContext(
  options: ServeOptions,
  { places, database, log, stack }: { places: Places; database: Opened; log: Log; stack: Stack },
): Promise<ServerContext> {
  const { settings, isDemonstration } = options
  const { db } = database
  const getSigner = signersIn(places.keys)
  if (isDemonstration) await makeMasterKeyFile(places.masterKeyFile, randomBytes).catch(refuseUnlessThere)
  // First: whoever has not initialised has no key yet, either.
  const algorithm = isDemonstration ? settings.trail.hash : (await getHead(database)).algorithm
  const masterKey = await readMasterKey(isDemonstration ? { file: places.masterKeyFile } : settings.masterKey)
  const signInSettings = signInSettingsOf(settings, { isDemonstration })
  const signIn = signInContextOf({ db, settings: signInSettings, masterKey, algorithm })
  if (isDemonstration) {
    await prepareDemonstration(signIn, {
      checkpointKeyFolder: places.keys,
      getSigner,
      passwordFile: places.passwords,
      host: hostname(),
      osUser: userInfo().username,
      ...(options.history === undefined ? {} : { openedAt: openedAt(options.history) }),
    })
  }
  const trail = runTrail({ db, getSigner, folders: places.checkpoints, log, now: () => new Date() })
  stack.push(trail.stop)
  const metrics = createMetrics({ hasProcessMetrics: true })
  const business = await businessOf(options, database)
  stack.push(async () => business.close?.())
  const calendar = await openWorkingCalendar(database.pool)
  const kernel = kernelOf(db, business, { settings, algorithm, calendar })
  const attachments = await attachmentsOf(settings, { folder: places.attachments, masterKey })
  await tellOnce(options, { databaseUrl: database.url, kernel, attachments, places })
  const gate = { kernel, keys: gateKeys(masterKey), attachments }
  const refreshing = {
    name: 'calendar',
    work: () => calendar.refresh(db, new Date()).then(() => ({ refused: [] })),
  }
  const runner = await openRunner({ db, pool: database.pool, log, places, newId })
  stack.push(runner.stop)
  const watched = watchedJobs({ settings, db, places, algorithm, newId, runner })
  const jobs = [refreshing, ...watched, ...(business.jobs ?? [])]
  return {
    db,
    signIn,
    log,
    metrics,
    newId,
    randomBytes,
    kernel,
    attachments,
    gate,
    trail,
    jobs,
    pool: database.pool,
    runner,
    deliveries: deliveryPlacesOf(places),
    isDemonstration,
  }
}

async function tellOnce({ history }: ServeOptions, told: Parameters<typeof tellHistory>[1]): Promise<void> {
  if (history !== undefined) await history.onTold(await tellHistory(history, told))
}

async function businessOf(options: ServeOptions, { db, pool, url }: Opened): Promise<Business> {
  const register = await findRegisterOwner(db)
  if (register === null) throw notInitialised()
  const { checkpoints } = placesOf(options)
  return (options.openBusiness ?? openBusiness)({ pool, databaseUrl: url, register, checkpoints })
}

function refuseUnlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
}

function frameOf({ settings }: ServeOptions, { log, metrics }: ServerContext): HttpFrame {
  const { proxy, publicOrigin, host } = settings.server
  return {
    log,
    metrics,
    newId,
    readClient: clientReader({ trusted: proxy.trusted, sharedSecret: proxy.sharedSecret?.reveal() ?? null }),
    hosts: publicOrigin === null ? [] : [new URL(publicOrigin).host],
    needsEncryption: !isLoopbackHost(host),
    bodyBytesMax,
    uploads: {
      pathPattern: /^\/api((\/gate)?\/attachments|\/delivery-uploads\/[\w-]+\/chunks)$/,
      bytesMax: (settings.attachments.fileMegabytesMax + 1) * mebibyte,
    },
  }
}

async function listenFor(options: ServeOptions, context: ServerContext, places: Places): Promise<Listening> {
  const { server } = options.settings
  const migration = (await readMigrations()).at(-1)!.name
  const app = createServerApp({
    context,
    frame: frameOf(options, context),
    watch: {
      metrics: context.metrics,
      metricsToken: null,
      probes: healthProbes({
        db: context.db,
        migration,
        dataFolder: places.data,
        nowSeconds: () => Date.now() / 1_000,
        checkpointAgeSeconds: context.trail.checkpointAgeSeconds,
      }),
    },
    version: readProgramVersion(),
    web: options.web ?? null,
  })
  const { host, port, tls } = server
  return listen({ fetch: app.fetch, host, port, tls, canMoveToNextPort: options.isDemonstration })
}

/** platform.md 13: until the columns themselves are. */
const unencryptedColumns: Bilingual = {
  zh: '提示：数据库中的证件号、账号和电话本身未加密，请把数据目录（或自备数据库）放在加密卷上。',
  en: 'Note: id, account and phone numbers in the database are not encrypted by themselves; keep the data folder, or the database server’s, on an encrypted volume.',
}

function urlOf({ server }: Settings, port: number): string {
  if (server.publicOrigin !== null) return server.publicOrigin
  return `${server.tls === null ? 'http' : 'https'}://localhost:${port}`
}

/**
 * Starts everything, or nothing: what was started when something fails is stopped again. The database's own rules
 * (schema, role, demonstration mark) are checked before a byte is served.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, isDemonstration } = options
  refuseSettings(settings, { isDemonstration })
  const { logDestination: destination } = options
  const log = makeLogger({ level: settings.log.level, ...(destination === undefined ? {} : { destination }) })
  const places = placesOf(options)
  const stack = createStack()
  try {
    const database = await openCheckedDatabase(options, places, stack, log)
    if (!isDemonstration) options.say(unencryptedColumns)
    const context = await createContext(options, { places, database, log, stack })
    const housekeeping = startHousekeeping(
      context.db,
      choresOf(context, () => new Date()),
      log,
    )
    stack.push(housekeeping.stop)
    const listening = await listenFor(options, context, places)
    stack.push(listening.stop)
    const url = urlOf(settings, listening.port)
    await database.embedded?.announce(url)
    return {
      url,
      databaseEnded: database.embedded?.ended ?? new Promise(() => undefined),
      passwordFile: isDemonstration ? places.passwords : null,
      stop: stack.stopAll,
    }
  } catch (error) {
    await stack.stopAll()
    throw error
  }
}
