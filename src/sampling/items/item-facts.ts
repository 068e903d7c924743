import { type RawBuilder, sql } from 'kysely'

/**
 * What is read for an item. Its order is not in the item: it stands in the plan, at the item's place of the draw.
 */

export interface ItemPlace {
  readonly plan_id: string
  readonly stratum: string
  readonly place: number
}

type Expression = RawBuilder<unknown>
interface PlaceExpressions {
  readonly plan_id: Expression
  readonly stratum: Expression
  readonly place: Expression
}

/** Of the record that is being acted on. */
const ofRecord: PlaceExpressions = {
  plan_id: sql`record.data ->> 'plan_id'`,
  stratum: sql`record.data ->> 'stratum'`,
  place: sql`(record.data ->> 'place')::integer`,
}

const drawnOrder = ({ plan_id, stratum, place }: PlaceExpressions): Expression => sql`
  select plan_stratum -> 'drawn' ->> (${place} - 1) as order_id, plan.data ->> 'month' as month
  from app.record as plan, jsonb_array_elements(plan.data -> 'strata') as plan_stratum
  where
    plan.kind = 'SAMPLE_PLAN'
    and plan.record_id = ${plan_id}
    and plan_stratum ->> 'code' = ${stratum}
    and plan_stratum -> 'drawn' ->> (${place} - 1) is not null
  -- Once: the plan holds all of the month's business, and would be taken apart anew for each row beside it.
  offset 0
`

/** Whoever acted on the order, here or in the core system. */
const actedOn = (orderId: Expression): Expression => sql`
  select record_action.actor_id as staff_id
  from app.record_action
  where record_action.record_id = ${orderId} and record_action.actor_id not like 'system:%'
  union
  select business_step.staff_id
  from register.business_step
  where business_step.order_id = ${orderId}
  union
  select operation.staff_id
  from register.operation
  where
    (operation.order_id = ${orderId} or operation.operation_id = ${orderId})
    and operation.staff_id is not null
`

/** Whoever acted on another order in the month on which one of them acted, too. */
const sharing = (month: Expression): Expression => sql`
  select theirs.actor_id as staff_id
  from app.record_action as own
  inner join app.record_action as theirs on theirs.record_id = own.record_id
  inner join app.record as shared on shared.record_id = own.record_id
  where
    own.actor_id in (select acted.staff_id from acted)
    and shared.kind ~ '^(ORDER|REVERSAL)_'
    and own.at >= ((${month} || '-01')::timestamp at time zone 'Asia/Shanghai')
    and own.at < (((${month} || '-01')::timestamp + interval '1 month') at time zone 'Asia/Shanghai')
    and theirs.actor_id not like 'system:%'
  union
  select theirs.staff_id
  from register.business_step as own
  inner join register.business_step as theirs on theirs.order_id = own.order_id
  where
    own.staff_id in (select acted.staff_id from acted)
    and own.decided_at_month = left(${month}, 4)::integer * 12 + right(${month}, 2)::integer - 1
`

const personOf = sql`coalesce(
  (select sampled.person_id from app.record as sampled where sampled.record_id = drawn.order_id),
  (select business_order.person_id from register.business_order where business_order.order_id = drawn.order_id),
  (
    select min(operation.person_id)
    from register.operation
    where operation.order_id = drawn.order_id or operation.operation_id = drawn.order_id
  )
)`

/**
 * Whom an item is about. Its handlers are everybody who may not look at it: who handled the order, reviewed it, or
 * shares an order with them in the month. Amount and names stay out: they are the first result.
 */
export function itemSubject(input: ItemPlace, agencyId: Expression): Expression {
  const given = {
    plan_id: sql`${input.plan_id}`,
    stratum: sql`${input.stratum}`,
    place: sql`${input.place}::integer`,
  }
  return sql`
    select jsonb_build_object(
      'regions', jsonb_build_array(audited.region),
      'agencyId', ${agencyId},
      'personId', ${personOf},
      'personKeys', coalesce(
        (
          select jsonb_agg(app.identity_key(person.id_number))
          from register.person
          where person.person_id = ${personOf} and person.id_number is not null
        ),
        '[]'::jsonb
      ),
      'handlers', (
        with acted as (${actedOn(sql`drawn.order_id`)})
        select coalesce(jsonb_agg(distinct unfit.staff_id), '[]'::jsonb)
        from (
          select acted.staff_id from acted
          union
          ${sharing(sql`drawn.month`)}
        ) as unfit
        inner join app.staff_member on staff_member.staff_id = unfit.staff_id
      )
    )
    from (${drawnOrder(given)}) as drawn
    inner join app.record as plan on plan.record_id = ${input.plan_id}
    inner join app.agency as audited on audited.agency_id = plan.agency_id
  `
}

/**
 * Whose people look: the audited agency's where one of its internal audit may, else those of the nearest agency above
 * it where somebody may; where there is nobody at all, the agency's, so that it shows.
 */
