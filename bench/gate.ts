/**
 * The gate on a real PostgreSQL with its usual durability and the demonstration's county: an account change entered,
 * checked by its rules, opened, confirmed, checked again, reviewed and written into register and trail. Against bare
 * PostgreSQL doing the same writes in two round trips an act, in the same run (platform.md 15).
 *
 *   node bench/gate.ts [--persons N] [--clients N] [--rounds N] [--seconds N]
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { beijingDayOf } from '#access/moment.ts'
import { monthOfDay } from '#base/calendar-math.ts'
import type { Surroundings } from '#cli/command.ts'
import { deliveryFolder, simulateCounty } from '#cli/county/simulate-county.ts'
import { loadInto } from '#cli/server/load-delivery.ts'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { act } from '#records/act.ts'
import type { ActContext, Kernel } from '#records/act-context.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { openRecord } from '#records/reading/open-record.ts'
import type { ActRequest } from '#records/record.ts'
import { openBusiness } from '#server/business/business.ts'
import { serve } from '#server/serve.ts'
import { kernelOf } from '#server/starting/server-parts.ts'
import { openWorkingCalendar } from '#server/starting/working-calendar.ts'
import { bareRegisterWrites } from './gate/bare-change.ts'
import { bareEntry, bareReview } from './records/bare-writes.ts'

const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '20000' },
    clients: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
  },
})
const persons = Number(values.persons)
const clients = Number(values.clients)
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const sliceMs = 2_000
const folder = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const port = String(18_000 + Math.floor(Math.random() * 20_000))
const settings = parseSettings({
  file: null,
  variables: { FANGXIAN_PORT: port, FANGXIAN_LOG_LEVEL: 'error' },
})

const serving = await serve({
  settings,
  isDemonstration: true,
  dataFolder: folder,
  embedded: { userName: null },
  say: () => undefined,
})
const url = await findRunningUrl(folder)
if (url === null) throw new Error('the database does not answer')
const { db, pool, close } = openDatabase(url, { connectionsMax: clients + 4 })

const quiet: Surroundings = {
  language: 'en',
  reportLanguage: 'zh',
  isDebug: false,
  print: () => undefined,
  tell: () => undefined,
  signal: new AbortController().signal,
  now: () => new Date(),
  workingDirectory: folder,
  terminalColumns: null,
}
const lastMonth = monthOfDay(beijingDayOf(new Date())) - 1
const county = path.join(folder, 'county')
// Without frauds: a hit would send its order to a third person.
await simulateCounty({ persons, months: 36, seed: 1, lastMonth, isClean: true, directory: county }, quiet)
const places = { snapshots: path.join(folder, 'snapshots') }
const { loaded } = await loadInto({ pool, places }, [path.join(county, deliveryFolder)], quiet)
await pool.query(
  `update register.feed set last_date = to_char(current_date, 'YYYY-MM-DD') where last_date like '____-__-__'`,
)
console.log(`register: ${loaded.reduce((sum, { rows }) => sum + rows, 0)} rows of ${persons} persons`)

const business = await openBusiness({ pool, databaseUrl: url, register: 'own' })
// On whatever hour the machine is.
const catalogue = new Map(
  [...(business.catalogue ?? accessFunctions)].map(([code, each]) => [code, { ...each, isHighRisk: false }]),
)
const kernel: Kernel = kernelOf(
  db,
  { ...business, catalogue },
  { settings, algorithm: 'sha256', calendar: await openWorkingCalendar(pool) },
)

async function staffOf(post: string): Promise<string[]> {
  const { rows } = await pool.query<{ staff_id: string }>(
    `select staff_id from app.post_assignment inner join app.post using (post_id) where title = $1 and agency_id like '%990101%'
    order by staff_id`,
    [post],
  )
  return rows.map(({ staff_id }) => staff_id)
}
const [enterers, reviewers] = [await staffOf('初审岗'), await staffOf('复核岗')]
const as = (staffId: string): ActContext => ({
  ...kernel,
  actor: { kind: 'person', staffId, sessionId: `s-${staffId}`, terminalId: `t-${staffId}` },
})

interface Pensioner {
  readonly person_id: string
  readonly id_number: string
  readonly name: string
  readonly account_number: string
}
const { rows: pensioners } = await pool.query<Pensioner>(
  `select person_id, id_number, name, account_number
  from register.person
  inner join register.payee_account using (person_id)
  where life_status = 'ALIVE' and valid_to is null and holder_kind = 'SELF'
    and not exists (select from register.death where death.id_number = person.id_number)
    and (select count(*) from register.payee_account as other
      where other.person_id = person.person_id or other.account_number = payee_account.account_number) = 1
  order by person_id`,
)
const sha256 = createHash('sha256').update('bench').digest('hex')
let accounts = 0
function newAccount(): string {
  accounts += 1
  return `62179${String(accounts).padStart(14, '0')}`
}

/** Uploaded before the clock starts: a counter scans while the form is filled in. */
async function uploads(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await pool.query(
    `insert into app.attachment (attachment_id, sha256, size_bytes, content_type, name, scan_result, uploaded_by, uploaded_at)
    select id, $2, 5, 'application/pdf', '申请.pdf', 'CLEAN', $3, now() from unnest($1::text[]) as id`,
    [ids, sha256, enterers[0]],
  )
  return ids
}

