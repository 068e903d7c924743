import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { hasReferenceData, readReference } from '#quant/test-reference.ts'
import {
  annualisedReturn,
  chainedReturn,
  drawdownOf,
  logReturns,
  simpleReturns,
  wealthIndex,
} from './returns.ts'

/** 全国社会保障基金, yearly per cent 2001–2024, and the average that the Council published for 2001–2024. */
const nssf = [
  1.73, 2.59, 3.56, 2.61, 4.16, 29.01, 43.19, -6.79, 16.12, 4.23, 0.84, 7.01, 6.2, 11.69, 15.19, 1.73, 9.68,
  -2.28, 14.06, 15.84, 4.27, -5.07, 0.96, 8.1,
]

describe('returns', () => {
  test('of prices, simple and logarithmic', () => {
    expect(simpleReturns([100, 110, 99])).toEqual([110 / 100 - 1, 99 / 110 - 1])
    expect(logReturns([100, 110, 99])[1]).toBeCloseTo(Math.log(0.9), 15)
  })

  test('chained give the end value', () => {
    expect(chainedReturn(simpleReturns([100, 110, 99]))).toBeCloseTo(-0.01, 15)
    expect(wealthIndex([0.1, -0.1])[2]).toBeCloseTo(0.99, 15)
  })

  test('of a price that is not above zero are refused, with its place', () => {
    expect(() => simpleReturns([1, 0, 2])).toThrow('Price 2 is 0')
    expect(() => logReturns([1])).toThrow(Refusal)
    expect(() => chainedReturn([0.1, -1.2])).toThrow('Return 2')
  })

  test('of the National Social Security Fund average as published by chaining, not by adding', () => {
    const average =
      100 *
      annualisedReturn(
        nssf.map((each) => each / 100),
        1,
      )
    expect(Math.abs(average - 7.39)).toBeLessThan(0.015)
    const arithmetic = nssf.reduce((sum, each) => sum + each, 0) / nssf.length
    expect(Math.abs(arithmetic - 7.39)).toBeGreaterThan(0.3)
  })

  test.skipIf(!hasReferenceData)('average to every published figure', () => {
    const rows = readReference('nssf_annual_return.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) =>
        line
          .split(',')
          .slice(0, 5)
          .map((each) => (each === '' ? Number.NaN : Number(each))),
      )
    let checked = 0
    rows.forEach(([year, , , , average], index) => {
      if (Number.isNaN(average!)) return
      const chained =
        100 *
        annualisedReturn(
          rows.slice(0, index + 1).map((row) => row[2]! / 100),
          1,
        )
      expect(Math.abs(chained - average!), String(year)).toBeLessThan(0.015)
      checked += 1
    })
    expect(checked).toBeGreaterThan(10)
  })
})

test('a drawdown runs from the peak before to the trough', () => {
  const drawdown = drawdownOf([100, 120, 90, 110, 130, 125])
  expect(drawdown.largest).toBeCloseTo(0.25, 15)
  expect([drawdown.peakIndex, drawdown.troughIndex]).toEqual([1, 2])
})
