import type { z } from 'zod'
import type { Material } from './item-data.ts'

type Asked = z.infer<typeof Material>['asked']
type Value = Asked[string]

/** What whoever enters an order works out or says of himself; the rest is what the applicant asked for. */
const resultNames =
  /amount|_fen$|yuan|money|total|sum\b|staff|operator|review|approv|entered_by|handl|reverses|reason/i

/**
 * An application without what was made of it: amounts were worked out by whoever entered it, so whoever looks again
 * works them out anew, and names of staff say who that was (platform.md 20).
 */
export function blindAsked(asked: Asked): Asked {
  return Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) =>
      resultNames.test(name) ? [] : [[name, blindValue(value)] as const],
    ),
  )
}

function blindValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(blindValue)
  return typeof value === 'object' && value !== null ? blindAsked(value as Asked) : value
}
