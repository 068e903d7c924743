/**
 * A snapshot screened on DuckDB and on a cluster of ClickHouse nodes on this machine, in one run: ratios of time, rows
 * sent by ClickHouse's own counters, and whether the findings are the same. Nodes are those of tests/cluster, so
 * `npm run test:cluster` must have installed them once.
 *
 *   node bench/cluster.ts SNAPSHOT [--shards 1,2] [--threads 2] [--folder DIR] [--out FILE.json]
 *
 * Threads are shared by the nodes. FILE.json is what docs/scale.md quotes.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import { openClickHouseEngine } from '#screening/on-clickhouse/clickhouse-engine.ts'
import { loadSnapshot } from '#screening/on-clickhouse/load-snapshot.ts'
import type { Counted } from '#screening/on-clickhouse/node.ts'
import { runScreening, type ScreeningOptions, type ScreeningRun } from '#screening/run-screening.ts'
import { Manifest } from '#standard/manifest.ts'
import { startCluster, type TestCluster, whyNoCluster } from '../tests/cluster/start-cluster.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shards: { type: 'string', default: '1,2' },
    threads: { type: 'string', default: '2' },
    folder: { type: 'string', default: os.tmpdir() },
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
const workDirectory = mkdtempSync(path.join(values.folder, 'fangxian-bench-'))
const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1000

interface OfRule {
  seconds: number
  hits: number
  rowsRead: number
  rowsSent: number
  bytesSent: number
  memoryBytes: number
}

interface Measured {
  readonly engine: string
  readonly loadSeconds: number
  readonly rowsLoaded: number
  /** Until the rules begin. */
  readonly prepareSeconds: number
  readonly ruleSeconds: number
  readonly seconds: number
  readonly digest: string
  readonly byRule: Record<string, OfRule>
}

/** Of all findings with their evidence, in their order. */
async function digestOf(run: ScreeningRun): Promise<string> {
  const digest = createHash('sha256')
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each} fen` : each))
  for await (const part of run.findings.read()) digest.update(textOf(part))
  for await (const subject of run.subjects.read()) digest.update(textOf(subject))
  return digest.digest('hex')
}

const nothing = { seconds: 0, hits: 0, rowsRead: 0, rowsSent: 0, bytesSent: 0, memoryBytes: 0 }

async function screen(engine: string, cluster: TestCluster | null): Promise<Measured> {
  const folder = mkdtempSync(path.join(workDirectory, 'run-'))
  const loading = performance.now()
  const loaded =
    cluster === null
      ? null
      : await loadSnapshot({
          ...{ snapshotDirectory, manifest, shards: cluster.nodes, rules, directory: folder, threads },
        })
  const loadSeconds = loaded === null ? 0 : secondsSince(loading)
  if (loaded !== null) console.log(`${engine}: loaded ${loaded.sent} rows in ${loadSeconds} s`)
  const byRule: Record<string, OfRule> = { prepare: { ...nothing } }
  let current = 'prepare'
  const onCounted = (counted: Counted): void => {
    const of = byRule[current]!
    of.rowsRead += counted.rowsRead
    of.rowsSent += counted.rowsSent
    of.bytesSent += counted.bytesSent
    of.memoryBytes = Math.max(of.memoryBytes, counted.memoryBytes)
  }
  const started = performance.now()
  let prepareSeconds = 0
  const options: ScreeningOptions = {
    ...{ snapshotDirectory, manifest, rules, settings: new Map(), law, workDirectory: folder, threads },
    ...{ programVersion: 'bench', isUnmasked: false, now: () => new Date() },
    openEngine:
      cluster === null || loaded === null
        ? undefined
        : (connection) =>
            openClickHouseEngine(
              {
                nodes: cluster.nodes.map(({ url }) => ({ url, onCounted })),
                layouts: loaded.layouts,
                nowMs: Date.now(),
              },
              { connection, directory: folder },
            ),
    onProgress: ({ stage, subject }) => {
      if (stage !== 'screen' || subject === '') return
      if (current === 'prepare') prepareSeconds = secondsSince(started)
      current = subject
      byRule[subject] ??= { ...nothing }
    },
  }
  const run = await runScreening(options)
  const seconds = secondsSince(started)
  for (const { code, seconds: ofRule, findings, status, reason } of run.summary.rules) {
    if (status === 'FAILED') console.log(engine, code, reason?.en)
    const of = byRule[code] ?? { ...nothing }
    byRule[code] = { ...of, seconds: ofRule, hits: findings }
  }
  const digest = await digestOf(run)
  run.close()
  rmSync(folder, { recursive: true })
  const ruleSeconds = run.summary.rules.reduce((sum, rule) => sum + rule.seconds, 0)
  console.log(
    `${engine}: ${seconds} s, of which preparing ${prepareSeconds} s and ${run.summary.rules.length} rules ${ruleSeconds.toFixed(1)} s; ${run.summary.findings} findings`,
  )
  return {
    ...{ engine, loadSeconds, rowsLoaded: loaded?.sent ?? 0, prepareSeconds, ruleSeconds, seconds, digest },
    byRule,
  }
}

try {
  mkdirSync(workDirectory, { recursive: true })
  const measured = [await screen('DuckDB', null)]
  for (const shards of values.shards.split(',').map(Number)) {
    const cluster = await startCluster(shards, Math.max(1, Math.floor(threads / shards)), values.folder)
    try {
      measured.push(await screen(`ClickHouse, ${shards} shards`, cluster))
    } finally {
      await cluster.stop()
    }
  }
  const [duck] = measured
  const lines = manifest.tables.find(({ name }) => name === 'payment')?.rows ?? 0
  for (const [index, each] of measured.slice(1).entries()) {
    const before = measured[index]!
    console.log(
      `${each.engine} on ${lines} payment lines: ${(each.seconds / duck!.seconds).toFixed(2)} times DuckDB (rules ${(each.ruleSeconds / duck!.ruleSeconds).toFixed(2)}), ` +
        `${(each.seconds / before.seconds).toFixed(2)} times the one before; findings ${each.digest === duck!.digest ? 'the same' : 'DIFFERENT'}`,
    )
  }
  if (values.out !== undefined) {
    const tableRows = Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows]))
    writeFileSync(values.out, `${JSON.stringify({ threads, tableRows, measured }, null, 1)}\n`)
  }
} finally {
  rmSync(workDirectory, { recursive: true, force: true })
}
