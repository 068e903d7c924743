/**
 * The rules through our runner against the same SQL text run directly, in one process on one snapshot.
 * Shared views are built once outside both clocks.
 *
 *   node bench/screening.ts SNAPSHOT [--threads N] [--memory MB] [--repeat N] [--out FILE.json]
 *
 * FILE.json is what bench/plot-cost.ts draws.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { monthOfDay, parseDay } from '#base/calendar-math.ts'
import { openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import { createDialect } from '#screening/dialect.ts'
import { createLaw } from '#screening/law-tables.ts'
import { attachSnapshot, buildViews } from '#screening/prepare-tables.ts'
import { missingNeeds } from '#screening/rule-status.ts'
import { boundValues, runRuleSql } from '#screening/run-rule.ts'
import { runScreening } from '#screening/run-screening.ts'
import { bindParameters } from '#screening/settings.ts'
import { Manifest } from '#standard/manifest.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string' },
    memory: { type: 'string' },
    out: { type: 'string' },
    repeat: { type: 'string', default: '3' },
  },
})
const snapshotDirectory = path.resolve(positionals[0] ?? '.')
const limits = {
  ...(values.threads === undefined ? {} : { threads: Number(values.threads) }),
  ...(values.memory === undefined ? {} : { memoryLimitMegabytes: Number(values.memory) }),
}
const manifest = Manifest.parse(
  JSON.parse(readFileSync(path.join(snapshotDirectory, 'manifest.json'), 'utf8')),
)
const law = await readLaw()
const workDirectory = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const repeat = Number(values.repeat)

const seconds = (started: number): number => (performance.now() - started) / 1000
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

async function timeRaw(asOf: string): Promise<{ raw: Map<string, number>; views: number }> {
  const database = await openDuck({
    file: path.join(workDirectory, 'raw.duckdb'),
    temporaryDirectory: path.join(workDirectory, 'spill-raw'),
    ...limits,
  })
  const { connection } = database
  const files = await attachSnapshot(connection, snapshotDirectory, manifest)
  await createDialect(connection)
  await createLaw(connection, law)
  const runnable = rules.filter((rule) => missingNeeds(rule, manifest) === null)
  const started = performance.now()
  await buildViews(connection, runnable, files)
  const views = seconds(started)
  console.log(`shared views ${views.toFixed(2)} s`)
  const asOfDay = parseDay(asOf)!
  const [latest] = await selectRows(
    connection,
    `select max(pay_month) as latest from payment where status = 'PAID' and pay_month <= ${monthOfDay(asOfDay)}`,
  )
  const context = { asOfDay, asOfMonth: monthOfDay(asOfDay), latestMonth: Number(latest?.latest) }
  const times = new Map<string, number>()
  for (const rule of runnable) {
    const parameters = bindParameters(rule, new Map())
    const measured: number[] = []
    for (let round = 0; round < repeat; round += 1) {
      const begun = performance.now()
      await runSql(
        connection,
        `create or replace table raw_hit as ${rule.sql}`,
        boundValues(rule, parameters, context),
      )
      measured.push(seconds(begun))
    }
    times.set(rule.code, median(measured))
    await runRuleSql(connection, rule, parameters, context)
  }
  database.close()
  return { raw: times, views }
}

async function timeRunner(): Promise<{ times: Map<string, number[]>; asOf: string }> {
  const times = new Map<string, number[]>()
  let asOf = ''
  for (let round = 0; round < repeat; round += 1) {
    const folder = mkdtempSync(path.join(workDirectory, 'run-'))
    const run = await runScreening({
      snapshotDirectory,
      manifest,
      rules,
      settings: new Map(),
      law,
      workDirectory: folder,
      programVersion: 'bench',
      isUnmasked: false,
      now: () => new Date(),
      ...limits,
    })
    asOf = run.summary.asOf
    for (const rule of run.summary.rules) {
      if (rule.status === 'FAILED') console.log(rule.code, rule.reason?.en)
      times.set(rule.code, [...(times.get(rule.code) ?? []), rule.seconds])
    }
    run.close()
    rmSync(folder, { recursive: true })
  }
  return { times, asOf }
}

try {
  const { times, asOf } = await timeRunner()
  const { raw, views } = await timeRaw(asOf)
  let ours = 0
  let direct = 0
  for (const [code, measured] of raw) {
    const runner = median(times.get(code) ?? [0])
    ours += runner
    direct += measured
    console.log(`${code}  runner ${runner.toFixed(3)} s  raw ${measured.toFixed(3)} s`)
  }
  const rowsOf = (name: string): number => manifest.tables.find((table) => table.name === name)?.rows ?? 0
  const rows = rowsOf('payment')
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `${raw.size} rules, ${rows} payment lines: runner ${ours.toFixed(2)} s, raw ${direct.toFixed(2)} s, ` +
      `ratio ${(ours / direct).toFixed(2)}; peak memory ${peakMegabytes} MB`,
  )
  if (values.out !== undefined) {
    const lines = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const measured = {
      persons: rowsOf('person'),
      lines,
      rules: raw.size,
      repeat,
      ours,
      direct,
      views,
      peakMegabytes,
    }
    writeFileSync(values.out, `${JSON.stringify(measured, null, 1)}\n`)
  }
} finally {
  rmSync(workDirectory, { recursive: true, force: true })
}
