import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Refusal } from '#base/refusal.ts'
import { conflict, fields, invalid } from '#records/form-fields.ts'
import { servedYears } from '../inspection-codes.ts'
import type { Member } from '../inspection-data.ts'

/**
 * 回避 (R-WF-18): nobody inspects a unit where he serves, served less than three years ago, or has a relative. Posts and
 * declared relatives are staffing's; nothing is believed from the input but the staff numbers.
 */

export const Team = {
  head: fields.id('组长工号'),
  members: fields.ids('组员工号', 30),
}

export interface TeamAsked {
  readonly head: string
  readonly members: readonly string[]
}

export const staffOf = ({ head, members }: TeamAsked): readonly string[] => [
  head,
  ...members.filter((each) => each !== head),
]

const Facts = z.array(
  z.object({
    staff_id: z.string(),
    name: z.string(),
    agency_id: z.string(),
    is_on_post: z.boolean(),
    /** Of the supervisor's region, or below it. */
    is_within: z.boolean(),
    has_served: z.boolean(),
    has_relative: z.boolean(),
  }),
)
export type TeamFacts = z.infer<typeof Facts>

/** As jsonb. `on`: the day from which three years are counted back. */
export function teamFacts(
  staff: RawBuilder<unknown>,
  { supervisor, inspected, on }: Readonly<Record<'supervisor' | 'inspected' | 'on', RawBuilder<unknown>>>,
): RawBuilder<unknown> {
  const years = sql`make_interval(years => ${servedYears})`
  return sql`(
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'staff_id', asked.staff_id,
            'name', asked.name,
            'agency_id', asked.agency_id,
            'is_on_post', asked.status = 'ON_POST',
            'is_within', exists (
              select
              from app.agency as own
              inner join app.region on region.region = own.region
              inner join app.agency as above on above.agency_id = ${supervisor}
              where own.agency_id = asked.agency_id and above.region = any (region.path)
            ),
            'has_served', asked.agency_id = ${inspected} or exists (
              select
              from app.post_assignment as served
              inner join app.post on post.post_id = served.post_id
              where
                served.staff_id = asked.staff_id
                and post.agency_id = ${inspected}
                and (served.ended_on is null or served.ended_on > ${on} - ${years})
            ),
            'has_relative', exists (
              select
              from app.relative
              inner join app.staff_member as colleague on colleague.agency_id = ${inspected}
              where
                relative.withdrawn_on is null
                and (
                  (
                    relative.staff_id = asked.staff_id
                    and app.identity_key(relative.id_number) = app.identity_key(colleague.id_number)
                  )
                  or (
                    relative.staff_id = colleague.staff_id
                    and app.identity_key(relative.id_number) = app.identity_key(asked.id_number)
                  )
                )
            )
          )
          order by asked.staff_id
        ),
        '[]'::jsonb
      )
    from app.staff_member as asked
    where asked.staff_id = any (${staff})
  )`
}

/** The team by its names, or why it may not be. A unit's own self-check is nobody's conflict. */
export function teamOf(
  asked: TeamAsked,
  loaded: unknown,
  { isSelfCheck }: { readonly isSelfCheck: boolean },
): readonly Member[] | Refusal {
  const found = Facts.parse(loaded)
  const staff = staffOf(asked)
  const missing = staff.find(
    (each) =>
      !found.some(({ staff_id, is_on_post, is_within }) => staff_id === each && is_on_post && is_within),
  )
  if (missing !== undefined) {
    return invalid(
      `检查组成员 ${missing} 不是本级及以下机构的在岗人员，请核对工号。`,
      `${missing} is not on post at your agency or one below; check the staff number.`,
    )
  }
  if (!isSelfCheck) {
    const refusal = refusalOfConflicts(found)
    if (refusal !== null) return refusal
  }
  return staff.map((staffId) => {
    const { staff_id, name, agency_id } = found.find((each) => each.staff_id === staffId)!
    return { staff_id, name, agency_id, is_head: staff_id === asked.head }
  })
}

/** Says who, and not what the relative is: a declaration is not the team's to read. */
export function refusalOfConflicts(found: TeamFacts): Refusal | null {
  const served = found.filter(({ has_served }) => has_served)
  const related = found.filter(({ has_served, has_relative }) => has_relative && !has_served)
  if (served.length === 0 && related.length === 0) return null
  const names = (list: TeamFacts): string => list.map(({ name }) => name).join('、')
  const zh = [
    ...(served.length === 0 ? [] : [`${names(served)}在被检查单位任职或离开不满${servedYears}年`]),
    ...(related.length === 0 ? [] : [`${names(related)}有亲属在被检查单位`]),
  ]
  const en = [
    ...(served.length === 0
      ? []
      : [`${names(served)} serves in the unit or left it less than ${servedYears} years ago`]),
    ...(related.length === 0 ? [] : [`${names(related)} has a relative there`]),
  ]
  return conflict(`${zh.join('；')}，须回避，请更换检查组成员。`, `${en.join('; ')}: choose somebody else.`)
}

export const parseTeam = (loaded: unknown): TeamFacts => Facts.parse(loaded)
