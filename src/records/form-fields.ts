import { z } from 'zod'
import { parseDay, parseMonth } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'

/** Fields of the forms of records, with the titles that a form shows, and the refusals that decisions give. */

const text = (max: number) => z.string().trim().min(1).max(max)

function code<Code extends string>(title: string, codes: readonly [Code, ...Code[]]) {
  return z.enum(codes as unknown as [Code, ...Code[]]).meta({ title })
}

export const fields = {
  id: (title: string) => text(64).meta({ title }),
  ids: (title: string, max: number) =>
    z
      .array(text(64))
      .max(max)
      .refine((list) => new Set(list).size === list.length, '编号重复')
      .meta({ title }),
  text: (title: string, max: number = 200) => text(max).meta({ title }),
  day: (title: string) =>
    z
      .string()
      .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
      .meta({ title, format: 'date' }),
  month: (title: string) =>
    z
      .string()
      .refine((value) => parseMonth(value) !== null, '应为月份 YYYY-MM')
      .meta({ title }),
  yuan: (title: string) =>
    z
      .string()
      .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, '应为元，两位小数')
      .meta({ title }),
  count: (title: string) => z.int().min(0).max(100_000_000).meta({ title }),
  region: (title: string) =>
    z
      .string()
      .regex(/^\d{6}(\d{3}(\d{3})?)?$/, '应为地区代码')
      .meta({ title }),
  code,
} as const

/** The codes of a table of titles, as `fields.code` takes them. */
export function codesOf<Code extends string>(
  titles: Readonly<Record<Code, unknown>>,
): readonly [Code, ...Code[]] {
  return Object.keys(titles) as [Code, ...Code[]]
}

export const reason = fields.text('理由', 500)
export const Nothing = z.strictObject({})
export type Nothing = z.infer<typeof Nothing>
export const Reason = z.strictObject({ reason })
export type Reason = z.infer<typeof Reason>

/** Of `fields.yuan`, checked already. */
export function fenOf(yuan: string): bigint {
  return fenOfYuan(yuan) ?? 0n
}

export function conflict(zh: string, en: string): Refusal {
  return new Refusal('conflict', { zh, en })
}

export function invalid(zh: string, en: string): Refusal {
  return new Refusal('invalid_input', { zh, en })
}

export function notPermitted(zh: string, en: string): Refusal {
  return new Refusal('not_permitted', { zh, en })
}
