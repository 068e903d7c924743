/** Why a row is rejected (standard, Precisely). */
export const reasons = [
  'required',
  'int',
  'money',
  'rate',
  'date',
  'month',
  'timestamp',
  'bool',
  'code',
  'too_many_fields',
  'key_conflict',
  'precision',
  'repeated_header',
] as const
export type Reason = (typeof reasons)[number]

/** What a cell becomes that cannot be converted; an object, so that no text can be taken for it. */
export interface Unfit {
  readonly reason: Reason
}

/** The canonical text of a value as DuckDB reads it with the column's type; null for a null spelling. */
export type Converted = string | null | Unfit

export const unfit: Readonly<Record<Reason, Unfit>> = Object.fromEntries(
  reasons.map((reason) => [reason, { reason }]),
) as Record<Reason, Unfit>

export function isUnfit(converted: Converted): converted is Unfit {
  return typeof converted === 'object' && converted !== null
}
