import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

const count = z.int()
export const CampaignItem = z
  .object({
    campaign_id: z.string(),
    name: z.string(),
    kind: z.string(),
    status: z.string(),
    agency_id: z.string().nullable(),
    period_from: z.string(),
    period_to: z.string(),
    started_on: z.string().nullable(),
    phases: z.array(z.object({ code: z.string(), starts_on: z.string(), due_on: z.string() })),
    categories: z.array(count),
    ...{ units: count, submitted: count, accepted: count, contradictions: count },
    ...{ problems: count, rectified: count },
    /** The record itself may be opened. */
    is_own_plan: z.boolean(),
    /** The only unit of it in one's scope, for a link to its self-check. */
    task_id: z.string().nullable(),
  })
  .meta({ id: 'CampaignItem' })
export type CampaignItem = z.infer<typeof CampaignItem>

interface CampaignRow {
  readonly record_id: string
  readonly status: string
  readonly agency_id: string | null
  readonly plan: unknown
  readonly started_on: string | null
  readonly units: number
  readonly submitted: number
  readonly accepted: number
  readonly contradictions: number
  readonly problems: number
  readonly rectified: number
  readonly is_own_plan: boolean
  readonly task_id: string | null
  readonly cursor_value: string
  readonly cursor_id: string
}

const PlanPart = CampaignItem.pick({
  name: true,
  kind: true,
  period_from: true,
  period_to: true,
  phases: true,
  categories: true,
})

export function campaignItem(row: CampaignRow): CampaignItem {
  const { record_id, plan, cursor_value: _value, cursor_id: _id, ...rest } = row
  return { campaign_id: record_id, ...PlanPart.parse(plan), ...rest }
}

export interface CampaignFilter {
  readonly statuses: readonly string[] | null
  /** On `record`: it is seen at all, and its plan may be opened; on `unit`: it lies in the scope. */
  readonly seen: RawBuilder<SqlBool>
  readonly ownPlan: RawBuilder<SqlBool>
  readonly inScope: RawBuilder<SqlBool>
}

const startedOn = sql`coalesce(record.data ->> 'started_on', 'infinity')::date`

export async function listCampaigns(
  tx: Tx,
  request: ListRequest<'started_on'>,
  { statuses, seen, ownPlan, inScope }: CampaignFilter,
): Promise<CampaignRow[]> {
  const columns = { started_on: { expression: startedOn, type: 'date' } } as const
  const page = keyset(request, columns, sql<string>`record.record_id`)
  const isAsked =
    statuses === null ? sql<SqlBool>`true` : sql<SqlBool>`record.status = any(${[...statuses]}::text[])`
  const { rows } = await sql<CampaignRow>`
    select
      record.record_id,
      record.status,
      record.agency_id,
      record.data -> 'plan' as plan,
      record.data ->> 'started_on' as started_on,
      counted.units,
      counted.submitted,
      counted.accepted,
      counted.contradictions,
      found.problems,
      found.rectified,
      ${ownPlan} as is_own_plan,
      case when counted.units = 1 then counted.task_id end as task_id,
      ${page.position}
    from app.record
    cross join lateral (
      select
        count(*)::integer as units,
        (count(*) filter (where unit.submitted_on is not null))::integer as submitted,
        (count(*) filter (where unit.accepted_on is not null))::integer as accepted,
        coalesce(sum(unit.contradictions), 0)::integer as contradictions,
        min(unit.task_id) as task_id
      from app.campaign_unit as unit
      where unit.campaign_id = record.record_id and ${inScope}
    ) as counted
    cross join lateral (
      select
        count(*)::integer as problems,
        (count(*) filter (where unit.rectified_on is not null))::integer as rectified
      from app.campaign_problem as unit
      where unit.campaign_id = record.record_id and ${inScope}
    ) as found
    where record.kind = 'CAMPAIGN'
      and ${seen}
      and ${isAsked}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
