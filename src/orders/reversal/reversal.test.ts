import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { reversalsOf } from '../storing/reversals-of.ts'
import { waitingOrdersOf } from '../storing/waiting-orders.ts'
import { enterOrder, openOffice, setUpOffice } from '../test-office.ts'
import { accountChangeInput, loadTable, orderStep } from '../test-orders.ts'

const database = await testDatabase()
const { db, owner, pool } = database
const own = openOffice(database, 'own')
beforeAll(async () => {
  await setUpOffice(database)
  for (const [staffId, role] of [
    ['enter3', 'ENTRY'],
    ['review3', 'REVIEW'],
  ]) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${staffId}, 'A990101', 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${staffId}, 1)`.execute(owner)
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${staffId}, ${staffId}, ${role}, '{990101}', '2025-01-01', 'INIT')
    `.execute(owner)
  }
})

const first = 'ORDER_ACCOUNT_CHANGE'
const kind = 'REVERSAL_ACCOUNT_CHANGE'
const step = (staffId: string, action: string, recordId: string, input: unknown = {}, of = kind) =>
  orderStep(own.as(staffId), { kind: of, action, recordId, input })

async function changedAccount(person: string, from: string, to: string): Promise<string> {
  const input = accountChangeInput(person, from, to)
  const { recordId } = acceptedAnswer(await enterOrder(own.as('enter1'), { kind: first, input }))
  expect(await step('review1', 'review', recordId, {}, first)).toMatchObject({ status: 'DONE' })
  return recordId
}
const reverse = (staffId: string, reverses: string, of = kind) =>
  enterOrder(own.as(staffId), { kind: of, input: { reverses, document: '核查1', reason: '非本人申请' } })

async function accountsOf(person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_number: string; bank: string | null; is_open: boolean }>`
    select account_number, bank, valid_to is null as is_open
    from register.payee_account
    where person_id = ${person}
    order by account_number
  `.execute(owner)
  return rows.map(({ account_number, bank, is_open }) => `${account_number} ${bank} ${is_open}`)
}

test('an account change is taken back by the same posts, none of them who made it, and both orders stay', async () => {
  const before = await accountsOf('P1')
  expect(before).toEqual(['A1 旧银行 true'])
  const firstId = await changedAccount('P1', 'A1', 'A9')
  expect(await reverse('enter1', firstId)).toMatchObject({ code: 'not_permitted' })
  const { recordId } = acceptedAnswer(await reverse('enter2', firstId))
  expect(await reverse('enter3', firstId)).toMatchObject({ code: 'conflict' })
  for (const action of ['review', 'refuse']) {
    const input = action === 'review' ? {} : { reason: '不同意' }
    expect(await step('review1', action, recordId, input)).toMatchObject({
      code: 'not_permitted',
      text: { zh: expect.stringContaining(firstId) },
    })
  }
  expect(await waitingOrdersOf(db, 'P1')).toMatchObject([
    {
      recordId,
      kind,
      title: { zh: '撤销待遇账号变更' },
      status: 'ENTERED',
      statusTitle: { zh: '待复核' },
      enteredBy: 'enter2',
      waitsFor: [{ duty: 'REVIEW', dutyTitle: { zh: '复核' }, agencyName: '示例一县中心', assignedTo: null }],
    },
  ])
  expect(await step('review2', 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await accountsOf('P1')).toEqual(['A1 旧银行 true', 'A9 示例银行 false'])
  expect(await waitingOrdersOf(db, 'P1')).toEqual([])
  const { rows } = await sql`
    select old_account, new_account, operator_id, reviewer_id, order_id
    from register.payee_account_change
    order by old_account
  `.execute(owner)
  expect(rows).toEqual([
    {
      old_account: 'A1',
      new_account: 'A9',
      operator_id: 'enter1',
      reviewer_id: 'review1',
      order_id: firstId,
    },
    {
      old_account: 'A9',
      new_account: 'A1',
      operator_id: 'enter2',
      reviewer_id: 'review2',
      order_id: recordId,
    },
  ])
  expect(await reversalsOf(db, firstId)).toEqual([{ recordId, kind, status: 'DONE' }])
  expect(await reverse('enter3', firstId)).toMatchObject({ code: 'conflict' })
})

test('an account that was there before gets back all that stood in its row', async () => {
  await loadTable(pool, 'payee_account', [
    {
      account_number: 'B2',
      person_id: 'P2',
      holder_name: '王二',
      bank: '早先的银行',
      valid_from: '2020-01-01',
      valid_to: '2021-01-01',
    },
  ])
  const before = await accountsOf('P2')
  const firstId = await changedAccount('P2', 'A2', 'B2')
  expect(await accountsOf('P2')).not.toEqual(before)
  const { recordId } = acceptedAnswer(await reverse('enter2', firstId))
  expect(await step('review2', 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await accountsOf('P2')).toEqual(before)
})

test('what has changed meanwhile, had no effect or has no way back is refused in its own words', async () => {
  const firstId = await changedAccount('P1', 'A1', 'C9')
  const later = await changedAccount('P1', 'C9', 'D9')
  expect(await reverse('enter2', firstId)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringMatching(/发放账户 .*“.*”已由“空”变为“20/) },
  })
  const undone = acceptedAnswer(await reverse('enter2', later)).recordId
  // Between the entry and the review of the reversal, too.
  await sql`update register.payee_account set bank = '别的银行' where account_number = 'D9'`.execute(owner)
  expect(await step('review2', 'review', undone)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('“示例银行”变为“别的银行”') },
  })
  expect(await step('review2', 'refuse', undone, { reason: '账户已被更正' })).toMatchObject({
    status: 'REFUSED',
  })
  const input = accountChangeInput('P2', 'A2', 'E9')
  const open = acceptedAnswer(await enterOrder(own.as('enter1'), { kind: first, input })).recordId
  expect(await reverse('enter2', open)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('没有可撤销的内容') },
  })
  expect(await reverse('enter2', 'nothing')).toMatchObject({ code: 'not_found' })
  expect(await reverse('enter2', open, 'REVERSAL_WRITE_OFF')).toMatchObject({ code: 'not_found' })
})

