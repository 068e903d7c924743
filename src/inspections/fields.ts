import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'

/** Fields of the forms of inspections, with the titles that a form shows. */

const text = (max: number) => z.string().trim().min(1).max(max)

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
  yuan: (title: string) =>
    z
      .string()
      .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, '应为元，两位小数')
      .meta({ title }),
  code: <Code extends string>(title: string, codes: readonly [Code, ...Code[]]) =>
    z.enum(codes as unknown as [Code, ...Code[]]).meta({ title }),
} as const

export const reason = fields.text('理由', 500)

export function codesOf<Code extends string>(
  titles: Readonly<Record<Code, Bilingual>>,
): readonly [Code, ...Code[]] {
  return Object.keys(titles) as [Code, ...Code[]]
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
