import { beforeAll, describe, expect, test } from 'vitest'
import type { TestAnswer } from '#server/test-browser.ts'
import {
  accountChangeInput,
  actOn,
  type Pensioner,
  pensionersOf,
  prisonListUpTo,
  reportedDead,
  upload,
} from './acting.ts'
import { type ServedCounty, type SignedIn, servedCounty } from './served-county.ts'
import { verifierOf } from './verify-trail.ts'

/**
 * One order, as two people of an agency do it over HTTP on the demonstration's server: entered with its attachment,
 * checked by the rules, opened, confirmed, reviewed, written into the register, and in a trail that verifies.
 */
const county: ServedCounty = await servedCounty()
const kind = 'ORDER_ACCOUNT_CHANGE'

let enterer: SignedIn
let reviewer: SignedIn

beforeAll(async () => {
  enterer = await county.signIn('初审岗')
  reviewer = await county.signIn('复核岗')
})

async function enter(pensioner: Pensioner, newAccount: string): Promise<TestAnswer> {
  const attachments = [{ id: await upload(enterer), purpose: 'APPLICATION' }]
  const input = accountChangeInput(pensioner, newAccount)
  return actOn(enterer, { kind }, { action: 'enter', input, attachments })
}

describe('an account change on the demonstration’s county', () => {
  test('is entered by one, reviewed by another, and then the pension goes to the new account', async () => {
    await prisonListUpTo(county, 'current_date')
    const pensioner = (await pensionersOf(county))[0]!
    const newAccount = '6217000000000002'
    const entered = await enter(pensioner, newAccount)
    expect([entered.status, entered.body]).toMatchObject([200, { status: 'ENTERED', version: 1 }])
    const recordId = entered.body.record_id as string
    const opened = await reviewer.browser.get(`/api/records/${kind}/${recordId}`)
    expect(opened.body).toMatchObject({ status: 'ENTERED', entered_by: enterer.staffId })
    const review = { action: 'review', input: {}, version: 1 }
    const own = await actOn(enterer, { kind, recordId }, review)
    expect([own.status, own.body.code]).toEqual([403, 'not_permitted'])
    const reviewed = await actOn(reviewer, { kind, recordId }, review)
    expect([reviewed.status, reviewed.body]).toMatchObject([200, { status: 'DONE', version: 2 }])
    const { rows } = await county.pool.query(
      `select account_number, valid_to is null as is_used, source_order
      from register.payee_account
      where person_id = $1
      order by is_used`,
      [pensioner.person_id],
    )
    expect(rows).toEqual([
      { account_number: pensioner.account_number, is_used: false, source_order: recordId },
      { account_number: newAccount, is_used: true, source_order: recordId },
    ])
  })

  test('goes to the approval post when a list is too old to say anything, which decides with a reason', async () => {
    await prisonListUpTo(county, 'current_date - 200')
    const entered = await enter((await pensionersOf(county))[1]!, '6217000000000001')
    const recordId = entered.body.record_id as string
    await reviewer.browser.get(`/api/records/${kind}/${recordId}`)
    const reviewed = await actOn(reviewer, { kind, recordId }, { action: 'review', input: {}, version: 1 })
    expect([reviewed.status, reviewed.body]).toMatchObject([200, { status: 'REVIEWED' }])
    const { person_id } = (await pensionersOf(county))[1]!
    const waiting = await reviewer.browser.get(`/api/persons/${person_id}/waiting-orders`)
    expect([waiting.status, waiting.body.orders]).toMatchObject([
      200,
      [{ record_id: recordId, status: 'REVIEWED', waits_for: [{ duty: 'APPROVAL' }] }],
    ])
    expect((await reviewer.browser.get('/api/persons/NOBODY/waiting-orders')).status).toBe(404)
    const approver = await county.signIn('审批岗')
    const opened = await approver.browser.get(`/api/records/${kind}/${recordId}`)
    expect(JSON.stringify(opened.body)).toMatch(/服刑信息只到/)
    const approve = { action: 'approve', input: {}, version: 2 }
    expect((await actOn(approver, { kind, recordId }, approve)).status).toBe(422)
    const input = { reason: '已与监狱管理部门电话核实，本人在家' }
    const approved = await actOn(approver, { kind, recordId }, { ...approve, input })
    expect([approved.status, approved.body]).toMatchObject([200, { status: 'DONE', version: 3 }])
  })

  test('of somebody reported dead is refused with the reason, and nothing is written', async () => {
    const answer = await enter(await reportedDead(county), '6217000000000000')
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict'])
    expect(JSON.stringify(answer.body)).toMatch(/死亡/)
    const { rowCount } = await county.pool.query(
      'select from register.payee_account where account_number = $1',
      ['6217000000000000'],
    )
    expect(rowCount).toBe(0)
  })

  test('leaves a trail that verifies, with every act and refusal in it', async () => {
    const verdict = await verifierOf(county)
    expect(verdict).toMatchObject({ isIntact: true, problems: [] })
    const { rows } = await county.pool.query<{ outcome: string; entries: bigint }>(
      `select leaf::jsonb ->> 'outcome' as outcome, count(*) as entries
      from app.trail_entry
      where leaf::jsonb ->> 'kind' = $1
      group by outcome
      order by outcome`,
      [kind],
    )
    expect(rows).toEqual([
      { outcome: 'ACCEPTED', entries: 5n },
      { outcome: 'REFUSED', entries: 3n },
      { outcome: 'VIEWED', entries: expect.any(BigInt) },
    ])
  })
})
