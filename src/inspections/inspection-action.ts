import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, ToDoDraft } from '#records/define-record.ts'
import { conflict, notPermitted, reason } from '#records/form-fields.ts'
import type { InspectionData, InspectionRow } from './inspection-data.ts'

/** What most actions of an inspection share. */

export const Nothing = z.strictObject({})
export type Nothing = z.infer<typeof Nothing>
export const Reason = z.strictObject({ reason })
export type Reason = z.infer<typeof Reason>

export const entry = { by: 'person', function: 'INSPECTION', step: 'ENTRY' } as const
export const work = { by: 'person', function: 'INSPECTION_WORK', step: 'ACT' } as const
export const answer = { by: 'person', function: 'INSPECTION_ANSWER', step: 'ACT' } as const
export const bySystem = { by: 'system', function: 'INSPECTION', step: 'ACT' } as const
export const leader = {
  by: 'person',
  function: 'INSPECTION',
  step: 'APPROVAL',
  needsConfirmation: true,
  needsDetailOpened: true,
} as const

/** Who did one of these is no second person to sign what came of it. */
export const inspectingActions = ['open', 'revise', 'work', 'fact', 'ask_statement', 'propose'] as const

export function present(record: InspectionRow | null): InspectionRow {
  assert(record !== null, 'the workflow opens no inspection by this action')
  return record
}

export const today = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))

export function said({ actorId, at }: ActFacts, text: string): { by: string; at: string; reason: string } {
  return { by: actorId, at: at.toISOString(), reason: text }
}

export function remarked(
  data: InspectionData,
  { action, text }: { readonly action: string; readonly text: string },
  facts: ActFacts,
): InspectionData {
  return { ...data, remarks: [...data.remarks, { action, ...said(facts, text) }] }
}

export function refusalOfStrangers({ data }: InspectionRow, { actorId }: ActFacts): Refusal | null {
  if (data.team.some(({ staff_id }) => staff_id === actorId)) return null
  return notPermitted(
    '您不是本次检查的检查组成员；须由检查组成员办理。',
    'you are not of this inspection’s team; one of its members does this.',
  )
}

/** A leader who was in the team inspected himself: another one signs. */
export function refusalOfTeam({ data }: InspectionRow, { actorId }: ActFacts): Refusal | null {
  if (!data.team.some(({ staff_id }) => staff_id === actorId)) return null
  return notPermitted(
    '您是本次检查的检查组成员，须由另一位负责人审签。',
    'you are of this inspection’s team; another leader signs.',
  )
}

/** The agency of whoever acts: `facts.loaded` of actions that are the unit's own. */
export const agencyOfActor = ({ actorId }: { readonly actorId: string }) => sql`
  select to_jsonb(member.agency_id)
  from app.staff_member as member
  where member.staff_id = ${actorId}
`

export function refusalOfOthers({ data }: InspectionRow, { loaded }: ActFacts): Refusal | null {
  if (loaded === data.inspected.agency_id) return null
  return notPermitted(
    `须由被检查单位（${data.inspected.title}）办理。`,
    'the unit that is inspected does this itself.',
  )
}

/** As much as one record can carry. */
export function refusalOfTooMany(
  list: readonly unknown[],
  { max, zh, en }: { readonly max: number; readonly zh: string; readonly en: string },
): Refusal | null {
  if (list.length < max) return null
  return conflict(`${zh}已达 ${max} 项，不能再增加。`, `there are ${max} ${en} already, which is the most.`)
}

export function toDosOfLeaders(record: InspectionRow, zh: string, en: string): ToDoDraft[] {
  const agencyId = record.data.supervisor.agency_id
  return (['DEPUTY_HEAD', 'UNIT_HEAD'] as const).map((duty) => ({
    ...{ duty, step: 'APPROVAL' as const, agencyId },
    title: { zh, en },
  }))
}

/** For the head of the unit that is inspected. */
export function toDoOfUnit({ data }: InspectionRow, zh: string, en: string): ToDoDraft[] {
  const agencyId = data.inspected.agency_id
  return [{ duty: 'UNIT_HEAD', step: 'ACT', agencyId, title: { zh, en } }]
}

/** For the head of the team. */
export function toDoOfTeam({ data }: InspectionRow, zh: string, en: string): ToDoDraft[] {
  const head = data.team.find(({ is_head }) => is_head)
  if (head === undefined) return []
  const agencyId = head.agency_id
  return [{ duty: 'SUPERVISION', step: 'ACT', agencyId, title: { zh, en }, personId: head.staff_id }]
}
