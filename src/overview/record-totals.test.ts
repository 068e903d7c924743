import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '#access/storing/scope-condition.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { coverageOf } from './coverage.ts'
import { foldTotals } from './fold-totals.ts'
import { type RecordSum, type RecordTotals, readRecordTotals } from './record-totals.ts'
import { isSeen, readPaths, regionCodes, setUpTree } from './test-totals.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpTree(owner))

const schemes = [null, '110', '170'] as const
const state = {
  status: fc.constantFrom('OPENED', 'HANDLING', 'MERGED'),
  isOpen: fc.boolean(),
  /** Days from today; null: none. */
  due: fc.constantFrom(null, -1, 0, 7, 8),
  loss: fc.option(fc.record({ fen: fc.integer({ min: 0, max: 900_000 }), isApproved: fc.boolean() })),
}
const newCase = fc.record({
  regions: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...regionCodes).map((code) => [code]) },
    { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...regionCodes), { minLength: 2, maxLength: 3 }) },
  ),
  scheme: fc.constantFrom(...schemes),
  ...state,
})
type NewCase = typeof newCase extends fc.Arbitrary<infer Case> ? Case : never
type CaseState = Omit<NewCase, 'regions' | 'scheme'>

function dataOf({ loss }: CaseState): string {
  const approved = loss?.isApproved ? { by: 'leader' } : null
  return JSON.stringify({
    findings: [],
    merged_from: [],
    origin: null,
    split_off: [],
    conclusion: loss === null ? null : { loss_fen: `${loss.fen}`, results: [], approved },
  })
}

async function insertCase(given: NewCase): Promise<void> {
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, scheme, concerned, data, is_open, entered_by, entered_at, changed_by,
      changed_at, due_day
    )
    values (
      ${randomUUID()}, 'CASE', ${given.status}, 1, ${given.regions}::text[], ${given.scheme}, '{}',
      ${dataOf(given)}::jsonb, ${given.isOpen}, 'somebody', now(), 'somebody', now(),
      current_date + ${given.due}::integer
    )
  `.execute(db)
}

const changeCases = (to: CaseState, upTo: string) => sql`
  update app.record
  set
    status = ${to.status},
    data = ${dataOf(to)}::jsonb,
    is_open = ${to.isOpen},
    due_day = current_date + ${to.due}::integer
  where kind = 'CASE' and left(record_id, 1) <= ${upTo}
`

const step = fc.oneof(
  { weight: 4, arbitrary: newCase.map((given) => ({ given })) },
  { weight: 3, arbitrary: fc.record({ to: fc.record(state), upTo: fc.constantFrom('1', '4', 'a') }) },
  { weight: 1, arbitrary: fc.constant('fold' as const) },
)

interface Row {
  readonly regions: string[]
  readonly scheme: string | null
  readonly status: string
  readonly is_open: boolean
  readonly days: number | null
  readonly confirmed: bigint
}

async function readRows(): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select
      regions, scheme, status, is_open, due_day - current_date as days,
      case when data -> 'conclusion' -> 'approved' ->> 'by' is not null
        then (data -> 'conclusion' ->> 'loss_fen')::bigint else 0 end as confirmed
    from app.record
    where kind = 'CASE'
    order by record_id
  `.execute(owner)
  return rows
}

function sumOf(rows: readonly Row[]) {
  const open = rows.filter(({ is_open }) => is_open)
  return {
    records: rows.length,
    open: open.length,
    overdue: open.filter(({ days }) => days !== null && days < 0).length,
    due_soon: open.filter(({ days }) => days !== null && days >= 0 && days <= 7).length,
    confirmed_fen: rows.reduce((sum, { confirmed }) => sum + confirmed, 0n),
  }
}

function shown({ records, open, overdue, due_soon, confirmed_fen }: RecordSum) {
  return { records, open, overdue, due_soon, confirmed_fen }
}

async function read(scopes: readonly Scope[], region: string | null) {
  return db.transaction().execute(async (tx): Promise<RecordTotals | null> => {
    const coverage = await coverageOf(tx, { scopes, region })
    return coverage && readRecordTotals(tx, { kind: 'CASE', coverage, leftOut: ['MERGED'] })
  })
}

const scope: fc.Arbitrary<Scope> = fc.record({
  regions: fc.uniqueArray(fc.constantFrom(...regionCodes), { minLength: 1, maxLength: 3 }),
  schemes: fc.constantFrom(null, null, ['110'], ['110', '170']),
})

