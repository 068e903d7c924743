import type { Bilingual } from '#base/bilingual.ts'
import { binomialMass, binomialProbability } from '#quant/distributions/binomial.ts'
import { chiSquareQuantile, chiSquareSurvival } from '#quant/distributions/chi-square.ts'
import { requireProbability, requireSameLength, requireSeries, type Series, unfit } from '#quant/unfit.ts'

/** A likelihood-ratio test: reject at 5 % where pValue < 0.05. */
export interface CoverageTest {
  readonly statistic: number
  readonly degrees: number
  readonly pValue: number
}

function ratioTest(statistic: number, degrees: number): CoverageTest {
  const kept = Math.max(statistic, 0)
  return { statistic: kept, degrees, pValue: chiSquareSurvival(kept, degrees) }
}

/** x ln p with 0 ln 0 = 0. */
function timesLn(count: number, p: number): number {
  return count === 0 ? 0 : count * Math.log(p)
}

const share: Bilingual = { zh: '预期的超限概率', en: 'The expected share of exceptions' }

/**
 * Where the loss was larger than the value at risk: return < −VaR. Two aligned series of T periods, VaR positive for a
 * loss and in the unit of the returns.
 */
export function exceptionsOf(returns: Series, valuesAtRisk: Series): boolean[] {
  requireSameLength(returns, valuesAtRisk, { zh: '收益率与风险价值', en: 'Returns and values at risk' })
  requireSeries(returns, 1, { zh: '回测', en: 'A back-test' })
  requireSeries(valuesAtRisk, 1, { zh: '回测的风险价值', en: 'Values at risk of a back-test' })
  return Array.from(returns, (each, t) => each < -valuesAtRisk[t]!)
}

function requireCount(count: number, periods: number): void {
  if (Number.isInteger(count) && Number.isInteger(periods) && periods > 0 && count >= 0 && count <= periods)
    return
  throw unfit({
    zh: `回测的超限次数应为 0 到观测期数之间的整数，而不是 ${count}（共 ${periods} 期）。`,
    en: `The number of exceptions must be a whole number from 0 to the number of periods, not ${count} of ${periods}.`,
  })
}

/**
 * Proportion of failures: are x exceptions in T periods compatible with probability p?
 * LR = −2 ln[(1−p)^(T−x) p^x / ((1−x/T)^(T−x) (x/T)^x)] ~ χ²(1) (P. Kupiec, J. Derivatives 3, 1995).
 */
export function kupiec(exceptions: number, periods: number, p: number): CoverageTest {
  requireProbability(p, share)
  requireCount(exceptions, periods)
  const rate = exceptions / periods
  const calm = periods - exceptions
  return ratioTest(
    2 * (timesLn(exceptions, rate / p) + (calm === 0 ? 0 : calm * (Math.log1p(-rate) - Math.log1p(-p)))),
    1,
  )
}

/**
 * The true size of Kupiec's test at nominal `level`: Σ P(X = x) over the x that it rejects, X ~ Binomial(T, p). It is
 * far from nominal for small T p: there are few possible counts.
 */
export function kupiecSize(periods: number, p: number, level = 0.05): number {
  const critical = chiSquareQuantile(level, 1)
  let size = 0
  for (let x = 0; x <= periods; x += 1) {
    if (kupiec(x, periods, p).statistic > critical) size += binomialMass(x, periods, p)
  }
  return size
}

export interface Transitions {
  /** n01: a calm period followed by an exception, and so on. */
  readonly n00: number
  readonly n01: number
  readonly n10: number
  readonly n11: number
}

export function transitionsOf(exceptions: readonly boolean[]): Transitions {
  const counts = [0, 0, 0, 0]
  for (let t = 1; t < exceptions.length; t += 1) {
    counts[2 * Number(exceptions[t - 1]) + Number(exceptions[t])]! += 1
  }
  const [n00, n01, n10, n11] = counts as [number, number, number, number]
  return { n00, n01, n10, n11 }
}

