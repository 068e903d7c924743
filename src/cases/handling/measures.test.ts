import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  caseIn,
  conclusionInput,
  daysAhead,
  doCaseStep,
  letDeadlinePass,
  setUpCases,
  storedRecord,
  takeCaseStep,
} from '../test-cases.ts'

const database = await testDatabase()
const { owner } = database

beforeAll(() => setUpCases(database))

const said = (answer: Answer): string => (answer.outcome === 'accepted' ? answer.status : answer.text.zh)

/** True without a loss, with one measure of this kind. */
async function handledBy(kind: string): Promise<string> {
  const { recordId } = await caseIn(database, 'AWAITING_STATEMENT')
  acceptedAnswer(await doCaseStep(database, recordId, 'answer'))
  const { data } = await storedRecord(database, recordId)
  const results = data.findings.map(({ finding_id }) => ({ finding_id, verdict: 'TRUE', rows: [], note: '' }))
  const measures = [{ kind, what: '处理', due_on: daysAhead(30) }]
  const input = await conclusionInput(database, recordId, { results, measures })
  await letDeadlinePass(database, recordId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  return recordId
}

async function done(
  recordId: string,
  references: readonly string[],
  files: readonly string[] = [],
): Promise<string> {
  const { data } = await storedRecord(database, recordId)
  const input = { measure_id: data.measures[0]!.measure_id, result: '已落实', references }
  return said(await takeCaseStep(database, { by: 'audit1', recordId, action: 'measure', input, files }))
}

/** Another record about the same person, as another slice keeps it. */
async function recordLike(recordId: string, changes: Readonly<Record<string, unknown>>): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into app.record
    select (jsonb_populate_record(record, ${JSON.stringify({ record_id: id, data: {}, ...changes })}::jsonb)).*
    from app.record
    where record_id = ${recordId}
  `.execute(owner)
  return id
}

test('a payment is stopped by an order in force about the person', async () => {
  const recordId = await handledBy('STOP')
  const kind = 'ORDER_STATUS_CHANGE'
  expect(await done(recordId, [])).toContain('停发须注明')
  expect(await done(recordId, [await recordLike(recordId, { kind, status: 'ENTERED' })])).toContain(
    '停发须注明',
  )
  const other = await recordLike(recordId, { kind, status: 'DONE', person_id: 'somebody else' })
  expect(await done(recordId, [other])).toContain('停发须注明')
  const order = await recordLike(recordId, { kind, status: 'DONE' })
  expect(await done(recordId, [order, other])).toContain('停发须注明')
  expect(await done(recordId, [order])).toBe('HANDLING')
  expect(said(await doCaseStep(database, recordId, 'close'))).toBe('CLOSED')
})

test('rectification has its proof', async () => {
  const recordId = await handledBy('RECTIFY')
  expect(await done(recordId, [])).toBe('整改须附整改证明材料。')
  expect(await done(recordId, [], ['RECTIFICATION'])).toBe('HANDLING')
})

test('a transfer has the letter of this case, filed, and the receipt of the other side', async () => {
  const recordId = await handledBy('TRANSFER')
  const letter = (case_id: string, status = 'FILED') =>
    recordLike(recordId, { kind: 'LETTER', status, data: { template: 'TRANSFER', case_id, number: null } })
  const filed = await letter(recordId)
  expect(await done(recordId, [filed])).toContain('附对方签收回执')
  expect(await done(recordId, [await letter(recordId, 'ISSUED')], ['TRANSFER_RECEIPT'])).toContain(
    '移送须注明',
  )
  expect(await done(recordId, [await letter('another case')], ['TRANSFER_RECEIPT'])).toContain('移送须注明')
  expect(await done(recordId, [filed], ['TRANSFER_RECEIPT'])).toBe('HANDLING')
})

test('what is done is not done twice, and a measure of nobody is none', async () => {
  const recordId = await handledBy('RECTIFY')
  expect(await done(recordId, [], ['RECTIFICATION'])).toBe('HANDLING')
  expect(await done(recordId, [])).toBe('该项处理已登记落实。')
  const input = { measure_id: 'none', result: '已落实', references: [] }
  const strange = await takeCaseStep(database, { by: 'audit1', recordId, action: 'measure', input })
  expect(said(strange)).toContain('没有这项处理意见')
})

test.for([
  {
    what: 'a loss that nobody is to recover',
    changes: { measures: [{ kind: 'RECTIFY', what: '改', due_on: daysAhead(9) }] },
    why: '处理意见须包括追回',
  },
  { what: 'no measure', changes: { measures: [] }, why: '请填写处理意见' },
  { what: 'no nature', changes: { nature: null }, why: '请填写性质' },
  {
    what: 'a measure due in the past',
    changes: { measures: [{ kind: 'RECOVER', what: '追', due_on: '2024-06-03' }] },
    why: '完成时限早于今天',
  },
])('a conclusion is refused for $what', async ({ changes, why }) => {
  const { recordId } = await caseIn(database, 'VERIFYING')
  acceptedAnswer(await doCaseStep(database, recordId, 'waive'))
  const input = await conclusionInput(database, recordId, changes)
  expect(said(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))).toContain(
    why,
  )
})

test('a conclusion that something is true needs evidence, and any needs a working paper', async () => {
  const { recordId } = await caseIn(database, 'ASSIGNED')
  acceptedAnswer(await doCaseStep(database, recordId, 'begin'))
  acceptedAnswer(await doCaseStep(database, recordId, 'waive'))
  const input = await conclusionInput(database, recordId)
  const conclude = () => takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input })
  expect(said(await conclude())).toContain('尚未登记工作底稿')
  const work = { by: 'audit1', recordId, action: 'work' }
  const paper = {
    method: 'VISIT',
    done_on: '2024-06-03',
    place: '村委会',
    present: [],
    content: '走访',
    result: '属实',
  }
  acceptedAnswer(await takeCaseStep(database, { ...work, input: paper }))
  expect(said(await conclude())).toContain('须附核查证据')
  acceptedAnswer(await takeCaseStep(database, { ...work, input: paper, files: ['EVIDENCE'] }))
  expect(said(await conclude())).toBe('CONCLUDED')
})
