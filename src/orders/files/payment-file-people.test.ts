import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { orderStep } from '../test-orders.ts'
import type { FileHit, RunFileRules } from './file-rules.ts'
import { followFiles } from './holds/follow-files.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import { definePaymentFile } from './payment-file.ts'
import { createPaymentFileCheck, paymentFileKind as kind } from './payment-file-check.ts'
import type { PaymentFileInput } from './payment-line.ts'
import { actingAs, fileOf, lineOf, loadPeople, setUpOffice, withoutFiles } from './test-files.ts'

/** What does not hang on the rules: who with whom, when, twice at once, and a register that is a mirror. */
const database = await testDatabase()
const { owner, pool } = database
/** Payment ids that DTH-01 shows, and whether only as rows that explain. */
let hit: readonly string[] = []
let isContext = false

const runRules: RunFileRules = async ({ ruleCodes }) =>
  ruleCodes.map((ruleCode) => {
    const title = { zh: ruleCode, en: ruleCode }
    const hits = (ruleCode === 'DTH-01' ? hit : []).map((key): FileHit => {
      const rows = [{ table: 'payment', key, isContext, isAssumed: true }]
      return { findingId: key, subjectKind: 'person', subjectId: 'P', why: title, rows }
    })
    return { ruleCode, title, isError: false, hits, open: null }
  })
const check = createPaymentFileCheck({ pool, runRules })
const mirrorKinds = [withoutFiles(definePaymentFile('mirror')), definePaymentHold('mirror')]
const ownKinds = [withoutFiles(definePaymentFile('own')), definePaymentHold('own')]
const asMirror = actingAs(database, { kinds: mirrorKinds, check })
const asOwn = actingAs(database, { kinds: ownKinds, check })
const asWithFiles = actingAs(database, { kinds: [definePaymentFile('own')], check })

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 20)
})

type As = typeof asOwn
const enter = (as: As, input: PaymentFileInput, staffId = 'pay1') =>
  act(as(staffId), requestOf({ kind, action: 'enter', input }))
const step = (as: As, staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input })

