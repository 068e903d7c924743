import { z } from 'zod'
import { type Month, parseDay, parseMonth } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { AttachmentRequirement } from '#records/define-record.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { OrderFacts } from './order-function.ts'

/** Fields of the forms, in the standard's written forms and with the titles that a form shows. */

const text = (max: number) => z.string().trim().min(1).max(max)

export const fields = {
  id: (title: string) => text(64).meta({ title }),
  text: (title: string, max = 100) => text(max).meta({ title }),
  day: (title: string) =>
    z
      .string()
      .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
      .meta({ title }),
  month: (title: string) =>
    z
      .string()
      .refine((value) => parseMonth(value) !== null, '应为年月 YYYY-MM')
      .meta({ title }),
  yuan: (title: string) =>
    z
      .string()
      .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, '应为元，两位小数')
      .meta({ title }),
  /** `0.16`, `1.2`: a share or an index. */
  rate: (title: string) =>
    z
      .string()
      .regex(/^(0|[1-9]\d{0,2})(\.\d{1,6})?$/, '应为最多六位小数的数')
      .meta({ title }),
  count: (title: string, max: number) => z.int().min(0).max(max).meta({ title }),
  code: <const Codes extends readonly [string, ...string[]]>(title: string, codes: Codes) =>
    z.enum(codes).meta({ title }),
} as const

export const personId = fields.id('个人编号')
export const document = fields.text('依据材料号', 64)
export const reason = fields.text('申请原因', 500)

/** Null where the form's field is left empty. */
export function orNone<Field extends z.ZodType>(title: string, field: Field): z.ZodNullable<Field> {
  return field.nullable().meta({ title })
}

export const scheme = fields.code('险种', ['110', '120', '170', '210', '310', '390', '410', '510'])
export const account = fields.id('收款账号')

/** Of `fields.month`, checked already. */
export function monthIn(text: string | null | undefined): Month | null {
  return text === null || text === undefined ? null : parseMonth(text)
}

export function millionthsOf(rate: string): bigint {
  const [whole, rest = ''] = rate.split('.')
  return BigInt(whole! + rest.padEnd(6, '0'))
}

export function needs(purpose: string, zh: string, en: string): AttachmentRequirement {
  return { purpose, title: { zh, en }, countMin: 1 }
}

export function refused(zh: string, en: string): Refusal {
  return new Refusal('conflict', { zh, en })
}

/** A refusal where it holds, to be listed with others for `firstRefusal`. */
export function refusedIf(condition: boolean, zh: string, en: string): Refusal | null {
  return condition ? refused(zh, en) : null
}

export function firstRefusal(...given: readonly (Refusal | null)[]): Refusal | null {
  return given.find((each) => each !== null) ?? null
}

/** As many as storing/order-facts.ts reads of a name: with that many, some may be missing. */
const rowsReadMax = 500

/** All of a name; a refusal where there may be more than were read, for a sum or an absence would be wrong. */
export function allOf(facts: OrderFacts, name: string): readonly WrittenRow[] | Refusal {
  const rows = facts[name] ?? []
  if (rows.length < rowsReadMax) return rows
  return refused(
    `该人员的相关记录超过 ${rowsReadMax} 条，无法全部核对，不能在此办理；请联系系统管理员。`,
    `the person has more than ${rowsReadMax} such records, which cannot all be checked here; tell the system officer.`,
  )
}

/** Exactly one, or none. */
export function oneOf(facts: OrderFacts, name: string): WrittenRow | null {
  const rows = facts[name] ?? []
  return rows.length === 1 ? rows[0]! : null
}

/** An order for the dead is refused whatever a check says, except where it is about the death itself. */
export function refusalOfDead(facts: OrderFacts): Refusal | null {
  const person = oneOf(facts, 'person')
  if (person === null)
    return refused('登记中没有该人员，请核对个人编号。', 'the register has no such person; check the number.')
  if (person.life_status === 'DEAD') {
    return refused(
      '该人员已登记死亡，不能办理此项业务；如登记有误，请先办理死亡标识撤销。',
      'the person is registered as dead, so this cannot be done; if that is wrong, cancel the death flag first.',
    )
  }
  return null
}

/**
 * A report counts from the day it is there: DTH-01 waits for a payment, DTH-06 and CRD-02 wait 30 and 60 days for the
 * register to follow.
 */
export function refusalOfReportedDeath(facts: OrderFacts): Refusal | null {
  const reports = (facts.deaths ?? []).filter(({ revoked }) => revoked !== 'true')
  if (reports.length === 0) return null
  return refused(
    '该人员身份号码已有未撤销的死亡报送，不能办理此项业务；请先核实，如报送有误，由来源单位撤销后再办。',
    'a death under this id number was reported and not withdrawn, so this cannot be done; look into it, and if it is wrong have its source withdraw it first.',
  )
}
