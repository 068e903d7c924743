import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '#access/storing/scope-condition.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { coverageOf } from './coverage.ts'
import { type FindingTotals, type FindingTotalsFilter, readFindingTotals } from './finding-totals.ts'
import { foldTotals } from './fold-totals.ts'
import { insertFindings, isSeen, moveTown, readPaths, regionCodes, setUpTree } from './test-totals.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpTree(owner))

/** Today: for what is silent until yesterday, today, tomorrow. */
const silences = [null, 'current_date - 1', 'current_date', 'current_date + 1'] as const
const regionSets = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...regionCodes).map((code) => [code]) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...regionCodes), { minLength: 2, maxLength: 4 }) },
)
const newFinding = fc.record({
  regions: regionSets,
  rule: fc.constantFrom('DTH-01', 'DUP-02', 'ACC-01'),
  level: fc.constantFrom(1, 2, 3),
  fen: fc.oneof(fc.integer({ min: 0, max: 5_000_000 }), fc.constant(900_000_000_000_000)),
  schemes: fc.constantFrom([], ['110'], ['110', '170']),
  at: fc.constantFrom('2026-01-31T15:59:59Z', '2026-01-31T16:00:00Z', '2026-03-10T01:00:00Z'),
})
const state = fc.constantFrom('OPEN', 'IN_CASE', 'CONCLUDED')
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ insert: fc.array(newFinding, { minLength: 1, maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ place: regionSets, share: fc.constantFrom('0', '5', 'a') }) },
  {
    weight: 2,
    arbitrary: fc.record({ silence: fc.constantFrom(...silences), share: fc.constantFrom('3', 'b') }),
  },
  { weight: 2, arbitrary: fc.record({ notFound: fc.boolean(), share: fc.constantFrom('2', 'c') }) },
  { weight: 4, arbitrary: fc.record({ state, share: fc.constantFrom('4', '8', 'd') }) },
  { weight: 1, arbitrary: fc.record({ town: fc.constantFrom('990101' as const, '990102' as const) }) },
  { weight: 1, arbitrary: fc.constant({ fold: true as const }) },
)

/** `share`: of the findings whose id ends with that digit or a smaller one. */
async function take(taken: typeof step extends fc.Arbitrary<infer Step> ? Step : never): Promise<void> {
  if ('insert' in taken) return insertFindings(db, taken.insert)
  if ('town' in taken) return moveTown(owner, taken.town)
  if ('fold' in taken) {
    await foldTotals({ db })
    return
  }
  const among = sql`right(finding_id, 1) <= ${taken.share}`
  if ('place' in taken)
    await sql`update app.finding set regions = ${taken.place}::text[] where ${among}`.execute(db)
  else if ('silence' in taken) {
    await sql`update app.finding set snoozed_until = ${sql.raw(taken.silence ?? 'null')} where ${among}`.execute(
      db,
    )
  } else if ('notFound' in taken) {
    const [at, run] = taken.notFound ? [new Date('2026-04-01'), 'run-1'] : [null, null]
    await sql`update app.finding set not_found_since = ${at}, not_found_run_id = ${run} where ${among}`.execute(
      db,
    )
  } else {
    const [conclusion, at] = taken.state === 'CONCLUDED' ? ['TRUE', new Date('2026-04-02')] : [null, null]
    await sql`
      update app.finding_episode
      set state = ${taken.state}, conclusion = ${conclusion}, concluded_at = ${at}, record_id = 'case'
      where ${among}
    `.execute(db)
  }
}

interface Row {
  readonly regions: string[]
  readonly rule_code: string
  readonly level: number
  readonly status: string
  readonly amount_fen: bigint
  readonly open_amount_fen: bigint
  readonly is_not_found: boolean
  readonly is_silent: boolean
  readonly schemes: string[]
  readonly at: Date
}

