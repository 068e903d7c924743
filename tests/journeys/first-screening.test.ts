import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import { askFirstRun } from '#runs/ask-first-run.ts'
import { servedCounty } from './served-county.ts'

const county = await servedCounty()

interface Run {
  readonly state: string
  readonly failure: unknown
  readonly result: { findings: number; opened: number } | null
}

async function finished(): Promise<Run> {
  for (;;) {
    const { rows } = await county.pool.query<Run>('select state, failure, result from app.screening_run')
    if (rows[0]!.state !== 'WAITING' && rows[0]!.state !== 'RUNNING') return rows[0]!
    await wait(200)
  }
}

test('the demonstration screens its first delivery by itself, and an auditor of the county sees what it found', async () => {
  const { url } = await databaseUrl()
  const { db, close } = openDatabase(url)
  const asked = { runId: randomUUID(), region: '990101' }
  expect(await askFirstRun(db, asked)).toBe(true)
  expect(await askFirstRun(db, { ...asked, runId: randomUUID() })).toBe(false)
  await close()
  const run = await finished()
  expect(run).toMatchObject({ state: 'DONE', failure: null })
  expect(run.result!.opened).toBe(run.result!.findings)
  expect(run.result!.findings).toBeGreaterThan(20)
  const { browser } = await county.signIn('稽核内控岗', 'A990101')
  const { body, status } = await browser.get('/api/findings?limit=200&snoozed=any')
  expect(status).toBe(200)
  const items = body.items as { regions: string[] }[]
  expect(items.length).toBeGreaterThan(20)
  expect(items.flatMap(({ regions }) => regions).every((region) => region.startsWith('990101'))).toBe(true)
})

async function databaseUrl(): Promise<{ url: string }> {
  return { url: county.pool.options.connectionString! }
}
