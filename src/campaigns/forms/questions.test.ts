import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { categories, getCategory } from './categories.ts'
import { findQuestion, questions, questionsOfRule } from './questions.ts'

describe('the questions of the self-check', () => {
  test('are fifty in ten categories, as many in each as the notice has items', () => {
    expect(categories.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const counts = categories.map(
      ({ number }) => questions.filter(({ category }) => category === number).length,
    )
    expect(counts).toEqual([6, 7, 6, 4, 7, 3, 6, 3, 3, 5])
    expect(questions).toHaveLength(50)
  })

  test('are numbered through in the order of the form, each once', () => {
    const expected = categories.flatMap(({ number }) =>
      questions.filter(({ category }) => category === number).map((_, index) => `${number}.${index + 1}`),
    )
    expect(questions.map(({ number }) => number)).toEqual(expected)
    expect(findQuestion('10.5')).toBe(questions[49])
    expect(findQuestion('10.6')).toBeUndefined()
  })

  test.for(questions)('$number quotes its category of the notice word by word', ({ category, quote }) => {
    expect(getCategory(category).text).toContain(quote)
  })

  test.for(questions)('$number is linked to rules that exist, or says what would be needed', (question) => {
    const known = new Set(rules.map(({ code }) => code))
    expect(question.rules.filter((code) => !known.has(code))).toEqual([])
    expect(question.rules.length > 0 || question.unseen !== null).toBe(true)
  })

  test.for(questions)(
    '$number asks whether something is amiss: “no” is always the good answer',
    ({ text }) => {
      expect(text.zh).toMatch(/是否.*？$/)
      expect(text.en).toMatch(/^[A-Z].*\?$/)
    },
  )

  test('every rule that is drawn from the notice stands against a question, but two that answer none of them', () => {
    const drawn = rules.filter(({ basis }) => basis.some(({ document }) => document === '004'))
    const silent = drawn.filter(({ code }) => questionsOfRule(code).length === 0)
    // A change of account is no fault in itself, and no question asks for accounts of staff.
    expect(silent.map(({ code }) => code)).toEqual(['ACC-03', 'ACC-05'])
    expect(drawn.length).toBeGreaterThan(20)
  })
})
