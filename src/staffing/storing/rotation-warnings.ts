import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { warnedMonthsBefore } from '#access/rotation.ts'
import type { Tx } from '#platform/postgres/database.ts'

export interface RotationWarning {
  readonly staff_id: string
  readonly name: string
  readonly agency_id: string
  readonly post_id: string
  readonly title: string
  readonly title_in_english: string
  /** `2023-03-15` */
  readonly started_on: string
  readonly months_max: number
  readonly state: 'DUE_SOON' | 'OVERDUE'
}

/** Which part of the list, and how a page of it is cut (src/platform/http/list/keyset.ts); all of it without. */
export interface WarningPage {
  /** May name `agency.region` and `staff_member.agency_id`. */
  readonly visible: RawBuilder<SqlBool>
  readonly after: RawBuilder<SqlBool>
  readonly order: RawBuilder<unknown>
  readonly limit: number
  readonly position: RawBuilder<unknown>
}

export const warningColumns = {
  startedOn: sql`post_assignment.started_on`,
  id: sql<string>`(post_assignment.staff_id || ' ' || post_assignment.post_id)`,
} as const

const everything: WarningPage = {
  visible: sql<SqlBool>`true`,
  after: sql<SqlBool>`true`,
  order: sql`${warningColumns.startedOn}, ${warningColumns.id}`,
  limit: 100_000,
  position: sql`null as cursor_value, null as cursor_id`,
}

/**
 * Holders of key posts who must rotate, or soon will (R-SYS-14): the same as `rotationsOf` says of each, in one
 * statement for all of them. The longest first.
 */
export async function rotationWarnings<Row extends RotationWarning = RotationWarning>(
  tx: Tx,
  at: Date,
  page: WarningPage = everything,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with
      today as (
        select (${at}::timestamptz at time zone 'Asia/Shanghai')::date as day
      )
    select
      post_assignment.staff_id,
      staff_member.name,
      post.agency_id,
      post.post_id,
      post.title,
      post.title_in_english,
      post_assignment.started_on,
      post.months_max,
      case
        when post_assignment.started_on < (today.day - make_interval(months => post.months_max))::date then 'OVERDUE'
        else 'DUE_SOON'
      end as state,
      ${page.position}
    from today
    cross join app.post_assignment
    join app.post on post.post_id = post_assignment.post_id
    join app.staff_member on staff_member.staff_id = post_assignment.staff_id
    join app.agency on agency.agency_id = post.agency_id
    where
      post.is_key
      and staff_member.status = 'ON_POST'
      and post_assignment.started_on <= today.day
      and (post_assignment.ended_on is null or post_assignment.ended_on > today.day)
      and post_assignment.started_on
        < (today.day - make_interval(months => post.months_max - ${warnedMonthsBefore}::int))::date
      and ${page.visible}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
