import type { Field, Shape, Variant } from './read-schema.ts'

/** What a form holds: everything as the person typed it. */
export type Values = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** `2026-11-21 08:30`, Beijing, as the API wants it. */
function instantOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}:00+08:00` : text
}

/** `12` and `12.5` are typed, `12.00` and `12.50` are sent. */
function yuanOf(text: string): string {
  const [, whole, rest = ''] = /^(\d+)(?:\.(\d{0,2}))?$/.exec(text.replaceAll(',', '').trim()) ?? []
  return whole === undefined ? text : `${whole.replace(/^0+(?=\d)/, '')}.${rest.padEnd(2, '0')}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function sentOf(shape: Shape, value: unknown): unknown {
  if (shape.is === 'group') return inputOf(shape.fields, value as Values)
  if (shape.is === 'rows') return (value as readonly Values[]).map((row) => inputOf(shape.fields, row ?? {}))
  if (typeof value !== 'string') return value
  if (shape.is === 'yuan') return yuanOf(value)
  if (shape.is === 'time') return instantOf(value)
  if (shape.is === 'json') return jsonOf(value)
  return value.trim()
}

/** The input of the act. What is empty and must be there stays out: the server says so beside the field. */
export function inputOf(fields: readonly Field[], values: Values): Values {
  const pairs = fields.flatMap(({ name, emptyAs, shape }): (readonly [string, unknown])[] => {
    const value = values[name]
    if (shape.is === 'yes') return [[name, value === true]]
    if ((shape.is === 'rows' || shape.is === 'words') && isEmpty(value)) {
      return emptyAs === 'null' ? [[name, null]] : [[name, []]]
    }
    if (shape.is === 'group' && isEmpty(value)) return []
    if (isEmpty(value)) return emptyAs === 'null' ? [[name, null]] : []
    return [[name, sentOf(shape, value)]]
  })
  return Object.fromEntries(pairs)
}

export function inputOfVariant({ by, fields }: Variant, values: Values): Values {
  return { ...(by === null ? {} : { [by.name]: by.value }), ...inputOf(fields, values) }
}

/** `body.input.lines[2].amount` → `['lines', 2, 'amount']`, so that a form shows the sentence at its field. */
export function placeOf(field: string): (string | number)[] {
  return field
    .replace(/^body\.(input\.)?|^input\./, '')
    .split(/\.|\[(\d+)\]/)
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
