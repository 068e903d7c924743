import { sql } from 'kysely'
import { z } from 'zod'
import { titleOfDuty } from '#access/duties.ts'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import type { Effect } from '#records/effect.ts'
import { conflict, reason } from '#records/form-fields.ts'
import { raiseEpoch, raiseEpochAndEndCredentials } from '../authority-effects.ts'
import { fields, staffId } from '../fields.ts'
import { noSuchColleague } from '../person-refusals.ts'
import {
  OfficesJson,
  officesSql,
  type PersonFacts,
  PersonJson,
  peopleSubject,
  personSql,
} from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: staffId,
  status: fields.code('离岗类别', ['LEFT', 'TRANSFERRED', 'SUSPENDED', 'RETIRED']),
  reason,
})

const Facts = z.object({ person: PersonJson, offices: OfficesJson })

/** 停用权限: one person is enough, for it must happen the same day; nothing of it waits for anybody. */
export function accessRemovalKind(): RecordKind {
  return defineRecord({
    kind: 'ACCESS_REMOVAL',
    title: { zh: '停用权限', en: 'removal of access' },
    schema: z.strictObject({ asked: Asked, ended: z.array(z.string()) }),
    statuses: { DONE: { zh: '已停用', en: 'removed' } },
    workflow: { NEW: { remove: 'DONE' }, DONE: {} },
    readFunction: 'READ_AUTHORITY',
    isHighRisk: false,
    actions: {
      remove: {
        by: 'person',
        function: 'ACCESS_REMOVAL',
        step: 'ACT',
        title: { zh: '立即停用', en: 'remove at once' },
        input: Asked,
        needsConfirmation: true,
        subjectQuery: ({ input }) => peopleSubject(sql`array[${input.staff_id}::text]`),
        factsQuery: ({ input }) => sql`
          select jsonb_build_object(
            'person', ${personSql(sql`${input.staff_id}::text`)},
            'offices', ${officesSql(sql`${input.staff_id}::text`)}
          )
        `,
        decide: (_record, asked, { loaded, at, actorId }) => {
          const { person, offices } = Facts.parse(loaded)
          if (person === null) return noSuchColleague(asked.staff_id)
          if (person.status !== 'ON_POST') return hasLeft(asked.staff_id)
          const empty = offices.find(({ other }) => other === null)
          if (empty !== undefined) return wouldLeaveNobody(empty)
          const ended = endingsOf(person, { at, endedBy: actorId })
          const leaving: Effect = {
            operation: 'update',
            table: 'app.staff_member',
            key: { staff_id: asked.staff_id },
            values: { status: asked.status, left_on: formatDay(beijingDayOf(at)) },
            expected: { status: person.status, left_on: person.leftOn },
          }
          return {
            status: 'DONE',
            data: { asked, ended: ended.map(({ what }) => what) },
            effects: [
              raiseEpochAndEndCredentials(person.actor, at),
              ...reliedOn(offices),
              leaving,
              ...ended.map(({ effect }) => effect),
            ],
          }
        },
      },
    },
  })
}

function hasLeft(id: string): Refusal {
  return conflict(`工号 ${id} 已不在岗，权限已停用。`, `${id} has left already and has no access.`)
}

function wouldLeaveNobody({ role, region }: z.infer<typeof OfficesJson>[number]): Refusal {
  const title = titleOfDuty(role)
  return conflict(
    `停用后地区 ${region} 将没有可登录的${title.zh}；请先由另外两员会同单位主要负责人办理更换三员。`,
    `region ${region} would be left without a ${title.en} who can sign in; have the officer replaced first, by the other two with the head of the unit.`,
  )
}

/**
 * The officers who stay are looked at as well, so that of two removals at once, each relying on the other's person, the
 * second is decided again and refused.
 */
function reliedOn(offices: z.infer<typeof OfficesJson>): readonly Effect[] {
  const others = new Map(offices.flatMap(({ other }) => (other === null ? [] : [[other.staffId, other]])))
  return [...others.values()].map(raiseEpoch)
}

interface Ending {
  /** For the record: `role_grant 0198…`. */
  readonly what: string
  readonly effect: Effect
}

/** Assignments from today on, grants and covers from now on; what was to begin later never begins. */
function endingsOf(person: PersonFacts, { at, endedBy }: { at: Date; endedBy: string }): readonly Ending[] {
  const today = formatDay(beijingDayOf(at))
  const { assignments, grants, covers } = person.held
  const { staffId: staff_id } = person.actor
  const endOf = (from: string): string => (new Date(from) <= at ? at.toISOString() : from)
  return [
    ...assignments.map(({ post_id, started_on, ended_on }): Ending => {
      const values = { ended_on: started_on < today ? today : started_on }
      const key = { staff_id, post_id, started_on }
      const expected = { ended_on }
      return {
        what: `post_assignment ${post_id}`,
        effect: { operation: 'update', table: 'app.post_assignment', key, values, expected },
      }
    }),
    ...grants.map(({ grant_id, valid_from, valid_to }): Ending => {
      const values = { valid_to: endOf(valid_from), ended_by: endedBy }
      const expected = { valid_to }
      return {
        what: `role_grant ${grant_id}`,
        effect: { operation: 'update', table: 'app.role_grant', key: { grant_id }, values, expected },
      }
    }),
    ...covers.map(({ cover_id, valid_from, valid_to }): Ending => {
      const values = { valid_to: endOf(valid_from) }
      const expected = { valid_to }
      return {
        what: `cover ${cover_id}`,
        effect: { operation: 'update', table: 'app.cover', key: { cover_id }, values, expected },
      }
    }),
  ]
}
