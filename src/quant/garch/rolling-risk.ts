import { historicalRisk } from '#quant/var/historical.ts'
import { locationOf, normalRisk } from '#quant/var/parametric.ts'
import type { TailRisk } from '#quant/var/tail-risk.ts'
import { fitGarch, type GarchFit } from './fit-garch.ts'
import { garchRisk } from './forecast.ts'
import type { GarchSpecification } from './specification.ts'

/** One-period forecasts for the periods from … to − 1, each from the `window` periods before it and nothing later. */
export interface RollingTask {
  readonly returns: ArrayLike<number>
  readonly from: number
  readonly to: number
  readonly window: number
  readonly confidence: number
  readonly specification: GarchSpecification
}

export const rollingMethods = ['historical', 'normal', 'garch'] as const
export type RollingMethod = (typeof rollingMethods)[number]

/** to − from values each, fractions, positive for a loss; NaN where a fit did not converge: never silently used. */
export type RollingRisk = Readonly<
  Record<RollingMethod, { readonly valueAtRisk: Float64Array; readonly expectedShortfall: Float64Array }>
>

/** Yesterday's parameters first; several starts where that does not converge. */
function refit(sample: ArrayLike<number>, { specification }: RollingTask, before: GarchFit | null): GarchFit {
  const warm =
    before === null ? null : fitGarch(sample, specification, { from: before.internal, hasErrors: false })
  if (warm?.hasConverged === true) return warm
  return fitGarch(sample, specification, { hasErrors: false })
}

/** Daily refits of historical, normal and GARCH value at risk; `onPeriod` is told after each period. */
export function rollRisk(task: RollingTask, onPeriod: (done: number) => void = () => undefined): RollingRisk {
  const { from, to, window, confidence } = task
  const returns = Float64Array.from(task.returns)
  const empty = (): { valueAtRisk: Float64Array; expectedShortfall: Float64Array } => ({
    valueAtRisk: new Float64Array(to - from).fill(Number.NaN),
    expectedShortfall: new Float64Array(to - from).fill(Number.NaN),
  })
  const result = { historical: empty(), normal: empty(), garch: empty() }
  const store = (method: RollingMethod, at: number, risk: TailRisk): void => {
    result[method].valueAtRisk[at] = risk.valueAtRisk
    result[method].expectedShortfall[at] = risk.expectedShortfall
  }
  let fit: GarchFit | null = null
  for (let t = from; t < to; t += 1) {
    const sample = returns.subarray(t - window, t)
    store('historical', t - from, historicalRisk(sample, { confidence }))
    store('normal', t - from, normalRisk(locationOf(sample), { confidence }))
    const next = refit(sample, task, fit)
    if (next.hasConverged) {
      fit = next
      store('garch', t - from, garchRisk(next, { confidence }))
    }
    onPeriod(t - from + 1)
  }
  return result
}
