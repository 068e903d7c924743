import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  addFinding,
  caseIn,
  conclusionInput,
  doCaseStep,
  letDeadlinePass,
  openCase,
  setUpCases,
  storedRecord,
  takeCaseStep,
  untrueInput,
} from './test-cases.ts'

const database = await testDatabase()

beforeAll(() => setUpCases(database))

const sentence = (answer: { outcome: string }): string =>
  answer.outcome === 'accepted' ? 'accepted' : (answer as unknown as { text: { zh: string } }).text.zh

test('a loss is added up month by month from the rows of the findings', async () => {
  const { recordId } = await caseIn(database, 'HANDLING', { rows: [10_001, 20_002, 30_003] })
  const { status, data } = await storedRecord(database, recordId)
  expect(status).toBe('HANDLING')
  expect(data.conclusion).toMatchObject({
    verdict: 'TRUE',
    loss_fen: '60006',
    loss_by_month: [
      { month: 24288, fen: '10001' },
      { month: 24289, fen: '20002' },
      { month: 24290, fen: '30003' },
    ],
  })
})

test('a finding is in one open case only', async () => {
  const { recordId, findingIds } = await openCase(database)
  const input = { finding_ids: findingIds, reason: '再立' }
  const again = await takeCaseStep(database, { by: 'audit2', recordId: null, action: 'open', input })
  expect(sentence(again)).toBe(`疑点 ${findingIds[0]} 已在案件 ${recordId} 中核查，不能重复立案。`)
})

test('two who open a case about one finding at the same moment open one', async () => {
  const findingId = await addFinding(database.owner)
  const input = { finding_ids: [findingId], reason: '立案' }
  const answers = await Promise.all(
    ['audit1', 'audit2', 'supervise1'].map((by) =>
      takeCaseStep(database, { by, recordId: null, action: 'open', input }),
    ),
  )
  expect(answers.filter(({ outcome }) => outcome === 'accepted').length).toBe(1)
  const codes = answers.flatMap((each) => (each.outcome === 'refused' ? [each.code] : []))
  expect(codes).toEqual(['conflict', 'conflict'])
})

test('nobody is found to have done something before five working days have passed', async () => {
  const { recordId } = await caseIn(database, 'AWAITING_STATEMENT')
  acceptedAnswer(await doCaseStep(database, recordId, 'answer'))
  const input = await conclusionInput(database, recordId)
  const early = await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input })
  expect(sentence(early)).toContain('期满前不能办理')
  const silent = await takeCaseStep(database, { by: 'audit1', recordId, action: 'noAnswer' })
  expect(sentence(silent)).toContain('期满前不能办理')
  await letDeadlinePass(database, recordId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
})

test('silence is recorded after the last day, and then concluded upon', async () => {
  const { recordId } = await caseIn(database, 'AWAITING_STATEMENT')
  await letDeadlinePass(database, recordId)
  const input = await conclusionInput(database, recordId)
  const without = await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input })
  expect(sentence(without)).toContain('请先登记当事人的陈述申辩')
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'noAnswer' }))
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
})

test('without a statement nothing is found true, unless the approver waived it', async () => {
  const { recordId } = await caseIn(database, 'VERIFYING')
  const input = await conclusionInput(database, recordId)
  const refused = await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input })
  expect(sentence(refused)).toContain('须先告知当事人并听取陈述申辩')
  acceptedAnswer(await doCaseStep(database, recordId, 'waive'))
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
})

test('what is not true needs no statement and is closed with its approval', async () => {
  const { recordId, findingIds } = await caseIn(database, 'VERIFYING')
  const input = await untrueInput(database, recordId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  expect((await storedRecord(database, recordId)).status).toBe('CLOSED')
  // Its next episode may be looked into again.
  const again = { finding_ids: findingIds, reason: '新一期' }
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId: null, action: 'open', input: again }))
  // And then the first one is not reopened beside it.
  const reopened = await doCaseStep(database, recordId, 'askReopen')
  expect(reopened).toMatchObject({ outcome: 'refused', code: 'conflict' })
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from app.case_finding where finding_id = ${findingIds[0]}
  `.execute(database.owner)
  expect(rows[0]!.n).toBe(1n)
})

test('a conclusion that was returned is kept beside the next', async () => {
  const { recordId } = await caseIn(database, 'CONCLUDED')
  acceptedAnswer(await doCaseStep(database, recordId, 'return'))
  acceptedAnswer(await doCaseStep(database, recordId, 'conclude'))
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  const { status, data } = await storedRecord(database, recordId)
  expect(status).toBe('HANDLING')
  expect(data.earlier_conclusions.length).toBe(1)
})