async function readRows(): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select
      regions, rule_code, level, status, amount_fen, open_amount_fen, not_found_since is not null as is_not_found,
      coalesce(snoozed_until >= current_date, false) as is_silent, schemes, first_found_at as at
    from app.finding
    order by finding_id
  `.execute(owner)
  return rows
}

const monthOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
const isMissing = (value: unknown, asked: readonly unknown[] | null): boolean =>
  asked !== null && !asked.includes(value)

function passes(row: Row, filter: FindingTotalsFilter): boolean {
  const month = monthOf(row.at)
  return !(
    isMissing(row.rule_code, filter.ruleCodes) ||
    isMissing(row.level, filter.levels) ||
    isMissing(row.status, filter.statuses) ||
    (filter.schemes !== null && !filter.schemes.some((each) => row.schemes.includes(each))) ||
    (filter.isSnoozed !== null && row.is_silent !== filter.isSnoozed) ||
    (filter.isNotFoundAgain !== null && row.is_not_found !== filter.isNotFoundAgain) ||
    (filter.firstMonthFrom !== null && month < filter.firstMonthFrom) ||
    (filter.firstMonthTo !== null && month > filter.firstMonthTo)
  )
}

function sumOf(rows: readonly Row[]) {
  return {
    findings: rows.length,
    amount_fen: rows.reduce((sum, row) => sum + row.amount_fen, 0n),
    open_amount_fen: rows.reduce((sum, row) => sum + row.open_amount_fen, 0n),
  }
}

/** Key → sums; groups in which nothing is are in neither. */
function sumsBy(rows: readonly Row[], keyOf: (row: Row) => string): Record<string, unknown> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return Object.fromEntries([...groups].map(([key, group]) => [key, sumOf(group)]))
}

type Line = { readonly findings: number; readonly amount_fen: bigint; readonly open_amount_fen: bigint }
function kept<Kept extends Line>(
  lines: readonly Kept[],
  keyOf: (line: Kept) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    lines
      .filter(({ findings }) => findings !== 0)
      .map((line) => {
        const { findings, amount_fen, open_amount_fen } = line
        return [keyOf(line), { findings, amount_fen, open_amount_fen }]
      }),
  )
}

const seldom = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })
const filter: fc.Arbitrary<FindingTotalsFilter> = fc.record({
  ruleCodes: seldom(fc.constantFrom(['DTH-01'], ['DUP-02', 'ACC-01'])),
  levels: seldom(fc.constantFrom([1], [2, 3])),
  schemes: seldom(fc.constantFrom(['170'], ['110', '170'])),
  statuses: seldom(fc.constantFrom(['OPEN'], ['IN_CASE', 'CONCLUDED'])),
  isSnoozed: seldom(fc.boolean()),
  isNotFoundAgain: seldom(fc.boolean()),
  firstMonthFrom: seldom(fc.constantFrom('2026-01', '2026-02')),
  firstMonthTo: seldom(fc.constantFrom('2026-01', '2026-02')),
})
const scope = fc.record({
  regions: fc.uniqueArray(fc.constantFrom(...regionCodes), { minLength: 1, maxLength: 3 }),
  region: seldom(fc.constantFrom(...regionCodes)),
  filter,
})

async function read(regions: readonly string[], region: string | null, asked: FindingTotalsFilter) {
  const scopes: Scope[] = [{ regions, schemes: null }]
  return db.transaction().execute(async (tx) => {
    const coverage = await coverageOf(tx, { scopes, region })
    return coverage === null
      ? null
      : { coverage, totals: await readFindingTotals(tx, { coverage, filter: asked }) }
  })
}

function expectSums(totals: FindingTotals, rows: readonly Row[]): void {
  const { findings, amount_fen, open_amount_fen } = totals.whole
  expect({ findings, amount_fen, open_amount_fen }).toEqual(sumOf(rows))
  expect(kept(totals.byStatus, ({ status }) => status)).toEqual(sumsBy(rows, ({ status }) => status))
  expect(kept(totals.byLevel, ({ level }) => `${level}`)).toEqual(sumsBy(rows, ({ level }) => `${level}`))
  expect(kept(totals.byRule, ({ rule_code }) => rule_code)).toEqual(
    sumsBy(rows, ({ rule_code }) => rule_code),
  )
  expect(kept(totals.byMonth, ({ month, level }) => `${month} ${level}`)).toEqual(
    sumsBy(rows, ({ at, level }) => `${monthOf(at)} ${level}`),
  )
}

test('whatever happens to findings, the kept totals are the sums over them, in every scope and by every filter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 8, size: 'max' }),
      fc.array(scope, { minLength: 12, maxLength: 12 }),
      async (steps, scopes) => {
        for (const each of steps) await take(each)
        const [rows, paths] = [await readRows(), await readPaths(owner)]
        for (const asked of scopes) {
          const answer = await read(asked.regions, asked.region, asked.filter)
          const isInside = paths.get(asked.region ?? '')?.some((each) => asked.regions.includes(each))
          if (asked.region !== null && isInside !== true) {
            expect(answer).toBeNull()
            continue
          }
          const within = (regions: readonly string[]) =>
            rows.filter(
              (row) =>
                passes(row, asked.filter) &&
                isSeen([{ regions, schemes: null }], { ...row, scheme: null }, paths),
            )
          expectSums(answer!.totals, within(asked.region === null ? asked.regions : [asked.region]))
          for (const line of answer!.totals.byRegion) {
            const there = within([line.region])
            const { findings, amount_fen, open_amount_fen } = line
            const own = there.filter(({ regions }) => regions.includes(line.region))
            expect({ findings, amount_fen, open_amount_fen }).toEqual(sumOf(line.is_own ? own : there))
          }
        }
      },
    ),
    // The rows of earlier runs stay: a smaller example would not be one.
    { numRuns: process.env.FANGXIAN_DEPTH === 'deep' ? 60 : 15, endOnFailure: true },
  )
})

test('folding makes one line of many and leaves the sums', async () => {
  const count = async (): Promise<number> => {
    const { rows } = await sql<{ lines: number; open: number }>`
      select count(*)::integer as lines, count(*) filter (where not is_folded)::integer as open
      from app.finding_total
    `.execute(owner)
    return rows[0]!.lines
  }
  const one = { regions: ['990101001'], rule: 'DTH-01', level: 1, fen: 5, at: '2026-03-10T01:00:00Z' }
  for (let index = 0; index < 20; index += 1) await insertFindings(db, [one])
  const everything = {
    ruleCodes: null,
    levels: null,
    statuses: null,
    schemes: null,
    isSnoozed: null,
    isNotFoundAgain: null,
  }
  const asked = { ...everything, firstMonthFrom: null, firstMonthTo: null }
  const [before, linesBefore] = [await read(['990000'], null, asked), await count()]
  await foldTotals({ db })
  expect(await read(['990000'], null, asked)).toEqual(before)
  expect(await count()).toBeLessThan(linesBefore - 60)
  await foldTotals({ db })
  expect(await read(['990000'], null, asked)).toEqual(before)
})

test('acts that change the same totals at once do not wait for each other', async () => {
  await insertFindings(
    db,
    [1, 2].map((fen) => ({
      regions: ['990201'],
      rule: 'DUP-02',
      level: 2,
      fen,
      at: '2026-03-10T01:00:00Z',
    })),
  )
  const { rows } = await sql<{ finding_id: string }>`
    select finding_id
    from app.finding
    where regions = '{990201}' and rule_code = 'DUP-02'
    order by first_found_at desc, finding_id
    limit 2
  `.execute(owner)
  const [first, second] = rows.map(({ finding_id }) => finding_id)
  const raise = (id: string | undefined) =>
    sql`update app.finding set amount_fen = amount_fen + 1 where finding_id = ${id}`
  await db.transaction().execute(async (tx) => {
    await raise(first).execute(tx)
    // While the first is not committed: with a shared row of totals this would hang.
    await sql`set local lock_timeout = '2s'`.execute(tx)
    await db.transaction().execute(async (other) => {
      await sql`set local lock_timeout = '2s'`.execute(other)
      await raise(second).execute(other)
      await foldTotals({ db })
    })
  })
  expectSums(
    (await read(['990201'], null, {
      ruleCodes: null,
      levels: null,
      statuses: null,
      schemes: null,
      isSnoozed: null,
      isNotFoundAgain: null,
      firstMonthFrom: null,
      firstMonthTo: null,
    }))!.totals,
    (await readRows()).filter(({ regions }) => regions.includes('990201')),
  )
})