test('cases, overdue ones and confirmed losses are what the rows add up to, in scopes of regions and schemes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 10, size: 'max' }),
      fc.array(fc.array(scope, { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 }),
      fc.constantFrom(...regionCodes),
      async (steps, scopesAsked, region) => {
        for (const taken of steps) {
          if (taken === 'fold') await foldTotals({ db })
          else if ('given' in taken) await insertCase(taken.given)
          else await changeCases(taken.to, taken.upTo).execute(db)
        }
        const [rows, paths] = [await readRows(), await readPaths(owner)]
        for (const scopes of scopesAsked) {
          const seen = rows.filter((row) => isSeen(scopes, row, paths))
          const totals = (await read(scopes, null))!
          expect(shown(totals.whole)).toEqual(sumOf(seen.filter(({ status }) => status !== 'MERGED')))
          for (const status of ['OPENED', 'HANDLING', 'MERGED']) {
            const line = totals.byStatus.find((each) => each.status === status)
            const there = seen.filter((row) => row.status === status)
            expect(line === undefined ? sumOf([]) : shown(line)).toEqual(sumOf(there))
          }
          const below = await read(scopes, region)
          const covers = scopes.filter(({ regions }) =>
            paths.get(region)!.some((each) => regions.includes(each)),
          )
          if (covers.length === 0) {
            expect(below).toBeNull()
            continue
          }
          const ofRegion = covers.map(({ schemes: asked }) => ({ regions: [region], schemes: asked }))
          expect(shown(below!.whole)).toEqual(
            sumOf(rows.filter((row) => row.status !== 'MERGED' && isSeen(ofRegion, row, paths))),
          )
        }
      },
    ),
    // The rows of earlier runs stay: a smaller example would not be one.
    { numRuns: process.env.FANGXIAN_DEPTH === 'deep' ? 60 : 10, endOnFailure: true },
  )
})

test('a recovery’s balance follows every change of it, and a cancelled one counts in its own line only', async () => {
  const caseId = randomUUID()
  const concluded = dataOf({
    status: 'HANDLING',
    isOpen: true,
    due: null,
    loss: { fen: 1_000, isApproved: true },
  })
  const insert = (recordId: string, kind: string, data: string) => sql`
    insert into app.record (
      record_id, kind, status, version, regions, concerned, data, is_open, entered_by, entered_at, changed_by, changed_at
    )
    values (${recordId}, ${kind}, 'OPENED', 1, '{990201}', '{}', ${data}::jsonb, true, 'a', now(), 'a', now())
  `
  const data = (due: number, recovered: number) =>
    JSON.stringify({
      case_id: caseId,
      due_fen: `${due}`,
      recovered_fen: `${recovered}`,
      written_off_fen: '0',
      outstanding_fen: `${due - recovered}`,
      receipts: [],
      settled_by_orders: [],
    })
  const totals = () =>
    db.transaction().execute(async (tx) => {
      const coverage = (await coverageOf(tx, {
        scopes: [{ regions: ['990200'], schemes: null }],
        region: null,
      }))!
      return readRecordTotals(tx, { kind: 'RECOVERY', coverage, leftOut: ['CANCELLED'] })
    })
  const [first, second] = [randomUUID(), randomUUID()]
  await insert(caseId, 'CASE', concluded).execute(db)
  await insert(first, 'RECOVERY', data(700, 0)).execute(db)
  await insert(second, 'RECOVERY', data(300, 0)).execute(db)
  await sql`update app.record set data = ${data(700, 250)}::jsonb where record_id = ${first}`.execute(db)
  expect((await totals()).whole).toMatchObject({
    records: 2,
    due_fen: 1_000n,
    recovered_fen: 250n,
    outstanding_fen: 750n,
  })
  await foldTotals({ db })
  await sql`update app.record set status = 'CANCELLED' where record_id = ${second}`.execute(db)
  const { whole, byStatus, byRegion } = await totals()
  expect(whole).toMatchObject({ records: 1, due_fen: 700n, recovered_fen: 250n, outstanding_fen: 450n })
  expect(byStatus).toMatchObject([
    { status: 'CANCELLED', records: 1, due_fen: 300n },
    { status: 'OPENED', records: 1, due_fen: 700n },
  ])
  expect(byRegion).toMatchObject([{ region: '990201', records: 1, due_fen: 700n, is_own: false }])
})
