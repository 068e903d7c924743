import type { Month } from '#base/calendar-math.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { millionthsOf, monthIn } from './fields.ts'
import type { OrderFacts } from './order-function.ts'

export interface PolicyMoment {
  readonly region: string | null
  readonly month: Month
}

/** The policy value that holds there and then: the region's own, else that of `*`; of several the latest (core-rules). */
export function parameterAt(
  parameters: readonly WrittenRow[],
  { region, month }: PolicyMoment,
): WrittenRow | null {
  const valid = parameters.filter(
    ({ valid_from, valid_to }) =>
      (monthIn(valid_from) ?? Number.POSITIVE_INFINITY) <= month && month <= (monthIn(valid_to) ?? month),
  )
  const own = valid.filter((each) => region !== null && each.region === region)
  const held = own.length > 0 ? own : valid.filter((each) => each.region === '*')
  return held.toSorted((a, b) => ((a.valid_from ?? '') < (b.valid_from ?? '') ? -1 : 1)).at(-1) ?? null
}

/** In fen, of a value written in yuan; null where there is none. A value finer than a fen is none that was decreed. */
export function parameterFen(facts: OrderFacts, name: string, moment: PolicyMoment): bigint | null {
  const value = parameterAt(facts[name] ?? [], moment)?.value ?? null
  return value === null ? null : millionthsOf(value) / 10_000n
}
