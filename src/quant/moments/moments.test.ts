import { describe, expect, test } from 'vitest'
import { symmetricEigenvalues } from '#quant/matrices/eigenvalues.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { checkCovariance, ledoitWolf, sampleCovariance } from './covariance.ts'
import { excessKurtosis, skewness, variance } from './moments.ts'
import { archLm, jarqueBera, ljungBox } from './series-tests.ts'

const x = [0.01, -0.02, 0.015, 0.003, -0.007, 0.0125, -0.031, 0.022, 0.004, -0.001, 0.017, -0.012]

describe('moments agree with SciPy', () => {
  test('variance, skewness, kurtosis, Jarque–Bera', () => {
    expect(variance(x)).toBeCloseTo(0.0002564753787878788, 16)
    expect(skewness(x)).toBeCloseTo(-0.6175216025202639, 12)
    expect(excessKurtosis(x)).toBeCloseTo(-0.5836162135263496, 12)
    expect(jarqueBera(x).statistic).toBeCloseTo(0.9329698015038064, 12)
    expect(jarqueBera(x).pValue).toBeCloseTo(0.627203079054057, 12)
  })

  test('a constant series is refused', () => {
    expect(() => skewness([1, 1, 1, 1])).toThrow(/constant/)
  })
})

describe('tests of a series', () => {
  test('Ljung–Box is n (n+2) Σ ρ²/(n−k)', () => {
    const y = [1, 2, 1, 3, 2, 4, 3, 5]
    // Mean 2.625; autocovariances by hand.
    const d = y.map((each) => each - 2.625)
    const rho = [1, 2].map(
      (k) => d.slice(k).reduce((s, each, t) => s + each * d[t]!, 0) / d.reduce((s, each) => s + each ** 2, 0),
    )
    expect(ljungBox(y, 2).statistic).toBeCloseTo(8 * 10 * (rho[0]! ** 2 / 7 + rho[1]! ** 2 / 6), 12)
  })

  test('ARCH-LM finds clustered volatility and none in independent draws', () => {
    const uniform = seededUniform(2)
    const calm = Array.from({ length: 800 }, () => drawNormal(uniform))
    expect(archLm(calm, 5).pValue).toBeGreaterThan(0.01)
    const clustered = calm.map((each, t) => each * (Math.floor(t / 50) % 2 === 0 ? 1 : 4))
    expect(archLm(clustered, 5).pValue).toBeLessThan(1e-6)
    const small = clustered.map((each) => each / 10_000)
    expect(archLm(small, 5).statistic).toBeCloseTo(archLm(clustered, 5).statistic, 8)
  })
})

describe('covariance', () => {
  const series = [x, x.map((each, t) => each * 0.5 + (t % 3) * 0.002), x.map((_, t) => ((t * 7) % 5) / 1000)]

  test('is symmetric with variances on the diagonal', () => {
    const covariance = sampleCovariance(series)
    expect(covariance[0]![0]).toBeCloseTo(variance(x), 17)
    expect(covariance[0]![1]).toBe(covariance[1]![0])
  })

  test("shrinkage is scikit-learn's, written out in NumPy for this small set", () => {
    const { covariance, intensity } = ledoitWolf(series)
    expect(intensity).toBeCloseTo(0.18907704108984186, 14)
    expect(covariance[0]![1]).toBeCloseTo(0.00010052840163621408, 18)
    expect(covariance[2]![2]).toBeCloseTo(2.0817967491786776e-5, 18)
  })

  test('shrinkage stays between the sample and the target, and mends more assets than periods', () => {
    const uniform = seededUniform(1)
    const many = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => drawNormal(uniform)))
    const { covariance, intensity } = ledoitWolf(many)
    expect(intensity).toBeGreaterThan(0.3)
    expect(intensity).toBeLessThanOrEqual(1)
    expect(checkCovariance(covariance).warnings).toEqual([])
    expect(checkCovariance(sampleCovariance(many)).warnings).toHaveLength(1)
  })

  test('one that is not positive semi-definite is refused, and one that is not symmetric', () => {
    expect(() =>
      checkCovariance([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(/not positive semi-definite/)
    expect(() =>
      checkCovariance([
        [1, 0.5],
        [0.4, 1],
      ]),
    ).toThrow(/not symmetric/)
  })

  test('eigenvalues of a matrix with known ones', () => {
    // The second-difference matrix: 2 − 2 cos(kπ/(n+1)).
    const n = 30
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_each, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    )
    symmetricEigenvalues(matrix).forEach((each, k) => {
      expect(each).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13)
    })
    // A rotated diagonal: full, not tridiagonal.
    const full = [
      [2, 1, 1, 1],
      [1, 2, 1, 1],
      [1, 1, 2, 1],
      [1, 1, 1, 2],
    ]
    symmetricEigenvalues(full).forEach((each, k) => {
      expect(each).toBeCloseTo([1, 1, 1, 5][k]!, 13)
    })
  })
})

test("Ljung and Box's test has fewer degrees after a fit, and refuses to have none", () => {
  const values = [1, 3, 2, 5, 4, 6, 5, 8, 6, 9]
  expect(ljungBox(values, 4, 1)).toMatchObject({ degrees: 3, statistic: ljungBox(values, 4).statistic })
  expect(() => ljungBox(values, 2, 2)).toThrow('needs more lags (2) than fitted parameters (2)')
})
