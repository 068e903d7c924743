/**
 * Canonical JSON (RFC 8785, JCS): one text for one value, so that a hash over it means something.
 *
 * Of what JSON does not have, this is written and the rest is refused:
 * - `bigint`: a string of its decimal digits. RFC 8785 wants numbers beyond 2^53 as strings, and a column of fen must
 *   not change its form with its size, so every bigint is one; whoever reads it back knows the field.
 * - `Date`: its ISO 8601 text in UTC, as JSON.stringify does.
 * - fractions: in the shortest form that reads back the same (ECMAScript, as the RFC says). Never for money.
 * - `undefined`, NaN, infinities, integers beyond 2^53, unpaired surrogates, functions, maps, class instances: an Error
 *   that names the place. They are mistakes of ours, never of the person who typed.
 */
export function canonicalJson(value: unknown): string {
  return write(value, null, 0)
}

/** A value nested deeper is a cycle or a mistake. */
const depthMax = 100

/** Where a value stands. Written out only for a refusal: a text for each would double the time of writing. */
interface Place {
  readonly above: Place | null
  readonly step: string | number
}

function textOf(place: Place | null): string {
  if (place === null) return '$'
  const { above, step } = place
  return typeof step === 'number' ? `${textOf(above)}[${step}]` : `${textOf(above)}.${step}`
}

function refuse(place: Place | null, what: string): never {
  throw new Error(`canonical JSON: ${textOf(place)} is ${what}`)
}

function write(value: unknown, place: Place | null, depth: number): string {
  if (depth > depthMax) refuse(place, `nested deeper than ${depthMax}`)
  switch (typeof value) {
    case 'string':
      return writeString(value, place)
    case 'number':
      return writeNumber(value, place)
    case 'bigint':
      return `"${value}"`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return value === null ? 'null' : writeObject(value, place, depth)
    default:
      return refuse(place, typeof value)
  }
}

function writeString(value: string, place: Place | null): string {
  if (!value.isWellFormed()) refuse(place, 'a string with an unpaired surrogate')
  return JSON.stringify(value)
}

function writeNumber(value: number, place: Place | null): string {
  if (!Number.isFinite(value)) refuse(place, String(value))
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    refuse(place, `${value}, beyond what a number holds exactly: use a bigint`)
  }
  return JSON.stringify(value)
}

function writeObject(value: object, place: Place | null, depth: number): string {
  if (Array.isArray(value)) {
    // Not map(): it would skip holes, and a hole is undefined.
    const items = Array.from(value, (item, index) => write(item, { above: place, step: index }, depth + 1))
    return `[${items.join(',')}]`
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? refuse(place, 'an invalid date') : `"${value.toISOString()}"`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    refuse(place, `an instance of ${value.constructor?.name ?? 'a class'}`)
  }
  // The default order of sort() is that of UTF-16 code units, which the RFC asks for.
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      const member = (value as Readonly<Record<string, unknown>>)[key]
      return `${writeString(key, place)}:${write(member, { above: place, step: key }, depth + 1)}`
    })
  return `{${members.join(',')}}`
}