const request = (changes: Partial<ActRequest>): ActRequest => ({
  kind: 'ORDER_ACCOUNT_CHANGE',
  recordId: null,
  action: 'enter',
  input: {},
  version: null,
  attachments: [],
  confirmation: null,
  endpoint: 'bench',
  idempotencyKey: randomUUID(),
  ...changes,
})

function confirmed(given: ActRequest, status: string | null, data: unknown): ActRequest {
  const digest = confirmationDigest({ request: given, status, data })
  return { ...given, confirmation: { method: 'PASSWORD', digest, assertion: null } }
}

const timed = async <Result>(work: () => Promise<Result>): Promise<[Result, number]> => {
  const started = performance.now()
  const result = await work()
  return [result, performance.now() - started]
}

function inputOf(pensioner: Pensioner, account: string): Readonly<Record<string, string>> {
  const { person_id, account_number, name, id_number } = pensioner
  return {
    person_id,
    old_account: account_number,
    new_account: account,
    bank: '示例银行',
    holder_name: name,
    holder_id_number: id_number,
    holder_kind: 'SELF',
    kind: 'SOCIAL_CARD',
    channel: 'COUNTER',
    reason: '原卡遗失',
  }
}

let attachments: string[] = []
let next = 0
/** Apart: what bare PostgreSQL did to a person, the gate would refuse. */
const ofGate = pensioners.slice(0, Math.floor(pensioners.length * 0.8))
const ofChecks = pensioners.slice(ofGate.length, Math.floor(pensioners.length * 0.9))
const ofBare = pensioners.slice(ofGate.length + ofChecks.length)

/** Each once: an account that changes again and again is a finding of its own. */
function nextPensioner(): Pensioner {
  const found = ofGate[next]
  if (found === undefined) throw new Error('not enough pensioners for these rounds: give more --persons')
  next += 1
  return found
}
let bareNext = 0

/** Milliseconds of the entry, of opening it, of the review. */
async function throughGate(): Promise<readonly number[]> {
  const pensioner = nextPensioner()
  const account = newAccount()
  const id = attachments.pop()
  if (id === undefined) throw new Error('not enough uploads for this bench')
  const enter = confirmed(
    request({ input: inputOf(pensioner, account), attachments: [{ id, purpose: 'APPLICATION' }] }),
    null,
    null,
  )
  const [entered, entry] = await timed(() => act(as(enterers[0]!), enter))
  if (entered.outcome !== 'accepted') throw new Error(JSON.stringify(entered))
  const { recordId, kind } = entered
  const reviewer = as(reviewers[next % reviewers.length]!)
  const [, opening] = await timed(() => openRecord(reviewer, { kind, recordId }))
  const { rows } = await pool.query<{ data: unknown; status: string }>(
    'select status, data from app.record where record_id = $1',
    [recordId],
  )
  const asked = request({ recordId, action: 'review', input: {}, version: 1 })
  const review = confirmed(asked, rows[0]!.status, rows[0]!.data)
  const [reviewed, second] = await timed(() => act(reviewer, review))
  if (reviewed.outcome !== 'accepted' || reviewed.status !== 'DONE') throw new Error(JSON.stringify(reviewed))
  return [entry, opening, second]
}

/** Sizes as the gate's: taken from an order that was done. */
async function sampleOf(): Promise<{
  leaf: string
  payload: string
  data: string
  input: string
  answer: string
}> {
  const { rows } = await pool.query(
    `select trail_entry.leaf, trail_payload.payload, record.data::text, record_action.input::text,
      (select answer::text from app.idempotency limit 1) as answer
    from app.record_action
    inner join app.record using (record_id)
    inner join app.trail_entry using (entry_id)
    inner join app.trail_payload using (entry_id)
    where record.kind = 'ORDER_ACCOUNT_CHANGE' and record_action.action = 'review'
    limit 1`,
  )
  return rows[0]
}

