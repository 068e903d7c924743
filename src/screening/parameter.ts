import { z } from 'zod'
import { formatMonth, parseMonth } from '#base/calendar-math.ts'
import { fenOfYuan, formatYuan } from '#base/money.ts'

/**
 * A parameter of a rule: how it is written (`--set CODE.name=value`, run.json), how SQL sees it, and what it means.
 * Money is written in yuan and bound in fen, ratios have up to six decimals and are bound in millionths, times HH:MM
 * are bound as seconds of the day, months YYYY-MM as month numbers, counts as they are (core-rules, Parameters).
 */
export interface Parameter {
  readonly kind: 'count' | 'yuan' | 'ratio' | 'time' | 'month'
  readonly default: string
  readonly meaning: { readonly zh: string; readonly en: string }
  /** Written form → bound integer; a ZodError for an impossible value. */
  readonly schema: z.ZodType<bigint, string>
}

export type Parameters = Readonly<Record<string, Parameter>>

type Definition = Pick<Parameter, 'default' | 'meaning'> & { readonly min?: number }

function parsed(parse: (text: string) => bigint | null, expected: string): z.ZodType<bigint, string> {
  return z.string().transform((text, context) => {
    const value = parse(text)
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: expected })
    return z.NEVER
  })
}

export function count({ min = 0, ...rest }: Definition): Parameter {
  const parse = (text: string) => (/^\d{1,9}$/.test(text) && Number(text) >= min ? BigInt(text) : null)
  return { kind: 'count', ...rest, schema: parsed(parse, `a whole number of at least ${min}`) }
}

export function yuan(definition: Definition): Parameter {
  const parse = (text: string) => {
    const fen = fenOfYuan(text)
    return fen === null || fen < 0n ? null : fen
  }
  return {
    kind: 'yuan',
    ...definition,
    schema: parsed(parse, 'yuan with at most two decimals, not negative'),
  }
}

export function ratio(definition: Definition): Parameter {
  const parse = (text: string) => {
    const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text)
    return match === null ? null : BigInt(match[1]!) * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'))
  }
  return {
    kind: 'ratio',
    ...definition,
    schema: parsed(parse, 'a decimal of at most six places, not negative'),
  }
}

export function time(definition: Definition): Parameter {
  const parse = (text: string) => {
    const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
    return match === null ? null : BigInt(Number(match[1]) * 3600 + Number(match[2]) * 60)
  }
  return { kind: 'time', ...definition, schema: parsed(parse, 'a time HH:MM') }
}

export function month(definition: Definition): Parameter {
  const parse = (text: string) => {
    const value = parseMonth(text)
    return value === null ? null : BigInt(value)
  }
  return { kind: 'month', ...definition, schema: parsed(parse, 'a month YYYY-MM') }
}

/** The canonical written form, so that `0.20` and `0.2` are stored alike. */
export function formatParameter(parameter: Parameter, value: bigint): string {
  const number = Number(value)
  switch (parameter.kind) {
    case 'count':
      return value.toString()
    case 'yuan':
      return formatYuan(value).replace(/\.00$/, '')
    case 'ratio':
      return String(number / 1_000_000)
    case 'time':
      return `${String(Math.floor(number / 3600)).padStart(2, '0')}:${String(Math.floor(number / 60) % 60).padStart(2, '0')}`
    case 'month':
      return formatMonth(number)
  }
}
