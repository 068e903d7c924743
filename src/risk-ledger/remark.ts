import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'

/** What somebody gave as a reason, kept on the record in the order of time. */
export const Remark = z.strictObject({
  action: z.string(),
  actorId: z.string(),
  at: z.string(),
  reason: z.string(),
})
export type Remark = z.infer<typeof Remark>

export function remarksWith(
  remarks: readonly Remark[],
  action: string,
  { reason, facts }: { readonly reason: string; readonly facts: ActFacts },
): { readonly remarks: Remark[] } {
  return { remarks: [...remarks, { action, actorId: facts.actorId, at: facts.at.toISOString(), reason }] }
}

/** The civil day of the act, YYYY-MM-DD. */
export const dayOfAct = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))
