import { describe, expect, test } from 'vitest'
import { hasReferenceData, readColumns, readPublished } from '#quant/test-reference.ts'
import { fitCapm } from './capm.ts'
import { fitLine } from './least-squares.ts'

describe('least squares', () => {
  // Expected values: SciPy's linregress and NumPy's matrices, computed for this small set.
  const x = [1, 2, 3, 4, 5, 6, 7, 8]
  const y = [2.1, 3.9, 6.2, 7.8, 10.1, 12.2, 13.7, 16.4]
  const fit = fitLine(y, x)

  test('agrees with SciPy on line, errors and R²', () => {
    expect(fit.slope).toBeCloseTo(2.0166666666666666, 12)
    expect(fit.intercept).toBeCloseTo(-0.025000000000000355, 12)
    expect(fit.rSquared).toBeCloseTo(0.9978482688787631, 12)
    expect(fit.classicalErrors.slope).toBeCloseTo(0.038231403474633364, 12)
    expect(fit.classicalErrors.intercept).toBeCloseTo(0.19305912409628637, 12)
    expect(fit.pValues.slope).toBeCloseTo(3.1157655327338117e-9, 12)
    expect(fit.fPValue).toBeCloseTo(3.1157655327338117e-9, 12)
    expect(fit.robustErrors.hc0.slope).toBeCloseTo(0.03639886224995864, 12)
    expect(fit.robustErrors.hc0.intercept).toBeCloseTo(0.13260456661983966, 12)
    expect(fit.robustErrors.hc1.slope).toBeCloseTo(0.042029785836419455, 12)
    expect(fit.robustErrors.hc3.slope).toBeCloseTo(0.05642556168688896, 12)
    expect(fit.robustErrors.hc3.intercept).toBeCloseTo(0.1995770366420266, 12)
  })

  test("agrees with Python's statsmodels on HC2 and Newey and West's errors", () => {
    expect(fit.robustErrors.hc2.slope).toBeCloseTo(0.04516396808961677, 12)
    expect(fit.robustErrors.hc2.intercept).toBeCloseTo(0.1617732662880605, 12)
    expect(fitLine(y, x, 0).robustErrors.neweyWest.slope).toBeCloseTo(fit.robustErrors.hc0.slope, 12)
    expect(fit.neweyWestLags).toBe(2)
    expect(fit.robustErrors.neweyWest.slope).toBeCloseTo(0.020030185292086326, 12)
    expect(fit.robustErrors.neweyWest.intercept).toBeCloseTo(0.08012348451121715, 12)
    const third = fitLine(y, x, 3).robustErrors.neweyWest
    expect(third.slope).toBeCloseTo(0.0166828978976238, 12)
    expect(third.intercept).toBeCloseTo(0.060904376790547464, 12)
  })

  test('a constant benchmark is refused', () => {
    expect(() => fitLine([1, 2, 3], [5, 5, 5])).toThrow(/constant/)
  })
})

describe('the capital asset pricing model', () => {
  const market = [0.02, -0.01, 0.03, 0.015, -0.025, 0.01, 0.005, -0.015, 0.02, 0.03, -0.02, 0.01, 0.004]
  const riskFree = market.map(() => 0.002)
  const asset = market.map((each, t) => 0.002 + 0.001 + 0.5 * (each - 0.002) + (t % 2 === 0 ? 0.001 : -0.001))

  test('finds the line that made the data', () => {
    const fit = fitCapm({ asset, market, riskFree, periodsPerYear: 12 })
    expect(fit.beta).toBeCloseTo(0.5, 1)
    expect(fit.rSquared).toBeGreaterThan(0.97)
    expect(fit.correlation ** 2).toBeCloseTo(fit.rSquared, 12)
    expect(fit.systematicRisk).toBeGreaterThan(fit.specificRisk)
  })

  test('leaves out a period with a gap in any series', () => {
    const gappy = asset.map((each, t) => (t === 3 ? Number.NaN : each))
    expect(fitCapm({ asset: gappy, market, riskFree, periodsPerYear: 12 }).observations).toBe(12)
    expect(() =>
      fitCapm({
        asset: gappy.slice(0, 8),
        market: market.slice(0, 8),
        riskFree: riskFree.slice(0, 8),
        periodsPerYear: 12,
      }),
    ).toThrow('needs at least 12 observations, there are 7')
  })

  test.skipIf(!hasReferenceData)('agrees with PerformanceAnalytics on HAM1 to 1e-9', () => {
    const columns = readColumns('capm/pa_managers.csv')
    const published = readPublished<Record<string, { beta: number; alpha: number }>>('capm/published.json')
    const fit = fitCapm({
      asset: columns.get('HAM1')!,
      market: columns.get('SP500 TR')!,
      riskFree: columns.get('US 3m TR')!,
      periodsPerYear: 12,
    })
    const { alpha, beta } = published.managers_HAM1_on_SP500_over_3m_TBill!
    expect(Math.abs(fit.alpha - alpha)).toBeLessThan(1e-9)
    expect(Math.abs(fit.beta - beta)).toBeLessThan(1e-9)
  })
})
