import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { enterOrder, openOffice, setUpOffice } from '../test-office.ts'
import { orderStep } from '../test-orders.ts'

const database = await testDatabase()
const { owner } = database
const own = openOffice(database, 'own')
beforeAll(() => setUpOffice(database))

async function entered(staffId: string, kind: string, input: unknown): Promise<string> {
  return acceptedAnswer(await enterOrder(own.as(staffId), { kind, input })).recordId
}
const step = (staffId: string, kind: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(own.as(staffId), { kind, action, recordId, input })

const kind = 'ORDER_GRANT_ROLE'
const asked = (changes: Readonly<Record<string, unknown>> = {}) => ({
  staff_id: 'new1',
  role: 'ENTRY',
  regions: ['990101'],
  schemes: null,
  from: '2026-01-01T00:00:00+08:00',
  to: null,
  cover_id: null,
  reason: '新到岗',
  ...changes,
})
async function grantsOf(staffId: string): Promise<unknown> {
  const { rows } = await sql`
    select role, proposed_by, granted_by, confirmed_by, valid_from <= clock_timestamp() as is_past
    from app.role_grant
    where staff_id = ${staffId}
    order by role
  `.execute(owner)
  return rows
}
async function epochOf(staffId: string): Promise<bigint> {
  const { rows } = await sql<{ epoch: bigint }>`
    select epoch from app.authority_epoch where staff_id = ${staffId}
  `.execute(owner)
  return rows[0]!.epoch
}

test('a role is proposed by the system officer, granted by the security officer, and works from then on', async () => {
  const before = await epochOf('new1')
  const refused = await enterOrder(own.as('new1'), {
    kind: 'ORDER_ACCOUNT_CHANGE',
    input: { person_id: 'P1' },
  })
  expect(refused.outcome).toBe('refused')
  const recordId = await entered('system1', kind, asked())
  const { rows: toDos } = await sql`
    select duty, agency_id from app.to_do where record_id = ${recordId} and closed_at is null
  `.execute(owner)
  expect(toDos).toEqual([{ duty: 'SECURITY_ADMIN', agency_id: 'A990101' }])
  expect(await grantsOf('new1')).toEqual([])
  expect(await step('security1', kind, 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await grantsOf('new1')).toEqual([
    { role: 'ENTRY', proposed_by: 'system1', granted_by: 'security1', confirmed_by: null, is_past: true },
  ])
  expect(await epochOf('new1')).toBe(before + 1n)
  const { rows } = await sql<{ is_retroactive: boolean }>`
    select valid_from < record.changed_at - interval '2 seconds' as is_retroactive
    from app.role_grant
    join app.record on record.record_id = role_grant.order_id
    where staff_id = 'new1'
  `.execute(owner)
  expect(rows).toEqual([{ is_retroactive: false }])
})

test('a role that must not meet another in one person is refused, whether held or granted meanwhile', async () => {
  const input = asked({ role: 'REVIEW' })
  expect(await enterOrder(own.as('system1'), { kind, input })).toMatchObject({ code: 'conflict' })
  const one = await entered('system1', kind, asked({ staff_id: 'new2', role: 'ENTRY' }))
  const other = await entered('system1', kind, asked({ staff_id: 'new2', role: 'REVIEW' }))
  expect(await step('security1', kind, 'review', one)).toMatchObject({ status: 'DONE' })
  expect(await step('security1', kind, 'review', other)).toMatchObject({ code: 'conflict' })
  expect(await grantsOf('new2')).toMatchObject([{ role: 'ENTRY' }])
})

test('a role of a key post is confirmed by the head of the unit, who was no part of it', async () => {
  const recordId = await entered('system1', kind, asked({ staff_id: 'payer1', role: 'BENEFIT_PAYMENT' }))
  expect(await step('security1', kind, 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await grantsOf('payer1')).toEqual([])
  const { rows } = await sql`
    select duty from app.to_do where record_id = ${recordId} and closed_at is null
  `.execute(owner)
  expect(rows).toEqual([{ duty: 'UNIT_HEAD' }])
  expect(await step('security1', kind, 'approve', recordId, { reason: null })).toMatchObject({
    code: 'not_permitted',
  })
  expect(await step('head1', kind, 'approve', recordId, { reason: null })).toMatchObject({ status: 'DONE' })
  expect(await grantsOf('payer1')).toMatchObject([{ granted_by: 'security1', confirmed_by: 'head1' }])
})

test('a role is nothing that anybody takes part in for himself', async () => {
  const self = asked({ staff_id: 'system1', role: 'ARCHIVE' })
  expect(await enterOrder(own.as('system1'), { kind, input: self })).toMatchObject({
    code: 'not_permitted',
  })
  const forSecurity = asked({ staff_id: 'security1', role: 'ARCHIVE' })
  // An officer has no business role, whoever proposes it.
  expect(await enterOrder(own.as('system1'), { kind, input: forSecurity })).toMatchObject({
    code: 'conflict',
  })
})

test.for([
  { name: 'a region that is not there', changes: { regions: ['999999'] }, code: 'invalid_input' },
  { name: 'another county', changes: { regions: ['990102'] }, code: 'not_permitted' },
  {
    name: 'an end before its beginning',
    changes: { to: '2025-12-31T00:00:00+08:00' },
    code: 'invalid_input',
  },
  { name: 'a role that is none', changes: { role: 'ROOT' }, code: 'invalid_input' },
  { name: 'nobody', changes: { staff_id: 'nobody' }, code: 'not_found' },
  { name: 'a cover that is none', changes: { cover_id: 'C9' }, code: 'invalid_input' },
])('a role for $name is refused', async ({ changes, code }) => {
  const input = asked({ staff_id: 'head1', role: 'ARCHIVE', ...changes })
  expect(await enterOrder(own.as('system1'), { kind, input })).toMatchObject({ code })
})

test('a role is read by officers and leaders, and by no clerk', async () => {
  const recordId = await entered('system1', kind, asked({ staff_id: 'head1', role: 'ARCHIVE' }))
  await expect(step('enter1', kind, 'review', recordId)).rejects.toMatchObject({ code: 'not_found' })
  expect(await step('system2', kind, 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('audit1', kind, 'review', recordId)).toMatchObject({ code: 'not_permitted' })
})

test('of two roles granted in the same moment that must not meet, one is granted', async () => {
  const ids: string[] = []
  for (const role of ['ENTRY', 'REVIEW']) {
    ids.push(await entered('system1', kind, asked({ staff_id: 'deputy1', role })))
  }
  const answers = await Promise.all(ids.map((recordId) => step('security1', kind, 'review', recordId)))
  const outcomes = answers.map((answer) => (answer.outcome === 'accepted' ? answer.status : answer.code))
  expect(outcomes.toSorted()).toEqual(['DONE', 'conflict'])
  expect(await grantsOf('deputy1')).toHaveLength(1)
})
