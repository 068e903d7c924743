/**
 * The two-person flow (entry, review, effect on the register, trail) through the kernel on a real PostgreSQL with its
 * usual durability, against bare PostgreSQL doing the same writes in two round trips an act, in the same run
 * (platform.md 15): highest rates and their ratio, latency of an act at 70 % of the highest rate, where the time goes.
 *
 *   node bench/records.ts [--clients N] [--rounds N] [--seconds N]
 *
 * Rounds are slices of the comparison, seconds the length of the measurement of latency.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readCalendar } from '#platform/policy.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbeddedServer } from '#platform/postgres/embedded/embedded-server.ts'
import { act } from '#records/act.ts'
import { type ActContext, defaultLimits, kindsOf } from '#records/act-context.ts'
import { requestHash } from '#records/answer.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { decideAct } from '#records/decide-act.ts'
import { loadAct } from '#records/load-act.ts'
import type { ActRequest } from '#records/record.ts'
import { saveAct, sealAccepted } from '#records/save-act.ts'
import { trailEntryJson } from '#trail/append-entry.ts'
import { bareEntry, bareReview } from './records/bare-writes.ts'
import { benchCatalogue, benchChange, setUpBench } from './records/bench-change.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '11' },
  },
})
const [clients, seconds, rounds] = [values.clients, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
]
const persons = 5000
const sliceMs = 1500
const folder = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const server = await startEmbeddedServer({
  dataFolder: folder,
  isDemonstration: true,
  say: () => undefined,
  userName: null,
})
const { db, pool, close } = openDatabase(server.url, { connectionsMax: clients })
const workingDays = workingDaysOf(await readCalendar())

const staff = Array.from({ length: clients }, (_, index) => [`entry${index}`, `review${index}`] as const)

function contextOf(staffId: string): ActContext {
  return {
    db,
    kinds: kindsOf([benchChange]),
    catalogue: benchCatalogue,
    workingDays,
    newId: randomUUID,
    newNonce: () => randomBytes(32),
    limits: defaultLimits,
    actor: { kind: 'person', staffId, sessionId: `s-${staffId}`, terminalId: `t-${staffId}` },
  }
}

const randomPerson = (): string => `P${1 + Math.floor(Math.random() * persons)}`

const entryOf = (): ActRequest => ({
  kind: 'BENCH_CHANGE',
  recordId: null,
  action: 'enter',
  input: { personId: randomPerson(), phone: '13800000000' },
  version: null,
  attachments: [],
  confirmation: null,
  endpoint: 'bench',
  idempotencyKey: randomUUID(),
})

const reviewOf = (recordId: string): ActRequest => ({
  ...entryOf(),
  recordId,
  action: 'review',
  input: {},
  version: 1,
})

/** Runs one order and says how long each of its acts took, in ms. */
type Order = (client: number) => Promise<readonly number[]>

const timed = async <Result>(work: () => Promise<Result>): Promise<[Result, number]> => {
  const started = performance.now()
  const result = await work()
  return [result, performance.now() - started]
}

const throughKernel: Order = async (client) => {
  const [entry, review] = staff[client % clients]!
  const [entered, first] = await timed(() => act(contextOf(entry), entryOf()))
  if (entered.outcome !== 'accepted') throw new Error(JSON.stringify(entered))
  const [reviewed, second] = await timed(() => act(contextOf(review), reviewOf(entered.recordId)))
  if (reviewed.outcome !== 'accepted') throw new Error(JSON.stringify(reviewed))
  return [first, second]
}

/** What the kernel sends, taken once: the bare acts write rows of the same size, with ids of their own. */
interface Sample {
  readonly leaf: string
  readonly payload: string
  readonly input: string
  readonly answer: string
  readonly data: string
}

async function sampleOf(request: ActRequest, staffId: string): Promise<Sample> {
  const context = contextOf(staffId)
  const found = await loadAct(context, benchChange, request)
  const accepted = decideAct(
    request,
    { ...found.loaded, checked: null },
    {
      ...context,
      kind: benchChange,
      actorFacts: found.actorFacts,
      newRecordId: randomUUID(),
      recordBytesMax: 1,
    },
  )
  const { leaf, payload } = trailEntryJson(sealAccepted({ context, request, found, accepted }))
  const answer = {
    outcome: 'accepted',
    kind: 'BENCH_CHANGE',
    recordId: randomUUID(),
    status: 'DONE',
    version: 2,
  }
  const { input } = request
  return {
    leaf,
    payload,
    input: JSON.stringify(input),
    answer: JSON.stringify({ ...answer, entryId: randomUUID() }),
    data: JSON.stringify(accepted.data),
  }
}

const samples: { enter?: Sample; review?: Sample } = {}

