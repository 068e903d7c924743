import { describe, expect, test } from 'vitest'
import { currentSurplus, indicatorOf, reserveMonths } from './indicators.ts'
import { standardScenarios, stress } from './stress.ts'

describe('fund indicators', () => {
  test('are quotients compared with their target', () => {
    // Real example of domain/4-formulas.md 4.15: 459.5 of 484.5 recovered.
    expect(indicatorOf('recovery', 45_950_000n, 48_450_000n).value).toBeCloseTo(0.9484, 4)
    expect(indicatorOf('rectification', 95, 100)).toMatchObject({ value: 0.95, isMet: true })
    expect(indicatorOf('rectification', 94, 100).isMet).toBe(false)
    expect(indicatorOf('arrears', 1, 2).isMet).toBeNull()
  })

  test('keep fen exact beyond the precision of doubles', () => {
    const large = 9_007_199_254_740_993_000n
    expect(indicatorOf('entrusted', (large * 8n) / 10n, large)).toMatchObject({ value: 0.8, isMet: true })
    expect(indicatorOf('entrusted', (large * 8n) / 10n - large / 1_000_000_000n, large).isMet).toBe(false)
  })

  test('say nothing where there is nothing to measure', () => {
    expect(indicatorOf('collection', 0n, 0n)).toEqual({ name: 'collection', value: null, isMet: null })
    expect(() => indicatorOf('collection', 1, -1)).toThrow('a denominator not below 0')
  })

  test('count reserve months over the last twelve months', () => {
    const monthly = [...new Array<bigint>(6).fill(999n), ...new Array<bigint>(12).fill(100n)]
    expect(reserveMonths(650n, monthly)).toBe(6.5)
    expect(reserveMonths(650n, new Array<bigint>(12).fill(0n))).toBeNull()
    expect(() => reserveMonths(1n, [1n])).toThrow('need the expenditure of 12 months, there are 1')
    expect(currentSurplus(5n, 8n)).toBe(-3n)
  })
})

describe('stress tests', () => {
  const positions = [
    { asset: '股票', kind: 'equity', value: 300 },
    { asset: '国债', kind: 'fixed-income', value: 500, duration: 4 },
    { asset: '甲行存款', kind: 'deposit', value: 150, issuer: '甲行' },
    { asset: '甲行大额存单', kind: 'deposit', value: 50, issuer: '甲行' },
    { asset: '乙行存款', kind: 'deposit', value: 100, issuer: '乙行' },
    { asset: '正回购', kind: 'other', value: -100 },
  ] as const

  test('take each shock by itself', () => {
    expect(stress(positions, standardScenarios.equityCrash).loss).toBeCloseTo(90, 12)
    expect(stress(positions, standardScenarios.yieldRise).loss).toBeCloseTo(30, 12)
    expect(stress(positions, standardScenarios.bankDefault).losses).toEqual([-0, 0, 150, 50, 0, 0])
    expect(stress(positions, standardScenarios.allAtOnce).lossShare).toBeCloseTo(0.32, 12)
  })

  test('shorten the time that the fund can pay', () => {
    const cash = { balance: 1_000, monthlyIncome: 90, monthlyExpenditure: 100 }
    expect(stress(positions, {}, cash)).toMatchObject({ reserveMonths: 10, monthsToDepletion: 100 })
    const run = stress(positions, standardScenarios.benefitRun, cash)
    expect(run.reserveMonths).toBeCloseTo(1_000 / 110, 12)
    expect(run.monthsToDepletion).toBeCloseTo(50, 12)
    expect(stress(positions, {}, { ...cash, monthlyIncome: 100 }).monthsToDepletion).toBeNull()
  })

  test('need net assets', () => {
    expect(() => stress([{ asset: 'x', kind: 'other', value: -1 }], {})).toThrow('net assets are -1')
  })
})
