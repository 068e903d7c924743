import { describe, expect, test } from 'vitest'
import { binomialMass, binomialProbability } from './binomial.ts'
import { chiSquareQuantile, chiSquareSurvival, fSurvival } from './chi-square.ts'
import { digamma, lnGamma } from './gamma-function.ts'
import { normalProbability, normalQuantile } from './normal.ts'
import { studentProbability, studentQuantile, studentTailMean } from './student.ts'

/** Expected values: SciPy 1.17.1. */
function relative(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1)
}

describe('distribution functions agree with SciPy', () => {
  test.for([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [4.2, 2.04855563696059],
    [100.25, 360.28455963776423],
    [1000, 5905.220423209181],
  ])('ln Γ(%f)', ([x, expected]) => {
    expect(relative(lnGamma(x!), expected!)).toBeLessThan(2e-14)
  })

  test.for([
    [0.3, -3.502524222200133],
    [2.06, 0.4607702906002686],
    [50, 3.9019896734278925],
  ])('digamma(%f)', ([x, expected]) => {
    expect(relative(digamma(x!), expected!)).toBeLessThan(1e-13)
  })

  test.for([
    [-8, 6.22096057427174e-16],
    [-3.5, 0.00023262907903552502],
    [-1, 0.15865525393145707],
    [0.3, 0.6179114221889526],
    [2.5, 0.9937903346742238],
  ])('Φ(%f)', ([z, expected]) => {
    expect(relative(normalProbability(z!), expected!)).toBeLessThan(1e-13)
  })

  test.for([
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.01, -2.3263478740408408],
    [0.05, -1.6448536269514729],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
  ])('the normal quantile of %f', ([p, expected]) => {
    expect(relative(normalQuantile(p!), expected!)).toBeLessThan(1e-15)
  })

  test.for([
    [-3, 4.1, 0.019351577157050024],
    [-0.5, 2.5, 0.3288489599348574],
    [1.2, 30, 0.8802348245551688],
    [-20, 3, 0.0001366016251236558],
  ])('P(t ≤ %f), ν = %f', ([t, nu, expected]) => {
    expect(relative(studentProbability(t!, nu!), expected!)).toBeLessThan(1e-13)
  })

  test.for([
    [0.01, 4.1, -3.696952869269294],
    [0.05, 2.5, -2.5582186141359364],
    [0.001, 30, -3.385184866829305],
    [0.975, 3, 3.1824463052837078],
    [0.4, 7, -0.2631668613520229],
  ])("Student's quantile of %f, ν = %f", ([p, nu, expected]) => {
    expect(relative(studentQuantile(p!, nu!), expected!)).toBeLessThan(1e-12)
  })

  test("Student's tail mean is the integral of its quantiles", () => {
    const steps = 20_000
    let sum = 0
    for (let k = 0; k < steps; k += 1) sum += studentQuantile((0.01 * (k + 0.5)) / steps, 5)
    expect(relative(studentTailMean(0.01, 5), sum / steps)).toBeLessThan(1e-4)
  })
})

describe('the distributions of test statistics agree with SciPy', () => {
  test.for([
    [3.84, 1, 0.05004352124870519],
    [5.99, 2, 0.05003662708658629],
    [0.01, 1, 0.920344325445942],
    [40, 10, 1.694474393006737e-5],
  ])('P(χ² > %f), %i degrees', ([x, degrees, expected]) => {
    expect(relative(chiSquareSurvival(x!, degrees!), expected!)).toBeLessThan(1e-13)
    expect(relative(chiSquareQuantile(expected!, degrees!), x!)).toBeLessThan(1e-11)
  })

  test('P(F > 2.5), 3 and 40 degrees', () => {
    expect(relative(fSurvival(2.5, 3, 40), 0.07325435201794983)).toBeLessThan(1e-13)
  })

  test.for([
    [2, 250, 0.01, 0.257417234521773],
    [10, 250, 0.01, 0.0001962914396934675],
    [50, 1000, 0.05, 0.05778798371410715],
    [0, 500, 0.01, 0.006570483042414636],
  ])('P(X = %i), n = %i, p = %f', ([x, n, p, expected]) => {
    expect(relative(binomialMass(x!, n!, p!), expected!)).toBeLessThan(3e-13)
  })

  test.for([
    [4, 250, 0.01, 0.8921876269036251],
    [9, 250, 0.01, 0.9997498099312595],
    [57, 1043, 0.05, 0.7791272433328124],
  ])('P(X ≤ %i), n = %i, p = %f', ([x, n, p, expected]) => {
    expect(relative(binomialProbability(x!, n!, p!), expected!)).toBeLessThan(1e-12)
  })
})