/** The same rows in the same tables: one select, one statement, prepared once for each connection. */
async function bareAct(
  name: 'enter' | 'review',
  given: { recordId: string; staffId: string; personId: string },
): Promise<void> {
  const { leaf, payload, answer, data, input } = samples[name]!
  await pool.query({
    name: `load ${name}`,
    text:
      name === 'enter'
        ? 'select clock_timestamp(), phone from register.person where person_id = $1'
        : 'select clock_timestamp(), record.* from app.record where record_id = $1',
    values: [name === 'enter' ? given.personId : given.recordId],
  })
  const { recordId, staffId, personId } = given
  const last = name === 'enter' ? randomUUID() : '13800000000'
  const digest = randomBytes(32)
  const ids = [recordId, staffId, randomUUID(), digest, answer, randomUUID(), leaf, payload]
  await pool.query({
    name: `save ${name}`,
    text: name === 'enter' ? bareEntry : bareReview,
    values: [...ids, personId, data, input, last],
  })
}

const bare: Order = async (client) => {
  const [entry, review] = staff[client % clients]!
  const [recordId, personId] = [randomUUID(), randomPerson()]
  const [, first] = await timed(() => bareAct('enter', { recordId, staffId: entry, personId }))
  const [, second] = await timed(() => bareAct('review', { recordId, staffId: review, personId }))
  return [first, second]
}

interface Slice {
  readonly rate: number
  /** ms of a core per order; the server's only where /proc tells. */
  readonly server_ms: number
  readonly node_ms: number
}

