import type { Series } from '#quant/unfit.ts'
import type { StartValue } from './specification.ts'

export interface Presample {
  /** e_0² and h_0, or h_1 itself. */
  readonly value: (mu: number) => number
  /** d value / dμ. */
  readonly slope: (mu: number) => number
  readonly isFirstVariance: boolean
  /** h_1 follows from the parameters alone. */
  readonly isUnconditional?: boolean
}

const backcastLength = 75
const backcastWeight = 0.94

function average(y: Series): number {
  let sum = 0
  for (let t = 0; t < y.length; t += 1) sum += y[t]!
  return sum / y.length
}

function backcast(y: Series, centre: number): number {
  let [sum, weights, weight] = [0, 0, 1]
  for (let t = 0; t < Math.min(backcastLength, y.length); t += 1) {
    sum += weight * (y[t]! - centre) ** 2
    weights += weight
    weight *= backcastWeight
  }
  return sum / weights
}

/** The variance before the first observation, by the convention asked for. */
export function presampleOf(y: Series, start: StartValue): Presample {
  const centre = average(y)
  let squares = 0
  for (let t = 0; t < y.length; t += 1) squares += (y[t]! - centre) ** 2
  const variance = squares / y.length
  if (start === 'unconditional') {
    return { value: () => Number.NaN, slope: () => 0, isFirstVariance: true, isUnconditional: true }
  }
  if (start === 'sample-variance' || start === 'backcast') {
    const fixed = start === 'backcast' ? backcast(y, centre) : variance
    return { value: () => fixed, slope: () => 0, isFirstVariance: false }
  }
  return {
    value: (mu) => variance + (centre - mu) ** 2,
    slope: (mu) => -2 * (centre - mu),
    isFirstVariance: start === 'first-mean-square',
  }
}
