import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { hasRightCheckCharacter, normaliseIdentityNumber } from '#base/identity-number.ts'

/** Fields of the forms of this slice, with the titles that a form shows. */

const text = (max: number) => z.string().trim().min(1).max(max)

export const fields = {
  id: (title: string) => text(64).meta({ title }),
  text: (title: string, max: number = 200) => text(max).meta({ title }),
  day: (title: string) =>
    z
      .string()
      .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
      .meta({ title }),
  /** With its offset, so that nobody's machine decides which hour is meant. */
  time: (title: string) => z.iso.datetime({ offset: true }).meta({ title }),
  code: <const Codes extends readonly [string, ...string[]]>(title: string, codes: Codes) =>
    z.enum(codes).meta({ title }),
  /** 18 characters as stored; 15 digits and a small x are as good. */
  idNumber: (title: string) =>
    text(18)
      .refine((value) => hasRightCheckCharacter(normaliseIdentityNumber(value)), '公民身份号码有误，请核对')
      .meta({ title }),
} as const

export const staffId = fields.id('工号')
