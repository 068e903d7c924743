import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { limits } from './event-codes.ts'

/** What the decisions on a major event read: limits of the day, the linked cases, whether who acts is above. */

/** The last moment of the first report, by the limits that hold on the day of finding. */
function firstDue(foundAt: RawBuilder<unknown>, grade: RawBuilder<unknown>): RawBuilder<unknown> {
  const day = sql`((${foundAt}) at time zone 'Asia/Shanghai')::date`
  return sql`
    case
      when ${grade} = '1' then
        (${foundAt})
        + make_interval(
          hours => coalesce(app.parameter_on('WF-03', 'hours_1', ${day}), ${limits.hours_1})::integer
        )
      else
        (
          app.working_day_after(
            ${day},
            coalesce(
              app.parameter_on('WF-03', 'days', ${day}),
              ${limits.days}
            )::integer
          ) + 1
        )::timestamp at time zone 'Asia/Shanghai'
    end
  `
}

export interface Linked {
  readonly case_ids: readonly string[]
  readonly finding_ids: readonly string[]
}

/** Only what lies in the region of who reports can be linked; what does not exist there is named. */
function unknownLinks({ case_ids, finding_ids }: Linked, actorId: string): RawBuilder<unknown> {
  const region = sql`(
    select agency.region
    from app.staff_member
    inner join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = ${actorId}
  )`
  return sql`(
    select coalesce(jsonb_agg(named.id order by named.id), '[]'::jsonb)
    from (
      select case_id as id
      from unnest(${[...case_ids]}::text[]) as case_id
      where not exists (
        select
        from app.record as linked
        where linked.kind = 'CASE' and linked.record_id = case_id and linked.covering @> array[${region}]
      )
      union all
      select finding_id
      from unnest(${[...finding_ids]}::text[]) as finding_id
      where not exists (
        select
        from app.finding
        where finding.finding_id = finding_id and finding.covering @> array[${region}]
      )
    ) as named
  )`
}

export const draftFacts = ({
  input,
  actorId,
}: {
  readonly input: Linked & { readonly found_at: string; readonly grade: string }
  readonly actorId: string
}): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'first_due_at', (${firstDue(sql`${input.found_at}::timestamptz`, sql`${input.grade}::text`)}),
    'unknown', ${unknownLinks(input, actorId)}
  )
`
export const DraftFacts = z.object({ first_due_at: z.string(), unknown: z.array(z.string()) })

export const furtherFacts = ({
  input,
  actorId,
}: {
  readonly input: Linked
  readonly actorId: string
}): RawBuilder<unknown> => sql`select jsonb_build_object('unknown', ${unknownLinks(input, actorId)})`
export const FurtherFacts = z.object({ unknown: z.array(z.string()) })

export const signFacts = (): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'agency_name', agency.name,
    'last_number', coalesce(
      (
        select paper_number.last_number
        from app.paper_number
        where
          paper_number.kind = 'MAJOR_EVENT'
          and paper_number.agency_id = record.agency_id
          and paper_number.year = extract(year from clock_timestamp() at time zone 'Asia/Shanghai')
      ),
      0
    )
  )
  from app.agency
  where agency.agency_id = record.agency_id
`
export const SignFacts = z.object({ agency_name: z.string(), last_number: z.int() })

/** Whether the unit of who acts stands above the region of the event: nobody receives a report of their own level. */
export const aboveFacts = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'is_above',
    coalesce(
      (
        select agency.region <> all (record.regions) and record.covering @> array[agency.region]
        from app.staff_member
        inner join app.agency on agency.agency_id = staff_member.agency_id
        where staff_member.staff_id = ${actorId}
      ),
      false
    )
  )
`
const Above = z.object({ is_above: z.boolean() })

export function refusalOfOwnLevel(loaded: unknown): Refusal | null {
  if (Above.parse(loaded).is_above) return null
  return new Refusal('not_permitted', {
    zh: '本级报告由上级基金监督机构接收、要求补报；请由上级办理。',
    en: 'reports are received by the supervision of the level above, not by that of their own level.',
  })
}

export function refusalOfUnknown(unknown: readonly string[]): Refusal | null {
  if (unknown.length === 0) return null
  return new Refusal('conflict', {
    zh: `本地区没有 ${unknown.slice(0, 5).join('、')}，请核对关联的案件和疑点编号。`,
    en: `there is no ${unknown.slice(0, 5).join(', ')} in your region; check the linked cases and findings.`,
  })
}
