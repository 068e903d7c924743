/**
 * A snapshot screened on DuckDB and on a cluster of ClickHouse nodes on this machine, in one run: ratios of time, rows
 * sent by ClickHouse's own counters, and whether the findings are the same. Nodes are those of tests/cluster, so
 * `npm run test:cluster` must have installed them once.
 *
 *   node bench/cluster.ts SNAPSHOT [--shards 1,2] [--threads 2] [--memory MB] [--nodes DIR] [--load-only] [--out FILE.json]
 *
 * Threads are shared by the nodes; --memory is the most that a statement may hold on each. With --nodes their data stay
 * in DIR, so that a second call measures without loading; --load-only ends there.
 * bench/size-cluster.ts makes the tables of docs/scale.md of FILE.json.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import { openClickHouseEngine } from '#screening/on-clickhouse/clickhouse-engine.ts'
import { loadSnapshot } from '#screening/on-clickhouse/load-snapshot.ts'
import type { Counted } from '#screening/on-clickhouse/node.ts'
import type { Layout } from '#screening/on-clickhouse/shard-register.ts'
import { runScreening, type ScreeningOptions, type ScreeningRun } from '#screening/run-screening.ts'
import { Manifest } from '#standard/manifest.ts'
import { startCluster, type TestCluster, whyNoCluster } from '../tests/cluster/start-cluster.ts'
import type { Bench, Measured, OfLoad, OfRule } from './cluster/measured.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shards: { type: 'string', default: '1,2' },
    threads: { type: 'string', default: '2' },
    memory: { type: 'string' },
    nodes: { type: 'string' },
    'load-only': { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const missing = whyNoCluster()
if (missing !== null) throw new Error(missing)
const snapshotDirectory = path.resolve(positionals[0] ?? '.')
const threads = Number(values.threads)
const manifest = Manifest.parse(
  JSON.parse(readFileSync(path.join(snapshotDirectory, 'manifest.json'), 'utf8')),
)
const law = await readLaw()
const workDirectory = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1000

/** Of all findings with their evidence, in their order. */
async function digestOf(run: ScreeningRun): Promise<string> {
  const digest = createHash('sha256')
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each} fen` : each))
  for await (const part of run.findings.read()) digest.update(textOf(part))
  for await (const subject of run.subjects.read()) digest.update(textOf(subject))
  return digest.digest('hex')
}

async function bytesOn(cluster: TestCluster): Promise<number> {
  const found = await Promise.all(
    cluster.nodes.map((node) =>
      node.select('select sum(bytes_on_disk) as bytes from system.parts where active'),
    ),
  )
  return found.flat().reduce((sum, { bytes }) => sum + Number(bytes), 0)
}

const nothing = { seconds: 0, hits: 0, rowsRead: 0, rowsSent: 0, bytesSent: 0, memoryBytes: 0 }

interface Loaded {
  readonly cluster: TestCluster
  readonly layouts: readonly Layout[]
  readonly ofLoad: OfLoad
}

/** With `kept`, what a load took is kept beside the nodes' data, for the calls that find it loaded. */
async function load(engine: string, cluster: TestCluster, kept: string | undefined): Promise<Loaded> {
  const directory = mkdtempSync(path.join(workDirectory, 'load-'))
  const started = performance.now()
  const { layouts, sent } = await loadSnapshot({
    ...{ snapshotDirectory, manifest, shards: cluster.nodes, rules, directory, threads },
  })
  rmSync(directory, { recursive: true })
  const loadSeconds = secondsSince(started)
  console.log(`${engine}: loaded ${sent} rows in ${loadSeconds} s`)
  const file = kept === undefined ? undefined : path.join(kept, 'load.json')
  if (sent === 0 && file !== undefined && existsSync(file))
    return { cluster, layouts, ofLoad: JSON.parse(readFileSync(file, 'utf8')) as OfLoad }
  const ofLoad = { loadSeconds, rowsLoaded: sent, diskBytes: await bytesOn(cluster) }
  if (file !== undefined) writeFileSync(file, JSON.stringify(ofLoad))
  return { cluster, layouts, ofLoad }
}

interface Counting {
  byRule: Record<string, OfRule>
  current: string
}

function openOn(
  loaded: Loaded | null,
  directory: string,
  counting: Counting,
): ScreeningOptions['openEngine'] {
  if (loaded === null) return undefined
  const onCounted = (counted: Counted): void => {
    const of = counting.byRule[counting.current]!
    of.rowsRead += counted.rowsRead
    of.rowsSent += counted.rowsSent
    of.bytesSent += counted.bytesSent
    of.memoryBytes = Math.max(of.memoryBytes, counted.memoryBytes)
  }
  const limit = values.memory === undefined ? '' : `?ch_max_memory_usage=${Number(values.memory) * 1e6}`
  const nodes = loaded.cluster.nodes.map(({ url }) => ({ url: `${url}${limit}`, onCounted }))
  return (connection) =>
    openClickHouseEngine({ nodes, layouts: loaded.layouts, nowMs: Date.now() }, { connection, directory })
}

async function screen(engine: string, loaded: Loaded | null): Promise<Measured> {
  const workOfRun = mkdtempSync(path.join(workDirectory, 'run-'))
  const counting: Counting = { byRule: { prepare: { ...nothing } }, current: 'prepare' }
  const started = performance.now()
  let prepareSeconds = 0
  const run = await runScreening({
    ...{ snapshotDirectory, manifest, rules, settings: new Map(), law, workDirectory: workOfRun, threads },
    ...{ programVersion: 'bench', isUnmasked: false, now: () => new Date() },
    openEngine: openOn(loaded, workOfRun, counting),
    onProgress: ({ stage, subject }) => {
      if (stage !== 'screen' || subject === '') return
      if (counting.current === 'prepare') prepareSeconds = secondsSince(started)
      counting.current = subject
      counting.byRule[subject] ??= { ...nothing }
    },
  })
  const seconds = secondsSince(started)
  for (const { code, seconds: ofRule, findings, status, reason } of run.summary.rules) {
    if (status === 'FAILED') console.log(engine, code, reason?.en)
    counting.byRule[code] = { ...(counting.byRule[code] ?? nothing), seconds: ofRule, hits: findings }
  }
  const digest = await digestOf(run)
  run.close()
  rmSync(workOfRun, { recursive: true })
  const ruleSeconds = run.summary.rules.reduce((sum, rule) => sum + rule.seconds, 0)
  console.log(
    `${engine}: ${seconds} s, of which preparing ${prepareSeconds} s and ${run.summary.rules.length} rules ${ruleSeconds.toFixed(1)} s; ${run.summary.findings} findings`,
  )
  return {
    ...{ engine, prepareSeconds, ruleSeconds, seconds, digest },
    ...(loaded?.ofLoad ?? { loadSeconds: 0, rowsLoaded: 0, diskBytes: 0 }),
    byRule: counting.byRule,
  }
}

function compare(measured: readonly Measured[]): void {
  const [duck] = measured
  const lines = manifest.tables.find(({ name }) => name === 'payment')?.rows ?? 0
  for (const [index, each] of measured.slice(1).entries()) {
    const before = measured[index]!
    console.log(
      `${each.engine} on ${lines} payment lines: ${(each.seconds / duck!.seconds).toFixed(2)} times DuckDB (rules ${(each.ruleSeconds / duck!.ruleSeconds).toFixed(2)}), ` +
        `${(each.seconds / before.seconds).toFixed(2)} times the one before; findings ${each.digest === duck!.digest ? 'the same' : 'DIFFERENT'}`,
    )
  }
}

try {
  const measured = values['load-only'] ? [] : [await screen('DuckDB', null)]
  for (const shards of values.shards.split(',').map(Number)) {
    const engine = `ClickHouse, ${shards} shards`
    const kept = values.nodes === undefined ? undefined : path.join(values.nodes, `of-${shards}`)
    const cluster = await startCluster(shards, Math.max(1, Math.floor(threads / shards)), kept)
    try {
      const loaded = await load(engine, cluster, kept)
      if (!values['load-only']) measured.push(await screen(engine, loaded))
    } finally {
      await cluster.stop()
    }
  }
  compare(measured)
  if (values.out !== undefined) {
    const tableRows = Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows]))
    const bench: Bench = { threads, tableRows, measured }
    writeFileSync(values.out, `${JSON.stringify(bench, null, 1)}\n`)
  }
} finally {
  rmSync(workDirectory, { recursive: true, force: true })
}
