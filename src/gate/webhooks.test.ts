import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { act } from '#records/act.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { addAccount, confirmed, requestOf } from '#records/test-kernel.ts'
import { personActor } from '#records/test-people.ts'
import { findChangesWithoutPermit } from './deliveries/changes-without-permit.ts'
import { webhookSecret } from './keys/api-key.ts'
import { hit, testGate } from './test-gate.ts'
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts'
import { pauseAfter, WebhookEvent } from './webhooks/webhook-event.ts'
import { isWebhookSigned, signWebhook } from './webhooks/webhook-signature.ts'

const service = await testGate()
const { database, gate } = service

interface Received {
  readonly body: string
  readonly signature: string | undefined
}

/** The core system's side: takes what comes and answers what it is told to. */
const receiver = { received: [] as Received[], status: 204 }
const server = createServer(async (request: IncomingMessage, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const signature = request.headers['fangxian-signature']
  receiver.received.push({
    body: Buffer.concat(chunks).toString(),
    signature: typeof signature === 'string' ? signature : undefined,
  })
  response.writeHead(receiver.status).end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => new Promise((resolve) => server.close(resolve)))
const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fangxian`
const { keyId, token } = await service.makeKey({ webhookUrl })
const deliver = (): Promise<number> => deliverWebhooks({ gate, send: fetch })

/** A request with a hit, reviewed here: its permit is on its way. */
async function reviewedOrder(): Promise<{ order: Record<string, unknown>; recordId: string }> {
  const accountId = `acc-${randomUUID()}`
  await addAccount(database.owner, accountId)
  const order = {
    function: 'ACCOUNT_CHANGE',
    order_id: `core-${randomUUID()}`,
    operator_id: 'enter1',
    person_id: accountId,
    amount_fen: '5000',
    attachments: [],
    input: { accountId, holder: '新户主', amountFen: '5000' },
  }
  service.answerOfChecks = [hit]
  const { body } = await service.post('/api/gate/orders', order, { authorization: `Bearer ${token}` })
  const recordId = body.order!.record_id
  const context = { ...gate.kernel, actor: personActor('review1') }
  const { record } = await openRecord(context, { kind: 'ORDER_ACCOUNT_CHANGE', recordId })
  const { rows } = await sql<{ status: string; data: unknown }>`
    select status, data
    from app.record
    where record_id = ${recordId}
  `.execute(database.owner)
  const request = requestOf({
    kind: 'ORDER_ACCOUNT_CHANGE',
    action: 'review',
    recordId,
    version: record.version,
  })
  const answer = await act(context, confirmed(request, rows[0]!))
  expect(answer).toMatchObject({ outcome: 'accepted', status: 'DONE' })
  return { order, recordId }
}

async function makeDue(recordId: string): Promise<void> {
  await sql`
    update app.webhook_event
    set next_attempt_at = clock_timestamp()
    where record_id = ${recordId}
  `.execute(database.owner)
}

test('a permit of REVIEW comes signed by webhook, is sent again after a failure, and is redeemed', async () => {
  const { order, recordId } = await reviewedOrder()
  receiver.status = 500
  expect(await deliver()).toBe(1)
  // Not due again yet.
  expect(await deliver()).toBe(0)
  receiver.status = 204
  await makeDue(recordId)
  expect(await deliver()).toBe(1)
  await makeDue(recordId)
  expect(await deliver()).toBe(0)

  const [first, second] = receiver.received.splice(0)
  const event = WebhookEvent.parse(JSON.parse(second!.body))
  expect(WebhookEvent.parse(JSON.parse(first!.body)).event_id).toBe(event.event_id)
  expect(event).toMatchObject({ sequence: 1, status: 'DONE', order_id: order.order_id, record_id: recordId })
  expect(second!.body).not.toContain(String(order.person_id))
  const signed = { secret: webhookSecret(gate.keys.webhook, keyId), body: second!.body }
  const now = Date.now() / 1_000
  expect(isWebhookSigned(signed, second!.signature, now)).toBe(true)
  expect(isWebhookSigned({ ...signed, body: `${signed.body} ` }, second!.signature, now)).toBe(false)

  const permit = event.permit!
  const redeemed = await service.post(
    `/api/gate/permits/${permit.permit_id}/redeem`,
    { token: permit.token, order, reviewer_id: 'review1' },
    { authorization: `Bearer ${token}` },
  )
  // The hit was known and decided here, so it does not stop the permit.
  expect(redeemed.status).toBe(200)
})

test('several processes share the outbox: each event is sent once', async () => {
  const records = [await reviewedOrder(), await reviewedOrder(), await reviewedOrder()]
  receiver.received.length = 0
  const counts = await Promise.all(Array.from({ length: 5 }, deliver))
  expect(counts.reduce((sum, each) => sum + each, 0)).toBe(records.length)
  expect(receiver.received).toHaveLength(records.length)
})

test('after three days of silence the event is a to-do of the system officer', async () => {
  const { recordId } = await reviewedOrder()
  receiver.status = 503
  await sql`
    update app.webhook_event
    set created_at = created_at - interval '73 hours'
    where record_id = ${recordId}
  `.execute(database.owner)
  expect(await deliver()).toBe(1)
  receiver.status = 204
  await makeDue(recordId)
  expect(await deliver()).toBe(0)
  const { rows } = await sql<{ duty: string; agency_id: string }>`
    select duty, agency_id
    from app.to_do
    where record_id = ${recordId} and closed_at is null
  `.execute(database.owner)
  expect(rows).toEqual([{ duty: 'SYSTEM_ADMIN', agency_id: 'A990101' }])
})

test('a signature that is old, of another secret or malformed is none; pauses grow', () => {
  const signed = { secret: 'a'.repeat(64), body: '{}' }
  const header = signWebhook(signed, 1_000)
  expect(isWebhookSigned(signed, header, 1_299)).toBe(true)
  expect(isWebhookSigned(signed, header, 1_301)).toBe(false)
  expect(isWebhookSigned({ ...signed, secret: 'b'.repeat(64) }, header, 1_000)).toBe(false)
  for (const each of [undefined, '', 't=1', header.toUpperCase()]) {
    expect(isWebhookSigned(signed, each, 1_000)).toBe(false)
  }
  const pauses = Array.from({ length: 12 }, (_, index) => pauseAfter(index + 1))
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
})

test('a change in a delivery without a redeemed permit is listed, one with a permit is not', async () => {
  const redeemed = await sql<{ core_order_id: string; person_id: string }>`
    select core_order_id, person_id
    from app.gate_request
    join app.gate_permit using (request_id)
    where state = 'REDEEMED'
    order by at
  `.execute(database.owner)
  const withPermit = redeemed.rows[0]!
  const add = (orderId: string, personId: string, at: string): Promise<unknown> =>
    sql`
      insert into register.business_order (order_id, function_code, person_id, applied_at, status, source_delivery)
      values (${orderId}, 'ACCOUNT_CHANGE', ${personId}, ${at}::timestamp, 'DONE', 'D7')
    `.execute(database.owner)
  await add(withPermit.core_order_id, withPermit.person_id, '2026-11-20 10:00:00')
  await add('core-unasked', 'P1', '2026-11-20 11:00:00')
  await add('core-before-the-gate', 'P1', '2026-10-20 11:00:00')
  const asked = { deliveryId: 'D7', from: '2026-11-01 00:00:00', functions: ['ACCOUNT_CHANGE'], limit: 100 }
  const found = await database.db.transaction().execute((tx) => findChangesWithoutPermit(tx, asked))
  expect(found).toMatchObject([{ key: 'core-unasked', known: 'NOTHING', table: 'business_order' }])
})
