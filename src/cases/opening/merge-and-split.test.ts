import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  caseIn,
  casesContext,
  doCaseStep,
  openCase,
  setUpCases,
  storedRecord,
  takeCaseStep,
} from '../test-cases.ts'
import { followCases } from './follow-cases.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpCases(database))

const kernel = casesContext(db, 'audit1')
const said = (answer: Answer): string => (answer.outcome === 'accepted' ? answer.status : answer.text.zh)

async function holderOf(findingId: string): Promise<string | undefined> {
  const { rows } = await sql<{ record_id: string }>`
    select record_id from app.case_finding where finding_id = ${findingId}
  `.execute(owner)
  return rows[0]?.record_id
}

const merge = (case_ids: readonly string[], by = 'audit1') =>
  takeCaseStep(database, {
    by,
    recordId: null,
    action: 'openMerged',
    input: { case_ids, reason: '同一当事人' },
  })

test('cases become one: findings and papers move, the old ones end, and nothing is done twice', async () => {
  const first = await caseIn(database, 'VERIFYING')
  const second = await openCase(database, { level: 1 })
  const { recordId } = acceptedAnswer(await merge([first.recordId, second.recordId]))
  expect(await holderOf(first.findingIds[0]!)).toBe(recordId)
  // Between the two nobody goes on with the old ones.
  expect(said(await doCaseStep(database, first.recordId, 'work'))).not.toBe('VERIFYING')
  expect(await followCases(kernel)).toEqual({ merged: 2, opened: 0, refused: [] })
  expect(await followCases(kernel)).toEqual({ merged: 0, opened: 0, refused: [] })
  expect(await storedRecord(database, first.recordId)).toMatchObject({
    status: 'MERGED',
    data: { merged_into: recordId },
  })
  const merged = await storedRecord(database, recordId)
  expect(merged.data).toMatchObject({ level: 1, is_followed: true })
  expect(merged.data.findings.length).toBe(2)
  expect(merged.data.papers.length).toBe(1)
})

test('whoever is concerned by one of them does nothing in the case made of both', async () => {
  const first = await openCase(database, { handlers: ['audit2'] })
  const second = await openCase(database)
  expect(await merge([first.recordId, second.recordId], 'audit2')).toMatchObject({ code: 'not_permitted' })
  acceptedAnswer(await merge([first.recordId, second.recordId]))
})

test('a case in which somebody is being heard is not merged', async () => {
  const first = await caseIn(database, 'AWAITING_STATEMENT')
  const second = await openCase(database)
  expect(said(await merge([first.recordId, second.recordId]))).toContain('不能并案')
})

test('findings are taken out into a case of their own, and are nobody else’s in between', async () => {
  const { recordId, findingIds } = await openCase(database, { findings: 3 })
  acceptedAnswer(await doCaseStep(database, recordId, 'split'))
  const input = { finding_ids: [findingIds[1]!], reason: '抢先' }
  const early = await takeCaseStep(database, { by: 'audit2', recordId: null, action: 'open', input })
  expect(early).toMatchObject({ code: 'conflict' })
  // The case goes on meanwhile.
  acceptedAnswer(await doCaseStep(database, recordId, 'assign'))
  expect(await followCases(kernel)).toMatchObject({ opened: 1, refused: [] })
  expect(await followCases(kernel)).toEqual({ merged: 0, opened: 0, refused: [] })
  const { data } = await storedRecord(database, recordId)
  const newId = data.split_off[0]!.case_id!
  const ids = (list: readonly { finding_id: string }[]) => list.map(({ finding_id }) => finding_id).sort()
  expect(ids(data.findings)).toEqual([findingIds[0]])
  const split = await storedRecord(database, newId)
  expect(ids(split.data.findings)).toEqual([findingIds[1]!, findingIds[2]!].sort())
  expect(await holderOf(findingIds[1]!)).toBe(newId)
  // Both go on.
  acceptedAnswer(await doCaseStep(database, recordId, 'begin'))
  acceptedAnswer(await doCaseStep(database, newId, 'assign'))
})

test('the last finding stays', async () => {
  const { recordId, findingIds } = await openCase(database)
  const input = { finding_ids: findingIds, reason: '全部' }
  const answer = await takeCaseStep(database, { by: 'audit1', recordId, action: 'split', input })
  expect(said(answer)).toBe('本案至少保留一条疑点。')
})
