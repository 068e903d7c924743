import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { rules } from '#rules/catalogue.ts'
import { runFileRules } from '#server/business/run-file-rules.ts'
import { orderStep } from '../test-orders.ts'
import { openFileCheckPool } from './file-check-pool.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import { definePaymentFile } from './payment-file.ts'
import { createPaymentFileCheck, paymentFileKind as kind } from './payment-file-check.ts'
import { actingAs, fileOf, lineOf, loadPeople, reportDeath, setUpOffice, withoutFiles } from './test-files.ts'

/** `FANGXIAN_LINES=5000`: the largest file. */
const count = Number(process.env.FANGXIAN_LINES ?? 1000)
/** In the register; `FANGXIAN_PEOPLE=200000`: a city. */
const people = Math.max(count, Number(process.env.FANGXIAN_PEOPLE ?? count))

test(`a file of ${count} lines is checked in one run of the rules a step`, { timeout: 300_000 }, async () => {
  const database = await testDatabase()
  const { pool, owner } = database
  await setUpOffice(database)
  await loadPeople(database, people)
  await reportDeath(database, 1)
  await reportDeath(database, 2)
  await sql`analyze`.execute(owner)
  const checkPool = openFileCheckPool(database.url, { connectionsMax: 2 })
  onTestFinished(() => checkPool.end())
  const { rows: settings } = await checkPool.query(`select current_setting('enable_nestloop') as nested`)
  expect(settings).toEqual([{ nested: 'off' }])
  let runs = 0
  const retirementAge = await readRetirementAge()
  const run = runFileRules(checkPool, { rules: () => rules, retirementAge, timeoutMs: 30_000 })
  const check = createPaymentFileCheck({
    pool,
    runRules: (asked) => {
      runs += 1
      return run(asked)
    },
  })
  const kinds = [withoutFiles(definePaymentFile('own')), definePaymentHold('own')]
  const as = actingAs(database, { kinds, check })
  const lines = Array.from({ length: count }, (_, index) => lineOf(`P${index + 1}`))
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const start = performance.now()
    const result = await work()
    console.info(`${count} lines, ${name}: ${Math.round(performance.now() - start)} ms`)
    return result
  }
  const input = fileOf('B1', lines)
  const { recordId } = acceptedAnswer(
    await timed('enter', () => act(as('pay1'), requestOf({ kind, action: 'enter', input }))),
  )
  const step = (staffId: string, action: string) => orderStep(as(staffId), { kind, action, recordId })
  expect(await timed('review', () => step('check1', 'review'))).toMatchObject({ status: 'REVIEWED' })
  expect(await timed('approve', () => step('lead1', 'approve'))).toMatchObject({ status: 'DONE' })
  expect(runs).toBe(3)
  const { rows } = await sql`
    select status, count(*)::integer as lines, sum(amount_fen)::text as fen
    from register.payment
    where source_order = ${recordId}
    group by status
    order by status
  `.execute(owner)
  expect(rows).toEqual([
    { status: 'HELD', lines: 2, fen: '40020' },
    { status: 'SENT', lines: count - 2, fen: String((count - 2) * 20010) },
  ])
})
