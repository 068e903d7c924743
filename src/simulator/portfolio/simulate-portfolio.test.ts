import { expect, test } from 'vitest'
import { dayOf, parseDay } from '#base/calendar-math.ts'
import { simulatePortfolio } from './simulate-portfolio.ts'

const options = { seed: 1, lastDay: dayOf(2025, 12, 31), days: 300 }

test('the same seed gives the same files, another seed other prices', () => {
  const again = simulatePortfolio(options)
  expect(simulatePortfolio(options)).toEqual(again)
  expect(simulatePortfolio({ ...options, seed: 2 }).files[1]!.rows).not.toEqual(again.files[1]!.rows)
})

test('prices are positive and of Mondays to Fridays, and every row has every column', () => {
  const { files } = simulatePortfolio(options)
  for (const { columns, rows } of files) {
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => row.length !== columns.length)).toEqual([])
  }
  const prices = files.find(({ name }) => name === 'price.csv')!.rows
  expect(prices).toHaveLength(300)
  for (const [date, ...values] of prices) {
    expect((((parseDay(date!)! + 3) % 7) + 7) % 7).toBeLessThan(5)
    expect(values.every((each) => Number(each) > 0)).toBe(true)
  }
})

test('its equity is above 30 % of net assets and its financing is negative', () => {
  const holdings = simulatePortfolio(options).files[0]!.rows.filter(([date]) => date === '2025-12-31')
  const sum = (isPart: (assetClass: string) => boolean): number =>
    holdings.filter((row) => isPart(row[2]!)).reduce((total, row) => total + Number(row[3]), 0)
  expect(sum((each) => each.startsWith('EQUITY')) / sum(() => true)).toBeGreaterThan(0.3)
  expect(sum((each) => each === 'FINANCING')).toBeLessThan(0)
})
