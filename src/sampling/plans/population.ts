import { type RawBuilder, sql } from 'kysely'

/**
 * What ended in a month, as rows (agency_id, function, item): the orders of this system whose last decision by a person
 * lies in it, and the operations that a delivery brought of the core system, each order of theirs once, with the agency
 * of whoever did the last step. Withdrawn and lapsed orders decided nothing.
 * @param month YYYY-MM, and the agency whose; null: of all
 */
export function endedBusiness(month: string, agencyId: string | null): RawBuilder<unknown> {
  const start = sql`((${month} || '-01')::timestamp at time zone 'Asia/Shanghai')`
  const end = sql`(((${month} || '-01')::timestamp + interval '1 month') at time zone 'Asia/Shanghai')`
  const number = sql`(left(${month}, 4)::integer * 12 + right(${month}, 2)::integer - 1)`
  const ofAgency = (column: RawBuilder<unknown>) =>
    agencyId === null ? sql`${column} is not null` : sql`${column} = ${agencyId}`
  return sql`
    select
      record.agency_id,
      regexp_replace(record.kind, '^(ORDER|REVERSAL)_', '') as function,
      record.record_id as item
    from app.record
    cross join lateral (
      select max(record_action.at) as at
      from app.record_action
      where record_action.record_id = record.record_id and record_action.actor_id not like 'system:%'
    ) as decided
    where
      record.kind ~ '^(ORDER|REVERSAL)_'
      and (not record.is_open or record.status = 'AWAITING_CONFIRMATION')
      and record.status not in ('WITHDRAWN', 'LAPSED')
      and ${ofAgency(sql`record.agency_id`)}
      and record.changed_at >= ${start}
      and record.entered_at < ${end}
      and decided.at >= ${start}
      and decided.at < ${end}
    union all
    select delivered.agency_id, delivered.function, delivered.item
    from (
      select distinct on (coalesce(operation.order_id, operation.operation_id))
        staff_member.agency_id,
        operation.function_code as function,
        coalesce(operation.order_id, operation.operation_id) as item,
        operation.recorded_at_month
      from register.operation
      inner join app.staff_member on staff_member.staff_id = operation.staff_id
      where
        operation.source_delivery is not null
        and operation.recorded_at_month >= ${number}
        and operation.action not in ('VIEW', 'EXPORT')
        and ${ofAgency(sql`staff_member.agency_id`)}
        and not exists (select from app.record where record.record_id = operation.order_id)
      order by
        coalesce(operation.order_id, operation.operation_id),
        operation.recorded_at desc,
        operation.operation_id desc
    ) as delivered
    where delivered.recorded_at_month = ${number}
  `
}

/** Agencies where something ended in the month and no plan is in force, with the region they lie in. */
export function agenciesWithout(month: string): RawBuilder<{ readonly agency_id: string }> {
  return sql`
    select distinct ended.agency_id
    from (${endedBusiness(month, null)}) as ended
    inner join app.agency on agency.agency_id = ended.agency_id
    where not exists (
      select
      from app.record as plan
      where
        plan.kind = 'SAMPLE_PLAN'
        and plan.agency_id = ended.agency_id
        and plan.data ->> 'month' = ${month}
    )
    order by ended.agency_id
  `
}
