import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'

/** Fields of the forms of duties, and what their decisions say alike. */

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })

export const fields = {
  text,
  id: (title: string) => text(title, 64),
  day: (title: string) =>
    z
      .string()
      .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
      .meta({ title, format: 'date' }),
  code: <Code extends string>(title: string, codes: Readonly<Record<Code, unknown>>) =>
    z.enum(Object.keys(codes) as [Code, ...Code[]]).meta({ title }),
  codes: <Code extends string>(title: string, codes: Readonly<Record<Code, unknown>>) =>
    z
      .array(z.enum(Object.keys(codes) as [Code, ...Code[]]))
      .min(1)
      .max(20)
      .meta({ title }),
  staff: (title: string) =>
    z
      .array(text('工号', 64))
      .max(500)
      .refine((list) => new Set(list).size === list.length, '工号重复')
      .meta({ title }),
} as const

export const Nothing = z.strictObject({})
export const Reason = z.strictObject({ reason: text('理由', 500) })
export type Reason = z.infer<typeof Reason>

const Done = z.strictObject({ by: z.string(), at: z.string() })

export { Done }
export const Remark = z.strictObject({ action: z.string(), ...Done.shape, reason: z.string() })
export type Remark = z.infer<typeof Remark>

export const done = ({ actorId, at }: ActFacts): z.infer<typeof Done> => ({
  by: actorId,
  at: at.toISOString(),
})

export const todayOf = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))

export function conflict(zh: string, en: string): Refusal {
  return new Refusal('conflict', { zh, en })
}

export function notPermitted(zh: string, en: string): Refusal {
  return new Refusal('not_permitted', { zh, en })
}

/** Unit and region of whoever opens the record. */
export const ownUnit = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`

/** The unit of whoever acts. */
export const unitOfActor = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select to_jsonb(staff_member.agency_id)
  from app.staff_member
  where staff_member.staff_id = ${actorId}
`
