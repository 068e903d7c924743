import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  accountChangeInput,
  actOn,
  type Pensioner,
  pensionersOf,
  prisonListUpTo,
  reportedDead,
} from './acting.ts'
import { type ServedCounty, type SignedIn, servedCounty } from './served-county.ts'
import { verifierOf } from './verify-trail.ts'

/** An agency's core system at the gate: its key from two officers, then asking, redeeming, and being refused. */
const county: ServedCounty = await servedCounty()

let system: SignedIn
let security: SignedIn
let enterer: SignedIn
let reviewer: SignedIn

beforeAll(async () => {
  system = await county.signIn('系统管理员')
  security = await county.signIn('安全管理员')
  enterer = await county.signIn('初审岗')
  reviewer = await county.signIn('复核岗')
  await prisonListUpTo(county, 'current_date')
})

const day = 86_400_000

async function agencyOfEnterer(): Promise<string> {
  const { rows } = await county.pool.query<{ agency_id: string }>(
    'select agency_id from app.staff_member where staff_id = $1',
    [enterer.staffId],
  )
  return rows[0]!.agency_id
}

async function proposeKey(): Promise<string> {
  const input = {
    title: '省集中核心系统',
    agency_id: await agencyOfEnterer(),
    functions: ['ACCOUNT_CHANGE'],
    requests_per_minute: 100,
    webhook_url: null,
    valid_from: new Date().toISOString(),
    valid_to: new Date(Date.now() + 30 * day).toISOString(),
  }
  const proposed = await actOn(system, { kind: 'GATE_KEY' }, { action: 'propose', input })
  expect([proposed.status, proposed.body]).toMatchObject([200, { status: 'PROPOSED' }])
  return proposed.body.record_id as string
}

async function grantedKey(): Promise<{ recordId: string; token: string }> {
  const recordId = await proposeKey()
  const grant = { action: 'grant', input: {}, version: 1 }
  const own = await actOn(system, { kind: 'GATE_KEY', recordId }, grant)
  expect(own.status).toBe(403)
  expect((await system.browser.post(`/api/gate-keys/${recordId}/token`, {})).status).toBe(404)
  await security.browser.get(`/api/records/GATE_KEY/${recordId}`)
  const granted = await actOn(security, { kind: 'GATE_KEY', recordId }, grant)
  expect([granted.status, granted.body]).toMatchObject([200, { status: 'GRANTED' }])
  expect((await security.browser.post(`/api/gate-keys/${recordId}/token`, {})).status).toBe(404)
  const told = await system.browser.post(`/api/gate-keys/${recordId}/token`, {})
  expect([told.status, told.body.token]).toEqual([200, expect.stringMatching(/^fxk_/)])
  expect((await system.browser.post(`/api/gate-keys/${recordId}/token`, {})).status).toBe(409)
  return { recordId, token: told.body.token as string }
}

async function ask(
  token: string,
  path: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${county.serving.url}/api/gate/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function uploadFor(token: string, operatorId: string): Promise<string> {
  const response = await fetch(`${county.serving.url}/api/gate/attachments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent('申请.pdf'),
      'x-operator-id': operatorId,
    },
    body: '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n',
  })
  const body = (await response.json()) as { attachment_id: string }
  if (response.status !== 201) throw new Error(JSON.stringify(body))
  return body.attachment_id
}

const orderOf = (pensioner: Pensioner, newAccount: string) => ({
  function: 'ACCOUNT_CHANGE',
  order_id: `core-${randomUUID()}`,
  operator_id: enterer.staffId,
  person_id: pensioner.person_id,
  amount_fen: null,
  attachments: [],
  input: accountChangeInput(pensioner, newAccount),
})

describe('a core system at the gate', () => {
  test('has a key from two officers, is allowed, redeems once, is refused for the dead, and is shut out when the key ends', async () => {
    const { recordId, token } = await grantedKey()
    const order = orderOf((await pensionersOf(county))[0]!, '6217000000000009')
    const allowed = await ask(token, 'orders', order)
    expect([allowed.status, allowed.body]).toMatchObject([200, { outcome: 'ALLOW', order: null }])
    const permit = allowed.body.permit as { permit_id: string; token: string }
    const redemption = { token: permit.token, order, reviewer_id: reviewer.staffId }
    const self = await ask(token, `permits/${permit.permit_id}/redeem`, {
      ...redemption,
      reviewer_id: enterer.staffId,
    })
    expect([self.status, self.body.code]).toEqual([403, 'not_permitted'])
    const redeemed = await ask(token, `permits/${permit.permit_id}/redeem`, redemption)
    expect([redeemed.status, redeemed.body]).toMatchObject([200, { entry_id: expect.any(String) }])
    const twice = await ask(token, `permits/${permit.permit_id}/redeem`, redemption)
    expect([twice.status, twice.body.code]).toEqual([409, 'action_not_available'])
    await prisonListUpTo(county, 'current_date - 200')
    const asked = orderOf((await pensionersOf(county))[1]!, '6217000000000007')
    const bare = await ask(token, 'orders', asked)
    expect([bare.body.outcome, JSON.stringify(bare.body.reasons)]).toEqual([
      'REFUSE',
      expect.stringContaining('账户变更申请'),
    ])
    const attachments = [{ id: await uploadFor(token, enterer.staffId), purpose: 'APPLICATION' }]
    const review = await ask(token, 'orders', { ...asked, order_id: 'core-review', attachments })
    expect([review.status, review.body]).toMatchObject([200, { outcome: 'REVIEW', permit: null }])
    const { record_id } = review.body.order as { record_id: string }
    const opened = await reviewer.browser.get(`/api/records/ORDER_ACCOUNT_CHANGE/${record_id}`)
    expect(opened.body).toMatchObject({ status: 'ENTERED', entered_by: enterer.staffId })
    await prisonListUpTo(county, 'current_date')
    const dead = await ask(token, 'orders', orderOf(await reportedDead(county), '6217000000000008'))
    expect([dead.status, dead.body.outcome]).toEqual([200, 'REFUSE'])
    expect(JSON.stringify(dead.body.reasons)).toMatch(/死亡/)
    const other = await ask(token, 'orders', { ...order, function: 'REFUND', order_id: 'core-2' })
    expect(other.body.outcome === 'REFUSE' || other.status === 403).toBe(true)
    const end = { action: 'end', input: { reason: '更换密钥' }, version: 2 }
    const ended = await actOn(security, { kind: 'GATE_KEY', recordId }, end)
    expect([ended.status, ended.body]).toMatchObject([200, { status: 'ENDED' }])
    expect((await ask(token, 'orders', { ...order, order_id: 'core-3' })).status).toBe(401)
    expect(await verifierOf(county)).toMatchObject({ isIntact: true, problems: [] })
  })
})
