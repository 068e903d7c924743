import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'

/** Who did what in duties, when, and for which unit. */

export const Done = z.strictObject({ by: z.string(), at: z.string() })

export const Remark = z.strictObject({ action: z.string(), ...Done.shape, reason: z.string() })
export type Remark = z.infer<typeof Remark>

export const done = ({ actorId, at }: ActFacts): z.infer<typeof Done> => ({
  by: actorId,
  at: at.toISOString(),
})

export const todayOf = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))

/** The unit of whoever acts. */
export const unitOfActor = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select to_jsonb(staff_member.agency_id)
  from app.staff_member
  where staff_member.staff_id = ${actorId}
`
