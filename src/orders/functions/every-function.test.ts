import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import { assert, Refusal } from '#base/refusal.ts'
import {
  assumeChanges,
  keysOfChanges,
  type RegisterChange,
  type RegisterRows,
  rowKeyOf,
  storedChanges,
} from '#register/register-change.ts'
import { type RegisterRow, registerRow } from '#register/register-row.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { orderFunctions } from '../order-functions.ts'
import { assumedEffect, type OrderFunction } from './order-function.ts'
import { type SampledCode, samples, type Variation } from './test-samples.ts'
import { deadPerson, effectOf, type Situation, sentenceOf, source } from './test-situations.ts'

const variation: fc.Arbitrary<Variation> = fc.record({
  fen: fc.bigInt(1n, 99_999_999_99n),
  months: fc.integer({ min: 1, max: 24 }),
  text: fc.stringMatching(/^[甲乙丙丁戊己庚]{1,40}$/),
})

const ofPersons = orderFunctions.filter(({ code }) => code in samples)
const sampleOf = ({ code }: OrderFunction, varied?: Variation): Situation =>
  samples[code as SampledCode](varied)

function accepted(definition: OrderFunction, situation: Situation): readonly RegisterChange[] {
  const effect = effectOf(definition, situation)
  assert(!(effect instanceof Refusal), `${definition.code}: ${String(effect)}`)
  return effect
}

/** The register as far as the changes touch it: the rows that the function was shown. */
function registerOf(definition: OrderFunction, { input, facts }: Situation): RegisterRows {
  const requests = {
    person: { table: 'person' as TableName },
    ...definition.facts(definition.input.parse(input)),
  }
  const rows = new Map<TableName, Map<string, RegisterRow>>()
  for (const [name, { table }] of Object.entries(requests)) {
    const ofTable = rows.get(table) ?? new Map<string, RegisterRow>()
    for (const row of facts[name] ?? []) {
      const stored = registerRow(getTable(table), row)
      ofTable.set(rowKeyOf(getTable(table), stored), stored)
    }
    rows.set(table, ofTable)
  }
  return rows
}

function codeOfFault(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'accepted'
}

test('sixteen functions about a person have a sample', () => {
  expect(ofPersons.map(({ code }) => code).toSorted()).toEqual(Object.keys(samples).toSorted())
  expect(ofPersons).toHaveLength(16)
})

describe.for(ofPersons)('$code', (definition) => {
  test('names only columns of the standard, with values of their types, in its effect and for the rules', () => {
    fc.assert(
      fc.property(variation, (varied) => {
        const situation = sampleOf(definition, varied)
        const effect = accepted(definition, situation)
        expect(storedChanges(effect, source)).toHaveLength(effect.length)
        const assumed = assumedEffect(definition, definition.input.parse(situation.input), situation.facts, {
          ...source,
          reviewerId: null,
        })
        assert(!(assumed instanceof Refusal), 'what is done can be assumed')
        expect(storedChanges(assumed, source).length).toBeGreaterThanOrEqual(effect.length)
        expect(effect.map(({ operation }) => operation)).not.toContain('delete')
      }),
    )
  })

  test('writes money to the fen, and moves what the order is worth', () => {
    fc.assert(
      fc.property(variation, (varied) => {
        const situation = sampleOf(definition, varied)
        const effect = accepted(definition, situation)
        for (const change of effect) {
          const columns = getTable(change.table).columns.filter(({ type }) => type === 'money')
          const values = change.operation === 'delete' ? {} : change.values
          for (const { name } of columns) {
            const text = values[name] ?? null
            if (text !== null) expect(formatYuan(fenOfYuan(text)!)).toBe(text)
          }
        }
        const worth = definition.amountFen?.(definition.input.parse(situation.input))
        const lines = effect.filter(({ operation, table }) => operation === 'insert' && table === 'payment')
        for (const line of lines) {
          assert(line.operation === 'insert', 'a line is inserted')
          expect(fenOfYuan(line.values.amount!)).toBe(worth)
        }
      }),
    )
  })

  test('cannot be done twice: its own row is there already', () => {
    fc.assert(
      fc.property(variation, (varied) => {
        const situation = sampleOf(definition, varied)
        const effect = accepted(definition, situation)
        const before = registerOf(definition, situation)
        const inserted = effect.filter(({ operation }) => operation === 'insert')
        const keys = [...keysOfChanges(inserted.slice(0, 1)).values()].flat()
        expect(keys[0]).toContain(source.orderId)
        const once = assumeChanges(effect, before)
        const after = new Map([...once].map(([table, rows]) => [table, rows.after] as const))
        expect(codeOfFault(() => assumeChanges(inserted.slice(0, 1), after))).toBe('conflict')
      }),
    )
  })

  test('refuses fields it does not know and fields that are left out', () => {
    const { input } = sampleOf(definition)
    expect(definition.input.safeParse(input).success).toBe(true)
    expect(definition.input.safeParse({ ...input, unknown: '1' }).success).toBe(false)
    for (const left of Object.keys(input)) {
      const rest = Object.fromEntries(Object.entries(input).filter(([name]) => name !== left))
      expect(definition.input.safeParse(rest).success, left).toBe(false)
    }
  })

  test('says in one sentence that there is nothing to do it on', () => {
    const { input } = sampleOf(definition)
    const effect = effectOf(definition, { input, facts: {} })
    assert(effect instanceof Refusal, 'nothing is there')
    expect(effect.text.zh).toMatch(/[。]$/)
    expect(effect.text.en.length).toBeGreaterThan(10)
  })

  test('asks for papers, quotes its ground and names rules once', () => {
    expect(definition.attachments.length).toBeGreaterThan(0)
    expect(definition.basis.every(({ quote }) => quote.length > 3)).toBe(true)
    expect(new Set(definition.ruleCodes).size).toBe(definition.ruleCodes.length)
    expect(definition.hardStops.filter((code) => !definition.ruleCodes.includes(code))).toEqual([])
  })
})

test.for(ofPersons.filter(({ isForTheLiving, code }) => isForTheLiving && code !== 'DEATH_FLAG_CANCEL'))(
  '$code is refused for somebody registered as dead',
  (definition) => {
    const { input, facts } = sampleOf(definition)
    const effect = effectOf(definition, { input, facts: { ...facts, person: [deadPerson] } })
    expect(sentenceOf(effect)).toContain('已登记死亡')
  },
)
