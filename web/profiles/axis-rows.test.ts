import { describe, expect, test } from 'vitest'
import { momentOf, paidSpells } from './axis-rows.ts'

describe('months of payments on the axis', () => {
  const paid = (months: readonly string[], series = 'PAID') =>
    months.map((month) => ({ month, series, lines: 1, amount_fen: '100' }))

  test('without a gap are one spell, over the end of a year, too', () => {
    const months = [
      ...paid(['2024-02', '2023-11', '2023-12', '2024-01', '2024-04']),
      ...paid(['2024-03'], 'HELD'),
    ]
    const spells = paidSpells({ money: { table: 'payment', months, is_complete: true } })
    expect(spells.map(({ from, to }) => [from, to])).toEqual([
      ['2023-11', '2024-02'],
      ['2024-04', '2024-04'],
    ])
  })

  test('are none where the money is an employer’s', () => {
    const months = paid(['2024-01'], 'paid')
    const money = { table: 'contribution_declaration', months, is_complete: true }
    expect(paidSpells({ money })).toEqual([])
    expect(paidSpells({ money: null })).toEqual([])
  })
})

describe('a place on the axis', () => {
  test('is Beijing’s midnight, of a month its first, and its last end where it ends', () => {
    expect(new Date(momentOf('2024-02-29', true)).toISOString()).toBe('2024-02-28T16:00:00.000Z')
    expect(new Date(momentOf('2024-02', false)).toISOString()).toBe('2024-01-31T16:00:00.000Z')
    expect(new Date(momentOf('2023-12', true)).toISOString()).toBe('2023-12-31T16:00:00.000Z')
  })
})