/**
 * Are exceptions independent of whether the period before was one? First-order Markov alternative, χ²(1)
 * (P. Christoffersen, International Economic Review 39, 1998). T periods give T − 1 transitions.
 */
export function christoffersenIndependence(exceptions: readonly boolean[]): CoverageTest {
  requireSeries(exceptions.map(Number), 2, { zh: 'Christoffersen 检验', en: "Christoffersen's test" })
  const { n00, n01, n10, n11 } = transitionsOf(exceptions)
  const afterCalm = n00 + n01 === 0 ? 0 : n01 / (n00 + n01)
  const afterException = n10 + n11 === 0 ? 0 : n11 / (n10 + n11)
  const overall = (n01 + n11) / (n00 + n01 + n10 + n11)
  const restricted = timesLn(n00 + n10, 1 - overall) + timesLn(n01 + n11, overall)
  const free =
    timesLn(n00, 1 - afterCalm) +
    timesLn(n01, afterCalm) +
    timesLn(n10, 1 - afterException) +
    timesLn(n11, afterException)
  return ratioTest(2 * (free - restricted), 1)
}

/** Conditional coverage: the sum of Kupiec's statistic (over T periods) and that of independence ~ χ²(2). */
export function christoffersenCoverage(exceptions: readonly boolean[], p: number): CoverageTest {
  const count = exceptions.filter(Boolean).length
  const coverage = kupiec(count, exceptions.length, p).statistic
  return ratioTest(coverage + christoffersenIndependence(exceptions).statistic, 2)
}

/**
 * Time until first failure: the first exception came in period n (from 1).
 * LR = −2 ln[p (1−p)^(n−1) / ((1/n)(1−1/n)^(n−1))] ~ χ²(1) (Kupiec 1995). Null where there was no exception.
 */
export function timeUntilFirstFailure(
  exceptions: readonly boolean[],
  p: number,
): (CoverageTest & { readonly firstFailure: number }) | null {
  requireProbability(p, share)
  const n = exceptions.indexOf(true) + 1
  if (n === 0) return null
  const free = -Math.log(n) + (n === 1 ? 0 : (n - 1) * Math.log1p(-1 / n))
  const restricted = Math.log(p) + (n - 1) * Math.log1p(-p)
  return { firstFailure: n, ...ratioTest(2 * (free - restricted), 1) }
}

export type Zone = 'green' | 'yellow' | 'red'

export interface TrafficLight {
  readonly zone: Zone
  /** P(X ≤ x) under the model. */
  readonly cumulativeProbability: number
  /** P(X ≥ x): the chance of calling a right model wrong by drawing the line at x. */
  readonly typeOneError: number
  /** Addition to the multiplier of capital; only for the published case of 250 days at 99 %, else null. */
  readonly plusFactor: number | null
}

const plusFactors: readonly number[] = [0, 0, 0, 0, 0, 0.4, 0.5, 0.65, 0.75, 0.85, 1]

/**
 * The zones of the Basel Committee ("Supervisory framework for the use of backtesting", January 1996): green where
 * P(X ≤ x) < 95 %, red from 99.99 %; for 250 days at 99 %: 0–4, 5–9, 10 and more.
 */
export function trafficLight(exceptions: number, periods: number, p: number): TrafficLight {
  requireProbability(p, share)
  requireCount(exceptions, periods)
  const cumulativeProbability = binomialProbability(exceptions, periods, p)
  const zone = cumulativeProbability < 0.95 ? 'green' : cumulativeProbability < 0.9999 ? 'yellow' : 'red'
  const isPublished = periods === 250 && Math.abs(p - 0.01) < 1e-12
  return {
    zone,
    cumulativeProbability,
    typeOneError: 1 - binomialProbability(exceptions - 1, periods, p),
    plusFactor: isPublished ? plusFactors[Math.min(exceptions, 10)]! : null,
  }
}
