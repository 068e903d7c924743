import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { openAccount } from '#access/sign-in/account-store.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { savePassword, saveTotp } from '#access/sign-in/credentials/credential-store.ts'
import { createPasswordHasher } from '#access/sign-in/credentials/password-hash.ts'
import { sealSecret } from '#access/sign-in/credentials/secret-box.ts'
import { defaultSignInSettings, type SignInSettings } from '#access/sign-in/settings.ts'
import { gateKeys } from '#gate/gate-context.ts'
import { clientReader, type ProxySettings } from '#platform/http/client.ts'
import { type Listening, listen } from '#platform/http/listen.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { defaultLimits, type Kernel, kindsOf } from '#records/act-context.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import type { RecordKind } from '#records/define-record.ts'
import { plainCalendar } from '#records/test-kernel.ts'
import { createServerApp } from './create-server-app.ts'
import type { DeliveryPlaces, ServerContext } from './server-context.ts'
import { healthProbes } from './watch/health-probes.ts'

export interface TestServer {
  /** `http://localhost:<port>` */
  readonly url: string
  readonly host: string
  /** It believes what a browser of the test says of its address. */
  readonly isProxied: boolean
  readonly context: ServerContext
  readonly app: ReturnType<typeof createServerApp>
  /** Lines of the log, parsed. */
  readonly logged: Record<string, unknown>[]
  readonly stop: () => Promise<void>
}

export interface TestServerOptions {
  readonly settings?: Partial<SignInSettings>
  readonly proxy?: ProxySettings
  readonly bodyBytesMax?: number
  readonly port?: number
  readonly needsEncryption?: boolean
  readonly kinds?: readonly RecordKind[]
  readonly catalogue?: FunctionCatalogue
  readonly attachments?: AttachmentService
  readonly deliveries?: DeliveryPlaces
  readonly checkpointAgeSeconds?: () => Promise<number | null>
  readonly nowSeconds?: () => number
}

/** A server that stands behind a proxy on this machine. */
export const behindProxy: ProxySettings = { trusted: ['127.0.0.1'], sharedSecret: null }

/** Also those that a test starts: a hook can only be set at the top of a file. */
const running: Listening[] = []
afterAll(async () => {
  await Promise.all(running.map(({ stop }) => stop()))
})

/** One hasher for a file: its limit of two at a time is part of what is tested. */
const hasher = createPasswordHasher()

export function testContext(
  { db }: TestDatabase,
  settings: Partial<SignInSettings> = {},
): Pick<ServerContext, 'db' | 'signIn' | 'newId' | 'randomBytes'> {
  const signIn: SignInContext = {
    db,
    settings: { ...defaultSignInSettings, ...settings },
    hasher,
    secretKey: Buffer.alloc(32, 7),
    algorithm: 'sha256',
    newId: randomUUID,
    randomBytes,
  }
  return { db, signIn, newId: randomUUID, randomBytes }
}

/** A server on loopback and a free port, stopped at the end of the file. */
export async function startTestServer(
  database: TestDatabase,
  options: TestServerOptions = {},
): Promise<TestServer> {
  const logged: Record<string, unknown>[] = []
  const log = pino({}, { write: (line: string) => logged.push(JSON.parse(line) as Record<string, unknown>) })
  const { checkpointAgeSeconds = async () => 1 } = options
  const metrics = createMetrics({ hasProcessMetrics: false })
  const kernel: Kernel = {
    db: database.db,
    kinds: kindsOf(options.kinds ?? []),
    catalogue: options.catalogue ?? accessFunctions,
    workingDays: plainCalendar,
    newId: randomUUID,
    newNonce: () => randomBytes(32),
    limits: defaultLimits,
  }
  const context: ServerContext = {
    ...testContext(database, options.settings),
    log,
    metrics,
    kernel,
    gate: {
      kernel,
      keys: gateKeys({ version: 1, key: Buffer.alloc(32, 7) }),
      attachments: options.attachments ?? null,
    },
    attachments: options.attachments ?? null,
    trail: { checkpointAgeSeconds, wantCheckpoint: () => undefined },
    jobs: [],
    pool: database.pool,
    ...(options.deliveries === undefined ? {} : { deliveries: options.deliveries }),
    isDemonstration: false,
  }
  const app = createServerApp({
    context,
    frame: {
      log,
      metrics,
      newId: randomUUID,
      readClient: clientReader(options.proxy ?? { trusted: [], sharedSecret: null }),
      hosts: ['risk.example.test'],
      needsEncryption: options.needsEncryption ?? false,
      bodyBytesMax: options.bodyBytesMax ?? 64_000,
      uploads: {
        pathPattern: /^\/api((\/gate)?\/attachments|\/delivery-uploads\/[\w-]+\/chunks)$/,
        bytesMax: 1_000_000,
      },
    },
    watch: {
      metrics,
      metricsToken: 'a token of the test',
      probes: healthProbes({
        db: database.db,
        migration: '0091-sign-in',
        dataFolder: tmpdir(),
        nowSeconds: options.nowSeconds ?? (() => Date.now() / 1_000),
        checkpointAgeSeconds,
      }),
    },
    version: '0.0.0',
  })
  const listening = await listen({
    fetch: app.fetch,
    host: '127.0.0.1',
    port: options.port ?? 0,
    canMoveToNextPort: false,
    tls: null,
  })
  running.push(listening)
  const host = `localhost:${listening.port}`
  const isProxied = options.proxy?.trusted.some((each) => each.startsWith('127.')) === true
  return { url: `http://${host}`, host, isProxied, context, app, logged, stop: listening.stop }
}

export const testPassword = 'Feng-Yun-8204-Hai'
export const testTotpSecret = Buffer.from('12345678901234567890')

export interface TestPerson {
  readonly staffId: string
  readonly name?: string
  readonly password?: string | null
  readonly hasTotp?: boolean
  readonly status?: string
  readonly role?: string
}

/** A member of staff of the first county with an account, a password and an authenticator. */
export async function addPerson({ owner, db }: TestDatabase, person: TestPerson): Promise<void> {
  const { staffId, name = '张三', password = testPassword, hasTotp = true, status = 'ON_POST' } = person
  await owner.transaction().execute(async (tx) => {
    await sql`
      insert into app.region (region, name, level, parent, path, valid_from)
      values ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01')
      on conflict do nothing
    `.execute(tx)
    await sql`
      insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
      values ('A990000', '示例省中心', 'HANDLING', '990000', null, '{A990000}', false)
      on conflict do nothing
    `.execute(tx)
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${name}, 'A990000', ${status})
      on conflict do nothing
    `.execute(tx)
    await sql`
      insert into app.authority_epoch (staff_id, epoch)
      values (${staffId}, 1)
      on conflict do nothing
    `.execute(tx)
    if (person.role !== undefined) {
      await sql`
        insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
        values (${randomUUID()}, ${staffId}, ${person.role}, '{990000}', '2025-01-01', 'DEMONSTRATION')
      `.execute(tx)
    }
  })
  const hash = password === null ? null : await hasher.hash(password, randomBytes(16))
  await db.transaction().execute(async (tx) => {
    await openAccount(tx, { staffId, signInName: staffId.toLowerCase() })
    if (hash !== null) await savePassword(tx, { staffId, hash })
    if (hasTotp) {
      const sealing = { key: Buffer.alloc(32, 7), owner: staffId }
      await saveTotp(tx, { staffId, secret: sealSecret(sealing, testTotpSecret, randomBytes(12)), step: 0n })
    }
  })
}
