import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { orderStep } from '../../test-orders.ts'
import type { RunFileRules } from '../file-rules.ts'
import { definePaymentHold } from '../holds/payment-hold.ts'
import { definePaymentFile } from '../payment-file.ts'
import { createPaymentFileCheck, paymentFileKind as kind } from '../payment-file-check.ts'
import type { PaymentFileInput } from '../payment-line.ts'
import { actingAs, fileOf, lineOf, loadPeople, setUpOffice, withoutFiles } from '../test-files.ts'

const database = await testDatabase()
const { owner, pool } = database
const nothingFound: RunFileRules = async ({ ruleCodes }) =>
  ruleCodes.map((ruleCode) => ({
    ...{ ruleCode, title: { zh: ruleCode, en: ruleCode }, isError: false, hits: [], open: null },
  }))
const check = createPaymentFileCheck({ pool, runRules: nothingFound })
const as = actingAs(database, {
  kinds: [withoutFiles(definePaymentFile('own')), definePaymentHold('own')],
  check,
})

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 20)
})
beforeEach(async () => {
  await sql`delete from app.record where kind = 'MEETING'`.execute(owner)
})

let number = 0
interface Meeting {
  readonly month?: string
  readonly agency?: string
  readonly kind?: string
  readonly status?: string
  readonly files?: readonly string[]
  /** Fen. */
  readonly amount?: string | null
}

/** Minutes whose one decision has the number that is answered. */
async function addMeeting(given: Meeting = {}): Promise<{ id: string; decision: string }> {
  const { month = '2026-10', agency = 'A990101', kind: of = 'PAY_ALLOC', status = 'DECIDED' } = given
  const { files = [], amount = '100000' } = given
  number += 1
  const [id, decision] = [randomUUID(), `纪要〔2026〕${number}号-1`]
  const data = {
    ...{ kind: of, month, planned_on: `${month}-10`, held_on: `${month}-10`, number: null },
    decisions: [{ number: decision, text: '同意', amount_fen: amount, due_on: null, payment_files: files }],
  }
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${id}, 'MEETING', ${status}, 1, ${[agency.slice(1)]}, ${agency}, '{}', ${JSON.stringify(data)}::jsonb, false,
      'lead1', now(), 'lead1', now()
    )
  `.execute(owner)
  return { id, decision }
}

let batch = 0
/** Reviewed, of 200.10 yuan each. */
async function reviewed(people: readonly string[], changes: Partial<PaymentFileInput> = {}) {
  batch += 1
  const batchId = `M${batch}`
  const lines = people.map((person) => lineOf(person, { payment_id: `${batchId}-${person}` }))
  const input = fileOf(batchId, lines, changes)
  const { recordId } = acceptedAnswer(await act(as('pay1'), requestOf({ kind, action: 'enter', input })))
  expect(codeOf(await orderStep(as('check1'), { kind, action: 'review', recordId }))).toBe('accepted')
  return { recordId, batchId }
}
const approve = (recordId: string, decision?: string) =>
  orderStep(as('lead1'), {
    ...{ kind, action: 'approve', recordId },
    input: decision === undefined ? {} : { decision },
  })
async function meetingOf(batchId: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ meeting_id: string | null }>`
    select meeting_id from register.payment_batch where batch_id = ${batchId}
  `.execute(owner)
  return rows[0]?.meeting_id
}
const toApprove = { zh: expect.stringContaining('没有 2026-10 支付调拨会的议定事项') }

describe('a payment file and the payment meeting', () => {
  test('where no meeting was ever kept, it is approved without one', async () => {
    const { recordId, batchId } = await reviewed(['P1'])
    expect(codeOf(await approve(recordId))).toBe('accepted')
    expect(await meetingOf(batchId)).toBeNull()
  })

  test('that lists it by order or batch is written into its batch', async () => {
    for (const by of ['recordId', 'batchId'] as const) {
      const file = await reviewed([by === 'recordId' ? 'P2' : 'P3'])
      const { id } = await addMeeting({ files: [file[by]] })
      expect(codeOf(await approve(file.recordId))).toBe('accepted')
      expect(await meetingOf(file.batchId)).toBe(id)
    }
  })

  test('that is named by its number counts, too', async () => {
    const { recordId, batchId } = await reviewed(['P4'])
    const { id, decision } = await addMeeting()
    expect(await approve(recordId)).toMatchObject({ code: 'conflict', text: toApprove })
    expect(codeOf(await approve(recordId, decision))).toBe('accepted')
    expect(await meetingOf(batchId)).toBe(id)
  })

  test.for<[string, Meeting]>([
    ['another month', { month: '2026-09' }],
    ['another unit', { agency: 'A990102' }],
    ['another kind', { kind: 'JOINT' }],
    ['minutes that nobody approved yet', { status: 'MINUTED' }],
  ])('of %s is none', async ([, meeting]) => {
    // The unit keeps its meetings.
    await addMeeting({ month: '2026-08' })
    const { recordId } = await reviewed(['P5'])
    const { decision } = await addMeeting({ ...meeting, files: [recordId] })
    expect(await approve(recordId)).toMatchObject({ code: 'conflict', text: toApprove })
    expect(await approve(recordId, decision)).toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining('不是本单位') },
    })
    expect(codeOf(await orderStep(as('pay1'), { kind, action: 'withdraw', recordId }))).not.toBe('accepted')
    expect(
      codeOf(
        await orderStep(as('lead1'), { kind, action: 'disapprove', recordId, input: { reason: '未上会' } }),
      ),
    ).toBe('accepted')
  })

  test('pays no more than was decided, over all files together', async () => {
    const { decision } = await addMeeting({ amount: '40020' })
    const [first, second, third] = [await reviewed(['P6']), await reviewed(['P7']), await reviewed(['P8'])]
    expect(codeOf(await approve(first.recordId, decision))).toBe('accepted')
    // To the fen.
    expect(codeOf(await approve(second.recordId, decision))).toBe('accepted')
    expect(await approve(third.recordId, decision)).toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining('尚余 0.00 元') },
    })
    const { decision: wide } = await addMeeting({ amount: '20009' })
    expect(codeOf(await approve(third.recordId, wide))).toBe('conflict')
    const { decision: exact } = await addMeeting({ amount: '20010' })
    expect(codeOf(await approve(third.recordId, exact))).toBe('accepted')
  })

  test('that states no amount pays nothing', async () => {
    const { recordId } = await reviewed(['P9'])
    await addMeeting({ files: [recordId], amount: null })
    expect(await approve(recordId)).toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining('没有写明金额') },
    })
  })

  test('ratifies what is not of the month’s payments afterwards, so that it is not waited for', async () => {
    await addMeeting()
    const { recordId, batchId } = await reviewed(['P10'], { kind: 'ONE_OFF' })
    expect(codeOf(await approve(recordId))).toBe('accepted')
    expect(await meetingOf(batchId)).toBeNull()
  })
})
