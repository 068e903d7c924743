import { z } from 'zod'
import { deadlineSliceCodes, deadlineStateCodes } from '#calendar/deadline-slices.ts'
import type { DeadlineRow } from './list-deadlines.ts'

export const CalendarDay = z
  .object({
    day: z.string(),
    is_working: z.boolean(),
    is_provisional: z
      .boolean()
      .describe('该年放假安排尚未公布 / the holidays of that year are not announced'),
    open: z.int(),
    overdue: z.int(),
    done: z.int(),
  })
  .meta({ id: 'CalendarDay' })

export const DeadlineForm = z
  .object({
    deadline_id: z.string(),
    slice: z.enum(deadlineSliceCodes),
    kind: z.string(),
    agency_id: z.string().nullable(),
    agency_name: z.string().nullable(),
    region: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    due_on: z.string(),
    done_on: z.string().nullable(),
    state: z.enum(deadlineStateCodes),
    record_kind: z.string().nullable(),
    record_id: z.string().nullable(),
  })
  .meta({ id: 'SupervisionDeadline' })
export type DeadlineForm = z.infer<typeof DeadlineForm>

export function deadlineForm(row: DeadlineRow): DeadlineForm {
  const { title_zh: zh, title_en: english, cursor_value: _value, cursor_id: _id, ...rest } = row
  return { ...rest, title: { zh, en: english } }
}