test('a repair of data is taken back to the old value', async () => {
  const input = {
    table: 'person',
    key: { person_id: 'P2' },
    edits: [{ column: 'birth_date', old: null, new: '1950-01-02' }],
    document: '故障单2',
    reason: '迁移错误',
  }
  const { recordId: firstId } = acceptedAnswer(
    await enterOrder(own.as('system1'), { kind: 'ORDER_DATA_REPAIR', input }),
  )
  expect(await step('review1', 'review', firstId, {}, 'ORDER_DATA_REPAIR')).toMatchObject({ status: 'DONE' })
  const repairs = 'REVERSAL_DATA_REPAIR'
  const { recordId } = acceptedAnswer(await reverse('system2', firstId, repairs))
  expect(await step('review2', 'review', recordId, {}, repairs)).toMatchObject({ status: 'DONE' })
  const { rows } = await sql`select birth_date from register.person where person_id = 'P2'`.execute(owner)
  expect(rows).toEqual([{ birth_date: null }])
})

test('of two reversals entered in the same moment one is done, and the effect is swapped once', async () => {
  const firstId = await changedAccount('P2', 'A2', 'F9')
  const before = await accountsOf('P2')
  const answers = await Promise.all(['enter2', 'enter3'].map((staffId) => reverse(staffId, firstId)))
  const ids = answers.flatMap((answer) => (answer.outcome === 'accepted' ? [answer.recordId] : []))
  expect(ids.length).toBeGreaterThanOrEqual(1)
  expect(await accountsOf('P2')).toEqual(before)
  const reviews = await Promise.all(
    ids.map((recordId, index) => step(index === 0 ? 'review2' : 'review3', 'review', recordId)),
  )
  const done = reviews.filter((answer) => answer.outcome === 'accepted' && answer.status === 'DONE')
  // Where both stand, each is told of the other: nobody has decided which of them it is.
  expect(done).toHaveLength(ids.length === 1 ? 1 : 0)
  if (ids.length === 2) {
    expect(reviews).toMatchObject([{ code: 'conflict' }, { code: 'conflict' }])
    expect(await step('review3', 'refuse', ids[1]!, { reason: '重复' })).toMatchObject({ status: 'REFUSED' })
    expect(await step('review2', 'review', ids[0]!)).toMatchObject({ status: 'DONE' })
  }
  expect((await accountsOf('P2')).filter((each) => each.endsWith('true'))).toEqual(['A2 null true'])
})
