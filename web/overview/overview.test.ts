import { describe, expect, test } from 'vitest'
import { shareOf, shortText, sizeOf, valueText, yuanOf } from './amounts.ts'
import { casesAddress, countedFilters, findingsAddress, overviewAddress } from './drill-down.ts'
import { monthsBetween } from './months-between.ts'

describe('what a number opens', () => {
  const filters = { by: 'count', region: '990101', level: '1', rule: 'DTH-01,ACC-01' }

  test('is the list with the same filters and the one of the bar, and nothing of how it was shown', () => {
    expect(findingsAddress(filters)).toBe('/findings?region=990101&level=1&rule=DTH-01%2CACC-01')
    expect(findingsAddress(filters, { rule: 'PRS-01', level: '2' })).toBe(
      '/findings?region=990101&level=2&rule=PRS-01',
    )
    expect(countedFilters(filters)).not.toHaveProperty('by')
  })

  test('of cases is narrowed by region alone', () => {
    expect(casesAddress(filters, { is_overdue: 'true' })).toBe('/cases?region=990101&is_overdue=true')
    expect(casesAddress({})).toBe('/cases')
  })

  test('one region further in keeps how it is shown; all regions is without one', () => {
    expect(overviewAddress({ by: 'count' }, { region: '990100' })).toBe('/overview?by=count&region=990100')
    expect(overviewAddress({ region: '990100' }, { region: undefined })).toBe('/overview')
  })
})

describe('the figures', () => {
  const sum = { findings: 3, amount_fen: '900719925474099301', open_amount_fen: '150' }

  test('are written from the fen, whatever their size', () => {
    expect(valueText(sum, 'money')).toBe('9,007,199,254,740,993.01')
    expect(valueText(sum, 'open')).toBe('1.50')
    expect(valueText(sum, 'count')).toBe('3')
  })

  test('are drawn in yuan', () => {
    expect(sizeOf(sum, 'open')).toBe(1.5)
    expect(sizeOf(sum, 'count')).toBe(3)
    expect(yuanOf('-250')).toBe(-2.5)
  })

  test('are shortened for axes in either language', () => {
    expect(shortText(123_456, 'zh')).toBe('12.3万')
    expect(shortText(123_456, 'en')).toBe('123.5K')
  })

  test('have a share only of something', () => {
    expect(shareOf(1, 3)).toBe('33.3%')
    expect(shareOf(0, 0)).toBeNull()
  })
})

describe('the months', () => {
  test('are all from the first to the last, over the turn of the year', () => {
    expect(monthsBetween(['2026-02', '2025-11', '2026-02'])).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ])
    expect(monthsBetween([])).toEqual([])
    expect(monthsBetween(['2026-01'], 3)).toEqual(['2025-11', '2025-12', '2026-01'])
    expect(monthsBetween(['2026-01', '2025-10'], 3)).toHaveLength(4)
  })
})
