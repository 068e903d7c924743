import { type RawBuilder, sql } from 'kysely'
import type { Kernel } from '#records/act-context.ts'
import type { ServerStep } from '../server-step.ts'

/**
 * What the server has to do for campaigns, read from what is there and not remembered: after a crash the next minute
 * goes on where the last one stopped. A refusal is kept with its key, so the hour in it lets it be tried again.
 */

interface WaitingRow {
  readonly kind: string
  readonly record_id: string | null
  readonly action: string
  readonly input: unknown
  readonly key: string
}

/** One unit after another of each campaign that is being passed down. */
const toIssue = sql`
  select
    1 as place, 'CAMPAIGN_TASK' as kind, null as record_id, 'pass' as action,
    jsonb_build_object('campaign_id', campaign.record_id, 'agency_id', unit.agency_id) as input,
    'pass:' || campaign.record_id || ':' || unit.agency_id as key
  from app.record as campaign
  cross join lateral jsonb_array_elements_text(campaign.data -> 'units') as unit (agency_id)
  where campaign.kind = 'CAMPAIGN'
    and campaign.status = 'STARTING'
    and not exists (
      select
      from app.campaign_unit as present
      where present.campaign_id = campaign.record_id and present.agency_id = unit.agency_id
    )
`

const toRun = sql`
  select 2, 'CAMPAIGN', campaign.record_id, 'pass', '{}'::jsonb, 'run:' || campaign.record_id
  from app.record as campaign
  where campaign.kind = 'CAMPAIGN'
    and campaign.status = 'STARTING'
    and jsonb_array_length(campaign.data -> 'units') = (
      select count(*)
      from app.campaign_unit as present
      where present.campaign_id = campaign.record_id
    )
`

/** Frozen, and a checkpoint was signed since (platform.md 20). */
const toDraw = sql`
  select 3, 'CAMPAIGN', campaign.record_id, 'draw', '{}'::jsonb, 'draw:' || (campaign.data -> 'spot' ->> 'draw_id')
  from app.record as campaign
  where campaign.kind = 'CAMPAIGN'
    and campaign.status = 'RUNNING'
    and campaign.data -> 'spot' ->> 'draw_id' is not null
    and campaign.data -> 'spot' -> 'drawn' = 'null'::jsonb
    and exists (
      select
      from app.record_action as frozen
      inner join app.trail_leaf on trail_leaf.entry_id = frozen.entry_id
      inner join app.trail_checkpoint as checkpoint on checkpoint.tree_size > trail_leaf.leaf_index
      where frozen.record_id = campaign.record_id and frozen.action = 'prepare_spot'
    )
`

const isRunning = sql`
  exists (
    select
    from app.record as campaign
    where campaign.record_id = unit.campaign_id and campaign.status = 'RUNNING'
  )
`

const noCheckOf = (level: string): RawBuilder<unknown> => sql`
  not exists (
    select
    from app.campaign_check as present
    where present.campaign_id = unit.campaign_id and present.agency_id = unit.agency_id and present.level = ${level}
  )
`

/** 复查面达到100%: of every self-check that a city's unit has submitted. */
const toCheckByCity = sql`
  select
    4, 'CAMPAIGN_CHECK', null, 'open', jsonb_build_object('task_id', unit.task_id, 'level', 'CITY'),
    'city:' || unit.task_id
  from app.campaign_unit as unit
  inner join app.region as place on place.region = unit.region
  where unit.status in ('SUBMITTED', 'ACCEPTED')
    and place.level <> 'PROVINCE'
    -- Whose campaign it is, is looked at by whoever is above, not by itself.
    and unit.agency_id is distinct from (
      select campaign.agency_id from app.record as campaign where campaign.record_id = unit.campaign_id
    )
    and ${isRunning}
    and ${noCheckOf('CITY')}
`

