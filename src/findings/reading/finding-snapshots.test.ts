import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { concludeTestCase, openTestCase } from '../test-case.ts'
import { findingSnapshots } from './finding-snapshots.ts'

const database = await testDatabase()
const findingId = '00112233445566aa'

async function snapshots(): Promise<unknown> {
  const expression = findingSnapshots(sql`${[findingId, 'ffffffffffffffff']}::text[]`)
  const { rows } = await sql<{ found: unknown }>`select ${expression} as found`.execute(database.db)
  return rows[0]!.found
}

test('a case is opened on the rows of the open episode; one that a case has is found, for the case to say so', async () => {
  await sql`
    insert into app.region (region, name, level, parent, path, valid_from)
    values ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01')
  `.execute(database.owner)
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${findingId}, 1, 'DTH-01', 1, 1, 'person', 'P1', '张三', '2024-01', '2024-02', 300, 2, '说明', '{990000}', '990000',
      '{RUN}', 2, 'OPEN', 200, now(), now(), '2024-02-29'
    )
  `.execute(database.db)
  await sql`
    insert into app.finding_episode (
      finding_id, episode, opened_at, rule_version, state, conclusion, concluded_at, amount_fen, evidence_count
    )
    values
      (${findingId}, 1, now(), 1, 'CONCLUDED', 'FALSE', now(), 100, 1),
      (${findingId}, 2, now(), 1, 'OPEN', null, null, 200, 1)
  `.execute(database.db)
  const content = JSON.stringify({
    person_id: 'P1',
    scheme: '110',
    period_from: '2024-02',
    operator_id: 'nobody',
  })
  await sql`
    insert into app.finding_evidence (
      finding_id, table_name, row_key, digest, episode, is_context, amount_fen, content, is_current
    )
    values
      (${findingId}, 'payment', 'L1', ${Buffer.alloc(32, 1)}, 1, false, 100, ${content}::jsonb, true),
      (${findingId}, 'payment', 'L2', ${Buffer.alloc(32, 2)}, 2, false, 200, ${content}::jsonb, true),
      (${findingId}, 'payment', 'L3', ${Buffer.alloc(32, 3)}, 2, false, 50, ${content}::jsonb, false),
      (${findingId}, 'death', 'D1', ${Buffer.alloc(32, 4)}, 2, true, 0, '{}', true)
  `.execute(database.db)
  expect(await snapshots()).toEqual([
    {
      finding_id: findingId,
      rule_code: 'DTH-01',
      level: 1,
      amount_fen: '200',
      rows: [
        { table: 'payment', key: 'L2', digest: '02'.repeat(32), amount_fen: '200', month: 2024 * 12 + 1 },
      ],
      subject: {
        regions: ['990000'],
        agencyId: null,
        scheme: '110',
        personId: 'P1',
        personKeys: [],
        staffIds: [],
        handlers: [],
      },
    },
  ])
  const recordId = await openTestCase(database, [findingId])
  expect(await snapshots()).toMatchObject([{ finding_id: findingId, amount_fen: '200' }])
  await concludeTestCase(database, { recordId, findingIds: [findingId], verdict: 'PARTIAL' })
  expect(await snapshots()).toEqual([])
})
