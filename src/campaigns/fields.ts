import { z } from 'zod'
import { parseDay, parseMonth } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'

/** Fields of the forms of campaigns, with the titles that a form shows. */

const text = (max: number) => z.string().trim().min(1).max(max)

export const fields = {
  id: (title: string) => text(64).meta({ title }),
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
  code: <Code extends string>(title: string, codes: readonly [Code, ...Code[]]) =>
    z.enum(codes as unknown as [Code, ...Code[]]).meta({ title }),
} as const

export const Nothing = z.strictObject({})
export const Reason = z.strictObject({ reason: fields.text('理由', 500) })
export type Reason = z.infer<typeof Reason>

/** What somebody said when a record was returned, refused, extended. */
export const Remark = z.strictObject({
  action: z.string(),
  by: z.string(),
  at: z.string(),
  text: z.string(),
})
export type Remark = z.infer<typeof Remark>

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
