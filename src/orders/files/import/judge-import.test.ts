import { expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import type { FileHit, FileRuleAnswer } from '../file-rules.ts'
import { askRules, servedBy, stillOpen } from '../file-rules.ts'
import { collidingLines, hitKey, isHitOf, reasonsOfLine } from './judge-import.ts'

const text = { zh: '原因', en: 'why' }
const changes = [
  {
    operation: 'update',
    table: 'payee_account',
    key: { account_number: 'A1', person_id: 'P1' },
    values: { valid_to: '2026-10-10' },
  },
  {
    operation: 'insert',
    table: 'payee_account',
    values: { account_number: 'A9', person_id: 'P1', holder_name: '王一' },
  },
] as const
const line = { number: 1, personId: 'P1', changes }
const hit = (other: Partial<FileHit>): FileHit => ({
  findingId: 'F',
  subjectKind: 'person',
  subjectId: 'P9',
  why: text,
  rows: [],
  ...other,
})
const answer = (hits: readonly FileHit[], other: Partial<FileRuleAnswer> = {}): FileRuleAnswer => ({
  ...{ ruleCode: 'ACC-01', title: text, isError: false, hits, open: null },
  ...other,
})

test('a hit is about a line by its person, by a row that the line writes, or by an account that it names', () => {
  const row = { table: 'payee_account', key: 'A9#P1', isContext: true, isAssumed: true }
  expect(isHitOf(hit({ subjectId: 'P1' }), line)).toBe(true)
  expect(isHitOf(hit({}), line)).toBe(false)
  expect(isHitOf(hit({ rows: [row] }), line)).toBe(true)
  expect(isHitOf(hit({ rows: [{ ...row, isAssumed: false }] }), line)).toBe(false)
  expect(isHitOf(hit({ rows: [{ ...row, key: 'A8#P1' }] }), line)).toBe(false)
  expect(isHitOf(hit({ subjectKind: 'account', subjectId: 'A9' }), line)).toBe(true)
  expect(isHitOf(hit({ subjectKind: 'account', subjectId: 'A8' }), line)).toBe(false)
  expect(isHitOf(hit({ subjectKind: 'staff', subjectId: 'A9' }), line)).toBe(false)
})

test('a hit that no line can be told to have holds all, one that was asked for holds its own', () => {
  const loose = hit({ subjectKind: 'account', subjectId: 'A7' })
  const answers = [answer([loose])]
  const key = hitKey('ACC-01', loose)
  const verdicts = { answers, standing: [], hitsOfLine: [], hitsOfAll: [] }
  expect(reasonsOfLine(line, verdicts)).toEqual([])
  expect(reasonsOfLine(line, { ...verdicts, hitsOfAll: [key] })).toMatchObject([{ outcome: 'HIT' }])
  const hitsOfLine = [{ number: 1, hits: [key] }]
  expect(reasonsOfLine(line, { ...verdicts, hitsOfLine })).toMatchObject([{ ruleCode: 'ACC-01' }])
  expect(reasonsOfLine({ ...line, number: 2 }, { ...verdicts, hitsOfLine })).toEqual([])
})

test('lines that touch one row collide, each with all the others', () => {
  const other = [{ ...changes[0] }]
  const apart = [{ ...changes[1], values: { ...changes[1].values, account_number: 'A10' } }]
  const lines = [
    { number: 1, changes },
    { number: 2, changes: apart },
    { number: 3, changes: other },
  ]
  expect(collidingLines(lines)).toEqual([1, 3])
  expect(collidingLines(lines.slice(0, 2))).toEqual([])
})

test('an open answer needs a decision for every one of its feeds, and one without feeds has none', () => {
  const open = answer([], { open: { why: text, feeds: ['death', 'imprisonment'] } })
  const nameless = answer([], { ruleCode: 'X', open: { why: text, feeds: [] } })
  const term = { until: '2026-12-31', decidedBy: ['approve1', 'lead1'] }
  const death = { ...term, decisionId: 'D1', feed: 'death' }
  const prison = { ...term, decisionId: 'D2', feed: 'imprisonment' }
  const idle = { ...term, decisionId: 'D3', feed: 'staff' }
  expect(stillOpen([open], [death])).toEqual([open])
  expect(stillOpen([open, nameless], [death, prison, idle])).toEqual([nameless])
  expect(servedBy([open], [death])).toEqual([])
  expect(servedBy([open], [death, prison, idle])).toEqual([death, prison])
})

test('a rule that failed or did not answer is no PASS', async () => {
  const asked = { ruleCodes: ['ACC-01', 'DTH-01'], effect: [], persons: [], batches: [], asOf: 0 }
  const ask = (answers: readonly FileRuleAnswer[]) => askRules(async () => answers, asked)
  const good = answer([], { ruleCode: 'DTH-01' })
  await expect(ask([answer([]), good])).resolves.toHaveLength(2)
  await expect(ask([good])).rejects.toThrow(Refusal)
  await expect(ask([answer([], { isError: true }), good])).rejects.toMatchObject({ code: 'unavailable' })
})