/** CPU time of the server's processes so far, in ms: what other programs on the machine take does not count. */
function serverCpu(): number {
  let total = 0
  for (const name of existsSync('/proc') ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
      if (Number(stat[1]) !== server.pid) continue
      total += Number(readFileSync(`/proc/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // A process that has ended meanwhile.
    }
  }
  return total
}

/** Every client busy. */
async function runSlice(order: Order, milliseconds: number): Promise<Slice> {
  const [serverBefore, nodeBefore, started] = [serverCpu(), process.cpuUsage(), performance.now()]
  let done = 0
  const client = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() - started < milliseconds) {
      await order(index)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const { user, system } = process.cpuUsage(nodeBefore)
  return {
    rate: (done * 1000) / (performance.now() - started),
    server_ms: (serverCpu() - serverBefore) / done,
    node_ms: (user + system) / 1000 / done,
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((x, y) => x - y)[Math.floor(numbers.length / 2)]!

/** Short slices by turns, so that what else the machine does meets both alike; gives the kernel's median rate. */
async function compareRates(): Promise<number> {
  const slices: { bare: Slice; kernel: Slice }[] = []
  for (let round = 0; round < rounds; round += 1) {
    slices.push({ bare: await runSlice(bare, sliceMs), kernel: await runSlice(throughKernel, sliceMs) })
  }
  const of = (pick: (slice: { bare: Slice; kernel: Slice }) => number): number => median(slices.map(pick))
  const ratio = of(({ bare: { rate }, kernel }) => kernel.rate / rate)
  const highest = Math.max(...slices.map(({ kernel }) => kernel.rate))
  const bareHighest = Math.max(...slices.map((slice) => slice.bare.rate))
  const kernelRate = of(({ kernel }) => kernel.rate)
  console.log(
    `${clients} clients, orders/s of two acts, median of ${rounds} slices (highest): bare ${of((slice) => slice.bare.rate).toFixed(0)} (${bareHighest.toFixed(0)}), kernel ${kernelRate.toFixed(0)} (${highest.toFixed(0)}), ratio ${ratio.toFixed(2)}`,
  )
  const cost = (pick: (slice: Slice) => number): string =>
    `bare ${of((slice) => pick(slice.bare)).toFixed(2)}, kernel ${of((slice) => pick(slice.kernel)).toFixed(2)}`
  console.log(
    `CPU ms an order: server ${cost((slice) => slice.server_ms)}; Node ${cost((slice) => slice.node_ms)}; ratio of all CPU ${of(({ bare: x, kernel: y }) => (x.server_ms + x.node_ms) / (y.server_ms + y.node_ms)).toFixed(2)}`,
  )
  return highest
}

/** Orders begin by the clock, whether the ones before have ended or not; latency of each act. */
async function latencies(order: Order, rate: number): Promise<readonly number[]> {
  const started = performance.now()
  const count = Math.floor(rate * seconds)
  const orders = Array.from({ length: count }, async (_, index) => {
    const due = started + (index * 1000) / rate
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    // Waiting for the timer's turn is waiting, too.
    const late = performance.now() - due
    const [first, second] = await order(index)
    return [late + first!, second!]
  })
  return (await Promise.all(orders)).flat()
}

const quantile = (numbers: readonly number[], share: number): string =>
  numbers
    .toSorted((a, b) => a - b)
    [Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!.toFixed(1)
const mean = (numbers: readonly number[]): string =>
  (numbers.reduce((sum, each) => sum + each, 0) / numbers.length).toFixed(2)

/** One client, phase by phase. */
async function whereTheTimeGoes(): Promise<void> {
  const [entry, review] = staff[0]!
  const parts = { load: [] as number[], decide: [] as number[], save: [] as number[] }
  const phases = async (request: ActRequest, staffId: string): Promise<string> => {
    const context = contextOf(staffId)
    const [found, load] = await timed(() => loadAct(context, benchChange, request))
    const began = performance.now()
    const hash = requestHash(request)
    const { actorFacts } = found
    const deciding = {
      ...context,
      kind: benchChange,
      actorFacts,
      newRecordId: randomUUID(),
      recordBytesMax: 1,
    }
    const accepted = decideAct(request, { ...found.loaded, checked: null }, deciding)
    const sealed = sealAccepted({ context, request, found, accepted })
    const { recordId, status, version } = accepted
    const answer = {
      outcome: 'accepted',
      kind: 'BENCH_CHANGE',
      recordId,
      status,
      version,
      entryId: sealed.entryId,
    } as const
    parts.decide.push(performance.now() - began)
    const [, save] = await timed(() =>
      saveAct(db, { context, request, hash, found, accepted, kept: [], sealed, answer }),
    )
    parts.load.push(load)
    parts.save.push(save)
    return recordId
  }
  for (let index = 0; index < 500; index += 1) await phases(reviewOf(await phases(entryOf(), entry)), review)
  const alone: number[] = []
  for (let index = 0; index < 500; index += 1) alone.push(...(await bare(0)))
  console.log(
    `one client, mean ms an act: load ${mean(parts.load)}, decide and seal ${mean(parts.decide)}, save ${mean(parts.save)}; bare ${mean(alone)}`,
  )
}

/** One client, by turns: what of the server's work is reading, and what writing. */
async function whereTheServerWorks(): Promise<void> {
  const [entry, review] = staff[0]!
  const entered: string[] = []
  const written: { recordId: string; staffId: string; personId: string }[] = []
  const phases: Readonly<Record<string, () => Promise<unknown>>> = {
    entry: async () => {
      const answer = await act(contextOf(entry), entryOf())
      if (answer.outcome === 'accepted') entered.push(answer.recordId)
    },
    'load of entry': () => loadAct(contextOf(entry), benchChange, entryOf()),
    'load of review': () => loadAct(contextOf(review), benchChange, reviewOf(entered[0]!)),
    review: () => act(contextOf(review), reviewOf(entered.pop()!)),
    'bare entry': () => {
      written.push({ recordId: randomUUID(), staffId: entry, personId: randomPerson() })
      return bareAct('enter', written.at(-1)!)
    },
    'bare review': () => bareAct('review', written.pop()!),
  }
  const costs: Record<string, number[]> = {}
  for (let turn = 0; turn < 12; turn += 1) {
    for (const [name, work] of Object.entries(phases)) {
      const before = serverCpu()
      for (let index = 0; index < 40; index += 1) await work()
      costs[name] = [...(costs[name] ?? []), (serverCpu() - before) / 40]
    }
  }
  const told = Object.entries(costs).map(([name, each]) => `${name} ${median(each).toFixed(2)}`)
  console.log(`one client, server CPU ms, median of 12 turns: ${told.join(', ')}`)
}

try {
  const load = (): string => os.loadavg()[0]!.toFixed(1)
  console.log(`${os.cpus().length} cores; load of the machine before: ${load()}`)
  await setUpBench(pool, { staff, persons })
  samples.enter = await sampleOf(entryOf(), 'entry0')
  const entered = await act(contextOf('entry0'), entryOf())
  if (entered.outcome !== 'accepted') throw new Error(JSON.stringify(entered))
  samples.review = await sampleOf(reviewOf(entered.recordId), 'review0')
  for (const order of [bare, throughKernel]) for (let index = 0; index < 300; index += 1) await order(index)
  await whereTheTimeGoes()
  await whereTheServerWorks()
  const highest = await compareRates()
  for (const [name, order] of [
    ['kernel', throughKernel],
    ['bare', bare],
  ] as const) {
    const rate = 0.7 * highest
    const acts = await latencies(order, rate)
    console.log(
      `${name} at ${rate.toFixed(0)} orders/s (70 % of the kernel's highest), ms an act: p50 ${quantile(acts, 0.5)}, p99 ${quantile(acts, 0.99)}`,
    )
  }
  console.log(`load of the machine after, ours included: ${load()}`)
} finally {
  await close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