export function checkingAgency(input: ItemPlace): Expression {
  const given = {
    plan_id: sql`${input.plan_id}`,
    stratum: sql`${input.stratum}`,
    place: sql`${input.place}::integer`,
  }
  return sql`coalesce(
    (
      with
        drawn as (${drawnOrder(given)}),
        acted as (select staff.staff_id from drawn cross join lateral (${actedOn(sql`drawn.order_id`)}) as staff),
        month as (select drawn.month from drawn),
        unfit as (
          select acted.staff_id from acted
          union
          ${sharing(sql`(select month.month from month)`)}
        )
      select above.agency_id
      from app.record as plan
      inner join app.agency as audited on audited.agency_id = plan.agency_id
      cross join unnest(audited.path) with ordinality as above (agency_id, depth)
      where
        plan.record_id = ${input.plan_id}
        and exists (
          select
          from app.staff_member
          inner join app.role_grant on role_grant.staff_id = staff_member.staff_id
          where
            staff_member.agency_id = above.agency_id
            and staff_member.status = 'ON_POST'
            and (
              role_grant.role = 'INTERNAL_AUDIT'
              or (above.agency_id <> audited.agency_id and role_grant.role in ('REVIEW', 'BENEFIT_REVIEW'))
            )
            and staff_member.staff_id not in (select unfit.staff_id from unfit)
        )
      order by above.depth desc
      limit 1
    ),
    (select plan.agency_id from app.record as plan where plan.record_id = ${input.plan_id})
  )`
}

/** For opening: the item's frame, nothing of its order. */
export function openFacts(input: ItemPlace): Expression {
  return sql`
    select jsonb_build_object(
      'audited_agency_id', plan.agency_id,
      'checking_agency_id', ${checkingAgency(input)},
      'month', plan.data ->> 'month',
      'due_on', plan.data ->> 'due_on',
      'function', plan_stratum ->> 'function',
      'status', plan.status
    )
    from app.record as plan, jsonb_array_elements(plan.data -> 'strata') as plan_stratum
    where plan.record_id = ${input.plan_id} and plan_stratum ->> 'code' = ${input.stratum}
  `
}

/** Whether the actor has opened the order, which says what came of it: then the check would not be blind. */
const hasSeen = (actorId: string): Expression => sql`exists (
  select
  from app.record_view
  where record_view.record_id = drawn.order_id and record_view.actor_id = ${actorId}
)`

const agencyOf = (actorId: string): Expression => sql`(
  select staff_member.agency_id from app.staff_member where staff_member.staff_id = ${actorId}
)`

/** For whoever takes it: what there was to decide on. */
export function claimFacts(actorId: string): Expression {
  return sql`
    select jsonb_build_object(
      'agency_id', ${agencyOf(actorId)},
      'has_seen', ${hasSeen(actorId)},
      'person_id', ${personOf},
      'applied_on', coalesce(
        (
          select to_char(sampled.entered_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')
          from app.record as sampled
          where sampled.record_id = drawn.order_id
        ),
        (
          select to_char(business_order.applied_at, 'YYYY-MM-DD')
          from register.business_order
          where business_order.order_id = drawn.order_id
        ),
        (
          select to_char(min(operation.recorded_at), 'YYYY-MM-DD')
          from register.operation
          where operation.order_id = drawn.order_id or operation.operation_id = drawn.order_id
        )
      ),
      'channel', (
        select business_order.channel
        from register.business_order
        where business_order.order_id = drawn.order_id
      ),
      'asked', coalesce(
        (select sampled.data -> 'asked' from app.record as sampled where sampled.record_id = drawn.order_id),
        '{}'::jsonb
      ),
      'documents', coalesce(
        (
          select jsonb_agg(
            jsonb_build_object('attachment_id', attached.attachment_id, 'purpose', attached.purpose)
            order by attached.version, attached.attachment_id
          )
          from app.record_attachment as attached
          where attached.record_id = drawn.order_id
        ),
        '[]'::jsonb
      )
    )
    from (${drawnOrder(ofRecord)}) as drawn
  `
}

/** For the act that answers: what came of the order the first time, and who did it. */
export function answerFacts(actorId: string): Expression {
  return sql`
    select jsonb_build_object(
      'has_seen', ${hasSeen(actorId)},
      'order_id', drawn.order_id,
      'order_kind', sampled.kind,
      'status', coalesce(sampled.status, business_order.status, ''),
      'amount_fen', coalesce(sampled.amount_fen, business_order.amount_fen)::text,
      'people', coalesce(
        (
          select jsonb_agg(
            jsonb_build_object(
              'step', record_action.action,
              'staff_id', record_action.actor_id,
              'at', to_char(record_action.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
            )
            order by record_action.version
          )
          from app.record_action
          where record_action.record_id = drawn.order_id and record_action.actor_id not like 'system:%'
        ),
        (
          select jsonb_agg(
            jsonb_build_object(
              'step', business_step.step,
              'staff_id', business_step.staff_id,
              'at', to_char(business_step.decided_at, 'YYYY-MM-DD HH24:MI')
            )
            order by business_step.step_number
          )
          from register.business_step
          where business_step.order_id = drawn.order_id
        ),
        (
          select jsonb_agg(
            jsonb_build_object(
              'step', operation.action,
              'staff_id', operation.staff_id,
              'at', to_char(operation.recorded_at, 'YYYY-MM-DD HH24:MI')
            )
            order by operation.recorded_at, operation.operation_id
          )
          from register.operation
          where
            (operation.order_id = drawn.order_id or operation.operation_id = drawn.order_id)
            and operation.staff_id is not null
        ),
        '[]'::jsonb
      )
    )
    from (${drawnOrder(ofRecord)}) as drawn
    left join app.record as sampled on sampled.record_id = drawn.order_id
    left join register.business_order on business_order.order_id = drawn.order_id
  `
}
