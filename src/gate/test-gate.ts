import { randomBytes, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { clientReader } from '#platform/http/client.ts'
import { createHttpApp } from '#platform/http/http-app.ts'
import { listen } from '#platform/http/listen.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { defaultLimits, kindsOf } from '#records/act-context.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { testChange } from '#records/test-change.ts'
import { plainCalendar, setUpKernel } from '#records/test-kernel.ts'
import { type GateCheck, type GateContext, gateKeys } from './gate-context.ts'
import { gateRoutes } from './gate-routes.ts'
import { createApiKey, type NewApiKey } from './keys/api-key-store.ts'
import type { GateAnswer } from './requests/gate-order.ts'

/** The kernel's test order under the name of a function of the list, its amount as null where it moves no money. */
function testOrder(functionCode: string): RecordKind {
  const actions = Object.entries(testChange.actions).map(([name, action]) => [
    name,
    {
      ...action,
      function: action.function === 'TEST_CHANGE' ? functionCode : action.function,
      ...(name === 'enter' || name === 'review' ? { needsCheck: true } : {}),
    },
  ])
  return defineRecord({
    ...testChange,
    kind: `ORDER_${functionCode}`,
    actions: Object.fromEntries(actions) as typeof testChange.actions,
  }) as RecordKind
}

const pass: GateCheck = {
  ruleCode: 'TST-01',
  title: { zh: '测试检查', en: 'a test check' },
  outcome: 'PASS',
  isHardStop: false,
  reasons: [],
  findingIds: [],
}

export const hit: GateCheck = {
  ...pass,
  outcome: 'HIT',
  reasons: [{ zh: '账户户名与本人不符。', en: 'the holder is somebody else.' }],
  findingIds: ['finding-1'],
}

/** What the outside world is in these tests: the answers of the checks. */
export interface TestGate {
  readonly database: TestDatabase
  readonly gate: GateContext
  readonly url: string
  /** What the checks answer from now on. */
  answerOfChecks: readonly GateCheck[]
  makeKey(changes?: Partial<NewApiKey>): Promise<{ keyId: string; token: string }>
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  close(): Promise<void>
}

export interface Answered {
  readonly status: number
  readonly body: GateAnswer & {
    readonly code: string
    readonly redeemed_at: string
    readonly entry_id: string
  }
}

/** On the hour of the machine, whatever it is: the tests are not about working hours. */
const atAnyHour = new Map([...accessFunctions].map(([code, each]) => [code, { ...each, isHighRisk: false }]))

export async function startTestGate(): Promise<TestGate> {
  const database = await testDatabase()
  await setUpKernel(database)
  const state = { answerOfChecks: [pass] as readonly GateCheck[] }
  const gate: GateContext = {
    kernel: {
      db: database.db,
      kinds: kindsOf(['ACCOUNT_CHANGE', 'DEATH_RESUME', 'BACK_PAY'].map(testOrder)),
      catalogue: atAnyHour,
      workingDays: plainCalendar,
      newId: randomUUID,
      newNonce: () => randomBytes(32),
      limits: defaultLimits,
      check: async () => ({ results: state.answerOfChecks }),
    },
    keys: gateKeys({ version: 1, key: Buffer.alloc(32, 5) }),
    attachments: null,
  }
  const metrics = createMetrics({ hasProcessMetrics: false })
  const app = createHttpApp({
    log: pino({ level: 'silent' }),
    metrics,
    newId: randomUUID,
    readClient: clientReader({ trusted: [], sharedSecret: null }),
    hosts: [],
    needsEncryption: false,
    bodyBytesMax: 64_000,
    uploads: { pathPattern: /^\/none$/, bytesMax: 1 },
  })
  const watch = { refuseUnwatched: async () => undefined, wantCheckpoint: () => undefined }
  app.route('/api', gateRoutes(gate, watch))
  const listening = await listen({
    fetch: app.fetch,
    host: '127.0.0.1',
    port: 0,
    canMoveToNextPort: false,
    tls: null,
  })
  const url = `http://localhost:${listening.port}`
  return Object.assign(state, {
    database,
    gate,
    url,
    makeKey: (changes: Partial<NewApiKey> = {}) => makeKey(database, changes),
    post: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      post(`${url}${path}`, body, headers),
    close: listening.stop,
  })
}

/** For the top of a file. */
export async function testGate(): Promise<TestGate> {
  const started = await startTestGate()
  afterAll(started.close)
  return started
}

async function makeKey(
  { db }: TestDatabase,
  changes: Partial<NewApiKey>,
): Promise<{ keyId: string; token: string }> {
  const given: NewApiKey = {
    title: '测试核心系统',
    agencyId: 'A990101',
    functions: ['ACCOUNT_CHANGE', 'DEATH_RESUME', 'BACK_PAY'],
    requestsPerMinute: 10_000,
    webhookUrl: null,
    validFrom: new Date('2020-01-01T00:00:00Z'),
    validTo: new Date('2099-01-01T00:00:00Z'),
    createdBy: 'approve1',
    approvedBy: 'approve2',
    ...changes,
  }
  const making = { newId: randomUUID, randomBytes, algorithm: 'sha256' } as const
  return db.transaction().execute((tx) => createApiKey(tx, given, making))
}

async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}
