import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseName } from '#base/names.ts'
import type { Column } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import type { PlannedColumn } from './column-plan.ts'
import { isPlainHan, shortCutOf } from './convert-bytes.ts'
import { convertText } from './convert-text.ts'

const columns = tables.flatMap((table): Column[] => [...table.columns])
/** One column of each kind the short cuts know. */
const kinds = new Map(
  columns.map((column) => [
    `${column.type} ${column.name.endsWith('id_number')} ${column.name.endsWith('_number')}`,
    column,
  ]),
)

const pieces = fc.oneof(
  fc.constantFrom(
    '2024',
    '-',
    '/',
    '03',
    '15',
    '3',
    '.',
    ' ',
    ':',
    'T',
    '18:31:05',
    '年',
    '月',
    '日',
    'NULL',
    '\\N',
    '—',
    '0',
  ),
  fc.constantFrom(
    '¥',
    '(',
    ')',
    ',',
    'X',
    'x',
    '是',
    '110',
    '企业职工基本养老',
    '张三',
    '\u3000',
    '１２',
    '\u001f',
    '\n',
    '990101199001011230',
  ),
  fc.stringMatching(/^\d{1,6}$/),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const cell = fc
  .array(pieces, { maxLength: 6 })
  .map((each) => each.join(''))
  .filter((text) => text.isWellFormed())

function short(planned: PlannedColumn, text: string): string | null {
  const source = Buffer.concat([Buffer.from('##'), Buffer.from(text), Buffer.from('##')])
  const out = Buffer.alloc(source.length * 12 + 64)
  const end = shortCutOf(planned)(source, 2, source.length - 2, out, 3)
  return end < 0 ? null : out.toString('utf8', 3, end)
}

/** What DuckDB makes of the digits: leading zeros do not count. */
const canonical = (text: string, type: string): string =>
  ['int', 'money', 'rate'].includes(type) ? BigInt(text).toString() : text

test('a short cut either gives what the converter gives or asks it', () => {
  const seed = 20240315
  let taken = 0
  for (const column of kinds.values()) {
    const planned: PlannedColumn = { column, index: 0, values: null, prefix: '', hasNormalised: false }
    fc.assert(
      fc.property(cell, (text) => {
        const result = short(planned, text)
        if (result === null) return
        taken += 1
        expect(canonical(result, column.type), `${column.name} of ${JSON.stringify(text)}`).toBe(
          convertText(column, text),
        )
      }),
      { seed, numRuns: 3000 },
    )
  }
  // A property of short cuts that are never taken would say nothing.
  expect(taken).toBeGreaterThan(kinds.size * 100)
})

test('the canonical form of every type takes its short cut', () => {
  const examples = {
    id: 'P1',
    text: '张三',
    code: '',
    int: '12',
    money: '310.50',
    rate: '0.16',
    date: '2024-03-15',
    month: '2024-03',
    timestamp: '2024-03-15 18:31:05',
    bool: '是',
  }
  for (const column of kinds.values()) {
    const code = Object.keys(column.codes ?? {})[0] ?? ''
    const isIdentity = column.name.endsWith('id_number')
    const isNumber = column.type === 'text' && column.name.endsWith('_number')
    const text = isIdentity
      ? '99010119900101123X'
      : isNumber
        ? '6217'
        : column.type === 'code'
          ? code
          : examples[column.type]
    const planned: PlannedColumn = { column, index: 0, values: null, prefix: '', hasNormalised: false }
    expect(short(planned, text), column.name).not.toBeNull()
  }
})

test('the prefix of a source stands before ids', () => {
  const column = { name: 'person_id', type: 'id', title: '个人编号' } as const
  expect(short({ column, index: 0, values: null, prefix: 'A01:', hasNormalised: false }, 'P1')).toBe('A01:P1')
})

test('a name of common Chinese characters is its own normalised form', () => {
  const seed = 7
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0x3000, max: 0xffef }), { minLength: 1, maxLength: 4 }),
      (points) => {
        const name = String.fromCharCode(...points.filter((point) => point < 0xd800 || point > 0xdfff))
        const bytes = Buffer.from(name)
        if (isPlainHan(bytes, 0, bytes.length)) expect(normaliseName(name)).toBe(name)
      },
    ),
    { seed, numRuns: 5000 },
  )
})
