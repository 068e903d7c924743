import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { orderKinds } from '#orders/order-functions.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { setUpRegions } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../../test-browser.ts'
import { addPerson, startTestServer } from '../../test-server.ts'

/** A finding and its orders, an order and its reversal: each leads to the other, within the reader's scope. */
const database = await testDatabase()
const { owner } = database
const findingId = '00000000000000a1'
const browsers = {} as Record<'own' | 'neighbour' | 'city', TestBrowser>
const ids = { first: randomUUID(), reversal: randomUUID(), other: randomUUID() }

async function insertOrder(recordId: string, kind: string, region: string, asked: object): Promise<void> {
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, concerned, data, is_open, entered_by, entered_at,
      changed_by, changed_at
    )
    values (
      ${recordId}, ${kind}, 'ENTERED', 1, ${[region]}, ${`A${region}`},
      '{"personKeys": [], "staffIds": [], "handlers": [], "reportedAgencies": []}',
      ${JSON.stringify({ asked, amountFen: null, changes: [], enteredAt: '', checks: [], remarks: [] })}::jsonb, true, 'own', now(), 'own', now()
    )
  `.execute(owner)
}

async function insertHit(recordId: string | null, actorId: string, at: string): Promise<void> {
  await sql`
    insert into app.order_hit (
      hit_id, record_id, kind, action, actor_id, at, asked_on, is_refused, finding_ids, hits, merged_at
    )
    values (
      ${randomUUID()}, ${recordId}, 'ORDER_ACCOUNT_CHANGE', 'enter', ${actorId}, ${at}, '2026-11-20',
      ${recordId === null}, ${[findingId]}, null, now()
    )
  `.execute(owner)
}

beforeAll(async () => {
  await setUpRegions(database)
  const server = await startTestServer(database, { kinds: orderKinds('own') })
  for (const [name, region] of [
    ['own', '990101'],
    ['neighbour', '990102'],
    ['city', '990100'],
  ] as const) {
    await addPerson(database, { staffId: name })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${name}, 'INTERNAL_AUDIT', ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(owner)
    await sql`
      insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
      values (${`A${region}`}, ${region}, 'HANDLING', ${region}, null, ${[`A${region}`]}, false)
      on conflict do nothing
    `.execute(owner)
    await sql`update app.staff_member set agency_id = ${`A${region}`} where staff_id = ${name}`.execute(owner)
    browsers[name] = await signedIn(server, name)
  }
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_order_on
    )
    values (
      ${findingId}, 1, 'ACC-01', 1, 2, 'account', 'A9', '', '', '', 40020, 2, '同一账户', '{990101,990102}', '990100',
      '{ORDER}', 1, 'OPEN', 40020, now(), now(), '2026-11-20'
    )
  `.execute(owner)
  await insertOrder(ids.first, 'ORDER_ACCOUNT_CHANGE', '990101', {})
  await insertOrder(ids.reversal, 'REVERSAL_ACCOUNT_CHANGE', '990101', { reverses: ids.first })
  await insertOrder(ids.other, 'ORDER_ACCOUNT_CHANGE', '990102', {})
  await insertHit(ids.first, 'own', '2026-11-20T01:00:00Z')
  await insertHit(ids.first, 'own', '2026-11-20T02:00:00Z')
  await insertHit(ids.other, 'neighbour', '2026-11-20T03:00:00Z')
  await insertHit(null, 'own', '2026-11-20T04:00:00Z')
})

describe('the orders of a finding', () => {
  const ordersOf = async (who: keyof typeof browsers): Promise<unknown[]> => {
    const { status, body } = await browsers[who].get(`/api/findings/${findingId}/orders`)
    expect(status).toBe(200)
    return (body.items as { record: { record_id: string } | null; is_refused: boolean; at: string }[]).map(
      ({ record, is_refused, at }) => [record?.record_id ?? null, is_refused, at.slice(11, 13)],
    )
  }

  test('are those in the scope, each once with its latest act, refused entries beside them', async () => {
    expect(await ordersOf('own')).toEqual([
      [null, true, '04'],
      [ids.first, false, '02'],
    ])
    expect(await ordersOf('neighbour')).toEqual([[ids.other, false, '03']])
    expect(await ordersOf('city')).toHaveLength(3)
  })
})

describe('what belongs to an order', () => {
  const related = (who: keyof typeof browsers, kind: string, id: string) =>
    browsers[who].get(`/api/records/${kind}/${id}/related`)

  test('is the findings of its checks and its reversal, and of the reversal what it reverses', async () => {
    const first = await related('own', 'ORDER_ACCOUNT_CHANGE', ids.first)
    expect(first.body).toMatchObject({
      findings: [{ finding_id: findingId, rule_code: 'ACC-01', last_as_of: null }],
      reversals: [{ record_id: ids.reversal, kind: 'REVERSAL_ACCOUNT_CHANGE', status: 'ENTERED' }],
      reverses: null,
    })
    const second = await related('own', 'REVERSAL_ACCOUNT_CHANGE', ids.reversal)
    expect(second.body).toMatchObject({ findings: [], reversals: [], reverses: { record_id: ids.first } })
  })

  test('is not found by whoever may not see the order', async () => {
    expect((await related('neighbour', 'ORDER_ACCOUNT_CHANGE', ids.first)).status).toBe(404)
    expect((await related('city', 'ORDER_ACCOUNT_CHANGE', ids.first)).status).toBe(200)
  })
})
