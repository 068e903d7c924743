/**
 * Lists and dashboards of the workbench at 200,000 findings and 5,000 cases, asked by 50 people at once over loopback
 * (issue 5): p50, p95, p99 of each, and of a bare request of the same server (the session checked, one indexed query).
 * Once at the pace of people who read what they get, once without any pause.
 *
 *   node bench/workbench.ts [--findings N] [--cases N] [--users N] [--seconds N] [--pause ms]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { serve } from '#server/serve.ts'
import { fillWorkbench } from './workbench/fill.ts'
import type { LoadGiven, LoadTaken } from './workbench/load.ts'

const { values } = parseArgs({
  options: {
    findings: { type: 'string', default: '200000' },
    cases: { type: 'string', default: '5000' },
    users: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    pause: { type: 'string', default: '1000' },
  },
})
const [findings, cases, userCount, seconds, pauseMs] = [
  values.findings,
  values.cases,
  values.users,
  values.seconds,
  values.pause,
].map(Number) as [number, number, number, number, number]

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
const [url, ownerUrl] = [await findRunningUrl(folder), await findRunningUrl(folder, 'owner')]
if (url === null || ownerUrl === null) throw new Error('the database does not answer')

const month = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 7)
const requests: Readonly<Record<string, string>> = {
  'findings, as they open': '/findings',
  'findings, open, of level 1': '/findings?status=OPEN&level=1',
  'findings of a rule': '/findings?rule=DTH-01',
  'findings of two rules, open, in a month': `/findings?rule=DTH-01,DUP-01&status=OPEN&first_month_from=${month}&first_month_to=${month}`,
  'findings, concluded': '/findings?status=CONCLUDED',
  'findings, the latest': '/findings?sort=-last_found_at',
  'findings of a region above 10,000 yuan':
    '/findings?region={region}&amount_fen_min=1000000&sort=-amount_fen',
  'findings in cases, the oldest first': '/findings?status=IN_CASE&sort=first_found_at',
  'cases, the most urgent': '/cases',
  'cases, overdue': '/cases?is_overdue=true',
  'cases being verified, the latest': '/cases?status=VERIFYING&sort=-changed_at',
  recoveries: '/recoveries',
  'recoveries, added up': '/recoveries/totals',
  'overview: findings': '/overview/findings',
  'overview: open findings of level 1': '/overview/findings?status=OPEN&level=1',
  'overview: cases': '/overview/cases',
  'overview: recovery': '/overview/recovery',
  'overview: precision': '/overview/precision',
  'to-dos': '/to-dos',
}

function load(given: Omit<LoadGiven, 'url' | 'bare' | 'requests'>): Promise<LoadTaken> {
  return new Promise((resolve, reject) => {
    const workerData: LoadGiven = { ...given, url: serving.url, bare: '/me/sessions', requests }
    const worker = new Worker(new URL('./workbench/load.ts', import.meta.url), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

function report(title: string, taken: LoadTaken): void {
  const sorted = Object.entries(taken).map(
    ([name, times]) => [name, [...times].sort((a, b) => a - b)] as const,
  )
  const bare = at(sorted.find(([name]) => name === 'bare')?.[1] ?? [], 0.5)
  const all = sorted.flatMap(([, times]) => times).sort((a, b) => a - b)
  console.log(`\n${title}: ${all.length} answers`)
  console.log('| | answers | p50 ms | p95 ms | p99 ms | p50 / bare |\n|---|---|---|---|---|---|')
  const order = ['bare', ...Object.keys(requests), 'page 2 of a list']
  for (const name of order) {
    const times = sorted.find(([each]) => each === name)?.[1] ?? []
    const [p50, p95, p99] = [at(times, 0.5), at(times, 0.95), at(times, 0.99)]
    console.log(
      `| ${name} | ${times.length} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${p99.toFixed(1)} | ${(p50 / bare).toFixed(1)} |`,
    )
  }
  console.log(
    `| **all** | ${all.length} | ${at(all, 0.5).toFixed(1)} | ${at(all, 0.95).toFixed(1)} | ${at(all, 0.99).toFixed(1)} | |`,
  )
}

try {
  const [app, owner] = [
    openDatabase(url, { connectionsMax: 2 }),
    openDatabase(ownerUrl, { connectionsMax: 2 }),
  ]
  const started = performance.now()
  const users = await fillWorkbench(app.pool, { findings, cases, users: userCount })
  await owner.pool.query('vacuum analyze')
  console.log(
    `${findings} findings, ${cases} cases filled in ${((performance.now() - started) / 1_000).toFixed(0)} s`,
  )
  await app.close()
  await owner.close()
  await load({ users, seconds: 5, pauseMs: 200 })
  report(`${userCount} people, a request about every ${pauseMs} ms`, await load({ users, seconds, pauseMs }))
  report(`${userCount} people without a pause`, await load({ users, seconds: seconds / 2, pauseMs: 0 }))
} finally {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
}