const toCheckByProvince = sql`
  select
    5, 'CAMPAIGN_CHECK', null, 'open', jsonb_build_object('task_id', unit.task_id, 'level', 'PROVINCE'),
    'spot:' || unit.task_id
  from app.record as campaign
  cross join lateral jsonb_array_elements_text(campaign.data -> 'spot' -> 'drawn' -> 'regions') as drawn (region)
  inner join app.campaign_unit as unit
    on unit.campaign_id = campaign.record_id
    and unit.region = drawn.region
  where campaign.kind = 'CAMPAIGN'
    and campaign.status = 'RUNNING'
    and campaign.data -> 'spot' ->> 'draw_id' is not null
    and campaign.data -> 'spot' -> 'drawn' <> 'null'::jsonb
    and unit.status in ('SUBMITTED', 'ACCEPTED')
    and unit.agency_id <> campaign.agency_id
    and ${noCheckOf('PROVINCE')}
`

/** Found careless: the unit does it again, once for each such result. */
const toRedo = sql`
  select
    6, 'CAMPAIGN_TASK', unit.task_id, 'redo',
    jsonb_build_object('reason', left(checked.data -> 'concluded' ->> 'opinion', 500)),
    'redo:' || checked.record_id || ':' || checked.version
  from app.campaign_check as line
  inner join app.record as checked on checked.record_id = line.check_id
  inner join app.campaign_unit as unit on unit.task_id = line.task_id
  inner join app.record as task on task.record_id = unit.task_id
  where line.outcome = 'REDO'
    and unit.status in ('SUBMITTED', 'ACCEPTED')
    and (task.data -> 'submitted' ->> 'at')::timestamptz < (checked.data -> 'done' ->> 'at')::timestamptz
`

/** Done again and submitted: checked again. */
const toReopen = sql`
  select 7, 'CAMPAIGN_CHECK', line.check_id, 'reopen', '{}'::jsonb, 'reopen:' || line.check_id || ':' || checked.version
  from app.campaign_check as line
  inner join app.record as checked on checked.record_id = line.check_id
  inner join app.record as task on task.record_id = line.task_id
  where line.outcome = 'REDO'
    and task.status in ('SUBMITTED', 'ACCEPTED')
    and (task.data -> 'submitted' ->> 'at')::timestamptz > (checked.data -> 'done' ->> 'at')::timestamptz
`

/** Of each city's and county's unit, every month while the campaign runs. */
const toReport = sql`
  select
    8, 'MONTHLY_REPORT', null, 'open',
    jsonb_build_object('campaign_id', unit.campaign_id, 'agency_id', unit.agency_id, 'month', today.month),
    'month:' || unit.task_id || ':' || today.month
  from app.campaign_unit as unit
  inner join app.region as place on place.region = unit.region and place.level in ('CITY', 'COUNTY')
  cross join (select to_char(clock_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM') as month) as today
  where ${isRunning}
    and not exists (
      select
      from app.record as present
      where present.kind = 'MONTHLY_REPORT'
        and present.data ->> 'campaign_id' = unit.campaign_id
        and present.data ->> 'month' = today.month
        and present.agency_id = unit.agency_id
    )
`

const toClose = sql`
  select 9, 'CAMPAIGN_TASK', unit.task_id, 'close', '{}'::jsonb, 'close:' || unit.task_id
  from app.campaign_unit as unit
  inner join app.record as campaign on campaign.record_id = unit.campaign_id and campaign.status = 'FINISHED'
  where unit.status <> 'CLOSED'
`

const parts = [
  toIssue,
  toRun,
  toDraw,
  toCheckByCity,
  toCheckByProvince,
  toRedo,
  toReopen,
  toReport,
  toClose,
] as const

export async function waitingSteps(
  { db }: Pick<Kernel, 'db'>,
  limit: number,
): Promise<readonly ServerStep[]> {
  const { rows } = await sql<WaitingRow & { readonly hour: string }>`
    select
      waiting.kind, waiting.record_id, waiting.action, waiting.input, waiting.key,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDDHH24') as hour
    from (${sql.join(parts, sql` union all `)}) as waiting
    order by waiting.place, waiting.key
    limit ${limit}
  `.execute(db)
  return rows.map(({ kind, record_id, action, input, key, hour }) => ({
    ...{ kind, recordId: record_id, action, input },
    key: `${key}:${hour}`,
  }))
}