async function paymentsOf(recordId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from register.payment where source_order = ${recordId}
  `.execute(owner)
  return rows[0]!.n
}

test('a file is entered with the file itself', async () => {
  expect(await enter(asWithFiles, fileOf('W1', [lineOf('P1')]))).toMatchObject({
    code: 'invalid_input',
    text: { zh: expect.stringContaining('发放文件（系统导出）') },
  })
})

test('the two confirm within ten minutes, in two sessions at two terminals', async () => {
  hit = []
  const { recordId } = acceptedAnswer(await enter(asOwn, fileOf('W2', [lineOf('P1')])))
  expect(codeOf(await step(asOwn, 'check1', 'review', recordId))).toBe('accepted')
  const sameSession = {
    kind: 'person',
    staffId: 'lead1',
    sessionId: 'session-of-check1',
    terminalId: 'T9',
  } as const
  const sameTerminal = {
    ...sameSession,
    sessionId: 'S9',
    terminalId: 'terminal-of-session-of-check1',
  } as const
  for (const actor of [sameSession, sameTerminal]) {
    const answer = await orderStep(asOwn('lead1', actor), { kind, action: 'approve', recordId })
    expect(answer).toMatchObject({ code: 'not_permitted', text: { zh: expect.stringContaining('不同的') } })
  }
  await sql`
    update app.record_action
    set at = at - interval '11 minutes'
    where record_id = ${recordId} and action = 'review'
  `.execute(owner)
  expect(await step(asOwn, 'lead1', 'approve', recordId)).toMatchObject({
    code: 'action_not_available',
    text: { zh: expect.stringContaining('超过 10 分钟') },
  })
  expect(await paymentsOf(recordId)).toBe(0)
  expect(codeOf(await step(asOwn, 'lead1', 'send_back', recordId, { reason: '超时' }))).toBe('accepted')
})

test('two files with one line, entered at once, are both stopped until one is gone', async () => {
  hit = []
  const answers = await Promise.all([
    enter(asOwn, fileOf('W3', [lineOf('P2')])),
    enter(asOwn, fileOf('W4', [lineOf('P2')]), 'pay2'),
  ])
  const ids = answers.flatMap((answer) => (answer.outcome === 'accepted' ? [answer.recordId] : []))
  expect(ids.length).toBeGreaterThan(0)
  if (ids.length === 2) {
    for (const id of ids) expect(codeOf(await step(asOwn, 'check1', 'review', id))).toBe('conflict')
    const owners = answers.map((answer, index) =>
      answer.outcome === 'accepted' ? ['pay1', 'pay2'][index] : '',
    )
    expect(codeOf(await step(asOwn, owners[1]!, 'withdraw', ids[1]!))).toBe('accepted')
  }
  expect(codeOf(await step(asOwn, 'check2', 'review', ids[0]!))).toBe('accepted')
  const approvals = await Promise.all([1, 2].map(() => step(asOwn, 'lead1', 'approve', ids[0]!)))
  expect(approvals.map(codeOf).sort()).toContain('accepted')
  expect(approvals.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
  expect(await paymentsOf(ids[0]!)).toBe(1)
})

test('a row that only explains a finding holds nothing', async () => {
  hit = ['L10-P3']
  isContext = true
  const { recordId } = acceptedAnswer(await enter(asOwn, fileOf('W5', [lineOf('P3')])))
  isContext = false
  expect(await step(asOwn, 'check1', 'review', recordId)).toMatchObject({ code: 'conflict' })
  hit = []
  expect(codeOf(await step(asOwn, 'check1', 'review', recordId))).toBe('accepted')
})

test('of a mirror nothing is written: the delivery confirms, and arrears go on from their hold', async () => {
  hit = ['L10-P5']
  const { recordId } = acceptedAnswer(await enter(asMirror, fileOf('M1', [lineOf('P4'), lineOf('P5')])))
  expect(codeOf(await step(asMirror, 'check1', 'review', recordId))).toBe('accepted')
  expect(await step(asMirror, 'lead1', 'approve', recordId)).toMatchObject({
    status: 'AWAITING_CONFIRMATION',
  })
  expect(await followFiles(asMirror('pay1'))).toMatchObject({ opened: 1, refused: [] })
  expect(await paymentsOf(recordId)).toBe(0)
  const again = fileOf('M2', [lineOf('P4')])
  expect(await enter(asMirror, again)).toMatchObject({ code: 'conflict' })
  expect(await enter(asMirror, fileOf('M2', [lineOf('P5')]))).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('暂缓单') },
  })
  const { rows } = await sql<{ record_id: string }>`
    select record_id from app.record where kind = 'PAYMENT_HOLD' and data ->> 'paymentId' = 'L10-P5'
  `.execute(owner)
  const holdId = rows[0]!.record_id
  const released = { kind: 'PAYMENT_HOLD', action: 'release', recordId: holdId, input: { reason: '已核实' } }
  expect(await orderStep(asMirror('check2'), released)).toMatchObject({ status: 'RELEASED' })
  hit = []
  const arrears = [{ hold_id: holdId, account_number: 'A-P5', holder_name: '王一' }]
  const next = acceptedAnswer(
    await enter(asMirror, fileOf('M3', [], { line_count: 1, total_amount: '200.10', arrears })),
  )
  expect(codeOf(await step(asMirror, 'check1', 'review', next.recordId))).toBe('accepted')
  expect(codeOf(await step(asMirror, 'lead1', 'approve', next.recordId))).toBe('accepted')
  expect(await followFiles(asMirror('pay1'))).toMatchObject({ opened: 0, carried: 1, refused: [] })
  const server = { kind: 'system', job: 'deliveries' } as const
  const confirm = requestOf({ kind, action: 'confirm', recordId, input: { delivery_id: 'D9' } })
  expect(await act(asMirror('pay1', server), confirm)).toMatchObject({ status: 'DONE' })
  expect(await paymentsOf(recordId)).toBe(0)
})

test('whoever has no authority over the amount or the county is refused', async () => {
  hit = []
  expect(await enter(asOwn, fileOf('W6', [lineOf('P6')]), 'enter1')).toMatchObject({ code: 'not_permitted' })
  expect(await enter(asOwn, fileOf('W6', [lineOf('P6')]), 'outsider')).toMatchObject({ code: 'not_found' })
  await sql`update register.person set region = '990102' where person_id = 'P7'`.execute(owner)
  expect(await enter(asOwn, fileOf('W6', [lineOf('P6'), lineOf('P7')]))).toMatchObject({
    code: 'not_permitted',
  })
  const { recordId } = acceptedAnswer(await enter(asOwn, fileOf('W6', [lineOf('P6')])))
  expect(codeOf(await step(asOwn, 'check1', 'return', recordId, { reason: '补' }))).toBe('accepted')
  const wider = fileOf('W6', [lineOf('P6'), lineOf('P7')])
  expect(await step(asOwn, 'pay1', 'resubmit', recordId, wider)).toMatchObject({ code: 'invalid_input' })
  const otherScheme = fileOf('W6', [lineOf('P6')], { scheme: '110' })
  expect(await step(asOwn, 'pay1', 'resubmit', recordId, otherScheme)).toMatchObject({
    code: 'invalid_input',
  })
})

test('the person named on a hold cannot prolong or release it, whatever post he holds', async () => {
  hit = ['L10-P8']
  const input = fileOf('W8', [lineOf('P8')], { holding: { staff_id: 'check3', days: 10 } })
  const { recordId } = acceptedAnswer(await enter(asOwn, input))
  expect(codeOf(await step(asOwn, 'check1', 'review', recordId))).toBe('accepted')
  expect(codeOf(await step(asOwn, 'lead1', 'approve', recordId))).toBe('accepted')
  expect(await followFiles(asOwn('pay1'))).toMatchObject({ opened: 1, refused: [] })
  const { rows } = await sql<{ record_id: string }>`
    select record_id from app.record where kind = 'PAYMENT_HOLD' and data ->> 'paymentId' = 'L10-P8'
  `.execute(owner)
  const hold = (staffId: string, action: string, given: unknown) =>
    orderStep(asOwn(staffId), { kind: 'PAYMENT_HOLD', action, recordId: rows[0]!.record_id, input: given })
  const reason = { reason: '自行解除' }
  const own = { code: 'not_permitted', text: { zh: expect.stringContaining('核实责任人') } }
  expect(await hold('check3', 'release', reason)).toMatchObject(own)
  expect(await hold('check3', 'extend', { ...reason, days: 30 })).toMatchObject(own)
  expect(await hold('check2', 'extend', { ...reason, days: 5 })).toMatchObject({ code: 'invalid_input' })
  expect(await hold('check2', 'release', reason)).toMatchObject({ status: 'RELEASED' })
})
