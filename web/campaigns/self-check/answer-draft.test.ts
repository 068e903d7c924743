import { describe, expect, test } from 'vitest'
import type { StoredAnswer } from '#web/campaigns/read-campaign.ts'
import { type AnswerDraft, draftOf, emptyDraft, fenOfDraft, inputOf, lackOf } from './answer-draft.ts'

const stored: StoredAnswer = {
  ...{ answer: 'YES', count: 12, amount_fen: '123450', evidence: '清单', rectify_by: '2026-08-01' },
  ...{ explanation: null, by: 'S1', at: '2026-07-01T00:00:00.000Z' },
}
const yes: AnswerDraft = { ...emptyDraft, answer: 'YES', evidence: '清单', rectifyBy: '2026-08-01' }

describe('an answer as it is typed', () => {
  test('is what was stored, and is sent as it was', () => {
    expect(inputOf('1.6', draftOf(stored))).toEqual({
      ...{ question: '1.6', answer: 'YES', count: 12, amount_yuan: '1234.50' },
      ...{ evidence: '清单', rectify_by: '2026-08-01', explanation: null },
    })
    expect(draftOf(undefined)).toEqual(emptyDraft)
  })

  test('is not sent without an answer or with an amount that is none', () => {
    expect(inputOf('1.1', { ...yes, answer: null })).toBeNull()
    for (const yuan of ['abc', '-1', '1.234', '1000000000000000'])
      expect(inputOf('1.1', { ...yes, yuan })).toBeNull()
    expect(inputOf('1.1', { ...yes, yuan: ' 1,234.5 ' })?.amount_yuan).toBe('1234.50')
    expect(fenOfDraft(emptyDraft)).toBe(0n)
  })

  test('a “no” leaves behind what was typed before it, and only a “no” is explained', () => {
    const changed = { ...draftOf(stored), answer: 'NO', explanation: '夫妻共用' } as const
    expect(inputOf('1.6', changed)).toMatchObject({
      ...{ count: 0, amount_yuan: '0.00', rectify_by: null, explanation: '夫妻共用' },
    })
    expect(inputOf('1.6', { ...changed, answer: 'PARTIAL' })).toMatchObject({
      ...{ count: 12, amount_yuan: '1234.50', explanation: null },
    })
  })

  test('says what the submission would miss', () => {
    expect(lackOf(emptyDraft, 0)).toBe('answer')
    expect(lackOf({ ...yes, yuan: 'x' }, 0)).toBe('amount')
    expect(lackOf({ ...yes, evidence: ' ' }, 0)).toBe('evidence')
    expect(lackOf({ ...yes, rectifyBy: '' }, 0)).toBe('rectify')
    expect(lackOf(yes, 3)).toBeNull()
    expect(lackOf({ ...emptyDraft, answer: 'NO' }, 0)).toBeNull()
    expect(lackOf({ ...emptyDraft, answer: 'NO' }, 1)).toBe('explanation')
    expect(lackOf({ ...emptyDraft, answer: 'NO', explanation: '夫妻' }, 1)).toBeNull()
  })
})
