import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likenessOf, similarAnswers, type WrittenAnswers } from './similar-answers.ts'

const words =
  '经组织业务、财务、信息三方面人员逐项自查，核对了近两年的发放明细和操作日志，未发现一人通办情形。'
const other = '本局七月召开专题会议，抽取补发业务一百二十笔与原始档案比对，其中两笔缺少复核签字，已补正。'
const answers = (...texts: string[]): WrittenAnswers[] =>
  texts.map((text, index) => ({ campaignId: 'C1', taskId: `T${index}`, agencyId: `A${index}`, text }))
const pairsOf = (given: readonly WrittenAnswers[], least = 900_000): string[] =>
  similarAnswers(given, least).map(({ task_id, other_task_id }) => `${task_id}-${other_task_id}`)

test('the same words of two units are found both ways, whatever their spaces and marks', () => {
  expect(pairsOf(answers(words, words.replaceAll('，', ', ')))).toEqual(['T0-T1', 'T1-T0'])
})

test('other words, one word more than a tenth, and short phrases are not', () => {
  expect(pairsOf(answers(words, other))).toEqual([])
  expect(pairsOf(answers(words, `${words}另有三项问题已经列入台账`))).toEqual([])
  expect(pairsOf(answers('未发现问题。', '未发现问题。'))).toEqual([])
})

test('a changed character of a long text is still alike', () => {
  const long = words + other
  expect(pairsOf(answers(long, long.replace('两笔', '三笔')))).toHaveLength(2)
})

test('one unit’s own answers, and those of another campaign, are not compared', () => {
  const [first, second] = answers(words, words)
  expect(pairsOf([first!, { ...second!, agencyId: 'A0' }])).toEqual([])
  expect(pairsOf([first!, { ...second!, campaignId: 'C2' }])).toEqual([])
})

test('a text that a thousand units copied is found with each of them', () => {
  const found = new Set(
    similarAnswers(answers(...new Array<string>(1_000).fill(words)), 900_000).map((row) => row.task_id),
  )
  expect(found.size).toBe(1_000)
})

test('likeness is that of the other side, whole only for the same and never above it', () => {
  const set = fc
    .uniqueArray(fc.string({ minLength: 3, maxLength: 3 }), { maxLength: 30 })
    .map((each) => new Set(each))
  fc.assert(
    fc.property(set, set, (one, two) => {
      const likeness = likenessOf(one, two)
      expect(likenessOf(two, one)).toBe(likeness)
      expect(likeness).toBeGreaterThanOrEqual(0)
      expect(likeness === 1_000_000).toBe(
        one.size > 0 && one.size === two.size && [...one].every((each) => two.has(each)),
      )
    }),
  )
})