async function bareOrder(sample: Awaited<ReturnType<typeof sampleOf>>): Promise<readonly number[]> {
  bareNext += 1
  const pensioner = ofBare[bareNext % ofBare.length]!
  const [recordId, account] = [randomUUID(), newAccount()]
  const { person_id } = pensioner
  const digest = randomBytes(32)
  const common = (staffId: string): unknown[] => [
    ...[recordId, staffId, randomUUID(), digest, sample.answer, randomUUID(), sample.leaf, sample.payload],
    ...[person_id, sample.data, sample.input],
  ]
  const [, entry] = await timed(async () => {
    await pool.query({
      name: 'b1',
      text: 'select now(), * from register.person where person_id = $1',
      values: [person_id],
    })
    await pool.query({ name: 'b2', text: bareEntry, values: [...common(enterers[0]!), randomUUID()] })
  })
  const [, opening] = await timed(async () => {
    await pool.query({
      name: 'b3',
      text: 'select now(), * from app.record where record_id = $1',
      values: [recordId],
    })
    await pool.query({
      name: 'b4',
      text: `with entry as (insert into app.trail_entry (entry_id, leaf, leaf_hash) values ($1, $2, $3))
      insert into app.trail_payload (entry_id, payload, nonce) values ($1, $4, $3)`,
      values: [randomUUID(), sample.leaf, digest, sample.payload],
    })
  })
  const [, review] = await timed(async () => {
    await pool.query({
      name: 'b3',
      text: 'select now(), * from app.record where record_id = $1',
      values: [recordId],
    })
    await pool.query({ name: 'b5', text: bareReview, values: [...common(reviewers[0]!), '13800000000'] })
    await pool.query({
      name: 'b6',
      text: bareRegisterWrites,
      values: [recordId, person_id, pensioner.account_number, account, enterers[0]!],
    })
  })
  return [entry, opening, review]
}

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((x, y) => x - y)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

async function slice(
  order: () => Promise<readonly number[]>,
): Promise<{ rate: number; parts: readonly number[][] }> {
  const started = performance.now()
  const parts: number[][] = [[], [], []]
  let done = 0
  const client = async (): Promise<void> => {
    while (performance.now() - started < sliceMs) {
      for (const [index, ms] of (await order()).entries()) parts[index]!.push(ms)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { rate: (done * 1_000) / (performance.now() - started), parts }
}

attachments = await uploads(40_000)
for (let index = 0; index < 20; index += 1) await throughGate()
const sample = await sampleOf()
const rates: { gate: number; bare: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  const bare = await slice(() => bareOrder(sample))
  const gate = await slice(throughGate)
  rates.push({ gate: gate.rate, bare: bare.rate })
  console.log(
    `round ${round + 1}: bare ${bare.rate.toFixed(0)}/s, gate ${gate.rate.toFixed(0)}/s; median ms entry ${median(gate.parts[0]!).toFixed(1)}, opening ${median(gate.parts[1]!).toFixed(1)}, review ${median(gate.parts[2]!).toFixed(1)}`,
  )
}
const ratio = median(rates.map(({ gate, bare }) => gate / bare))
const highest = Math.max(...rates.map(({ gate }) => gate))
console.log(
  `${clients} clients, complete orders/s, median: bare ${median(rates.map(({ bare }) => bare)).toFixed(0)}, gate ${median(rates.map(({ gate }) => gate)).toFixed(0)} (highest ${highest.toFixed(0)}), ratio ${ratio.toFixed(2)}`,
)

const check = kernel.check!
const kind = kernel.kinds.get('ORDER_ACCOUNT_CHANGE')!
const { actorFacts } = await import('#records/load-act.ts').then(async ({ loadAct }) =>
  loadAct(as(enterers[0]!), kind, request({ input: inputOf(pensioners[0]!, newAccount()) })),
)
const checkMs: number[] = []
for (let index = 0; index < 200; index += 1) {
  const input = inputOf(ofChecks[index % ofChecks.length]!, newAccount())
  const asked = { kind, action: 'enter', record: null, recordId: 'NEW', input, at: new Date(), actorFacts }
  checkMs.push((await timed(() => check(asked)))[1])
}
console.log(
  `the checks alone, one after the other: median ${median(checkMs).toFixed(1)} ms, p99 ${quantile(checkMs, 0.99).toFixed(1)} ms`,
)

const rate = highest * 0.7
const started = performance.now()
const acts: number[] = []
await Promise.all(
  Array.from({ length: Math.floor(rate * seconds) }, async (_, index) => {
    const due = started + (index * 1_000) / rate
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    const [entry, , review] = await throughGate()
    acts.push(entry!, review!)
  }),
)
console.log(
  `at 70 % of the highest rate (${rate.toFixed(0)} orders/s, ${seconds} s): an act takes median ${median(acts).toFixed(1)} ms, p99 ${quantile(acts, 0.99).toFixed(1)} ms`,
)
await business.close?.()
await close()
await serving.stop()
rmSync(folder, { recursive: true, force: true })
