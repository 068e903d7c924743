import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { agenciesBelow } from '#inspections/planning/agencies-below.ts'
import { coverageOf } from '#inspections/planning/coverage.ts'
import { PlanItem } from '#inspections/planning/plan-data.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { PlaceForm } from './inspection-forms.ts'

const Quarter = z.object({ quarter: z.int(), wanted: z.int(), done: z.int() })
const PlanForm = z
  .object({
    supervisor: PlaceForm,
    is_own: z.boolean(),
    /** Null: no plan of that year yet. */
    record_id: z.string().nullable(),
    status: z.string().nullable(),
    items: z.array(PlanItem),
    coverage: z.object({
      population: z.int(),
      required: z.int(),
      done: z.int(),
      missing: z.int(),
      under_way: z.int(),
      is_behind: z.boolean(),
      quarters: z.array(Quarter),
    }),
    /** Every agency below, with what was planned for it and what was done. */
    agencies: z.array(
      PlaceForm.extend({
        planned_quarter: z.int().nullable(),
        is_covered: z.boolean(),
        inspections: z.array(
          z.object({
            record_id: z.string(),
            title: z.string(),
            status: z.string(),
            is_on_site: z.boolean(),
            finished_on: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'InspectionCoverage' })

const coverageRoute = createRoute({
  method: 'get',
  path: '/inspections/plans',
  summary: '年度检查计划与现场检查覆盖面（20%）/ plans of a year, and how far the fifth on site has come',
  tags: ['检查 Inspections'],
  request: { query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }) },
  responses: { 200: jsonResponse(z.object({ items: z.array(PlanForm) })), ...problemResponse },
})

interface Supervisor {
  readonly agency_id: string
  readonly name: string
  readonly region: string
  readonly record_id: string | null
  readonly status: string | null
  readonly items: z.infer<typeof PlanItem>[]
  readonly population: { agency_id: string; title: string; region: string }[]
  readonly inspections: {
    record_id: string
    inspected_id: string
    title: string
    status: string
    is_on_site: boolean
    finished_on: string | null
  }[]
}

/** Supervisors of the scope with a plan of the year, and one's own agency with or without. */
async function readSupervisors(
  tx: Tx,
  asked: { readonly year: number; readonly ownAgencyId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<Supervisor[]> {
  const { rows } = await sql<Supervisor>`
    with plan as (
      select *
      from app.record
      where
        record.kind = 'INSPECTION_PLAN'
        and record.data ->> 'year' = ${String(asked.year)}
        and record.status <> 'WITHDRAWN'
        and ${asked.visible}
    )
    select
      agency.agency_id,
      agency.name,
      agency.region,
      plan.record_id,
      plan.status,
      coalesce(plan.data -> 'items', '[]'::jsonb) as items,
      ${agenciesBelow(sql`agency.agency_id`)} as population,
      (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'record_id', record.record_id,
                'inspected_id', record.data -> 'inspected' ->> 'agency_id',
                'title', record.data ->> 'title',
                'status', record.status,
                'is_on_site', (record.data ->> 'is_on_site')::boolean,
                'finished_on', record.data ->> 'finished_on'
              )
              order by record.entered_at, record.record_id
            ),
            '[]'::jsonb
          )
        from app.record
        where
          record.kind = 'INSPECTION'
          and record.agency_id = agency.agency_id
          and record.data ->> 'year' = ${String(asked.year)}
          and record.status not in ('PREPARED', 'CANCELLED')
          and record.data ->> 'kind' <> 'SELF_CHECK'
      ) as inspections
    from app.agency
    left join plan on plan.agency_id = agency.agency_id
    where plan.record_id is not null or agency.agency_id = ${asked.ownAgencyId}
    order by agency.region, agency.agency_id
  `.execute(tx)
  return rows
}

function planForm(
  { population, inspections, items, agency_id, name, region, record_id, status }: Supervisor,
  asked: { readonly year: number; readonly ownAgencyId: string; readonly today: string },
): z.infer<typeof PlanForm> {
  const onSite = inspections
    .filter(({ is_on_site }) => is_on_site)
    .map(({ inspected_id, finished_on }) => ({ agency_id: inspected_id, finished_on }))
  const { isBehind, underWay, left, ...counts } = coverageOf({
    ...{ year: asked.year, today: asked.today, onSite },
    population: population.map((each) => each.agency_id),
  })
  return {
    supervisor: { agency_id, name, region },
    is_own: agency_id === asked.ownAgencyId,
    ...{ record_id, status, items },
    coverage: { ...counts, quarters: [...counts.quarters], under_way: underWay, is_behind: isBehind },
    agencies: population.map(({ title, ...place }) => ({
      ...place,
      name: title,
      planned_quarter: items.find((each) => each.agency_id === place.agency_id)?.quarter ?? null,
      is_covered: !left.includes(place.agency_id),
      inspections: inspections
        .filter(({ inspected_id }) => inspected_id === place.agency_id)
        .map(({ inspected_id: _inspected, ...rest }) => rest),
    })),
  }
}

/** For the type of the API. */
export const planApi = [coverageRoute] as const

export function planRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(coverageRoute, async (c) => {
    const { year } = c.req.valid('query')
    const { rows, own, today } = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      const reader = await askFunction(context, tx, c, {
        function: 'READ_INSPECTION',
        regions: [actor.agencyRegion],
      })
      const columns = { covering: sql`record.covering` }
      const visible = visibleTo(context, reader, { code: 'READ_INSPECTION', columns })
      const found = await readSupervisors(tx, { year, ownAgencyId: actor.agencyId, visible })
      return { rows: found, own: actor.agencyId, today: formatDay(reader.moment.day) }
    })
    const items = rows
      .filter(({ population, record_id }) => population.length > 0 || record_id !== null)
      .map((row) => planForm(row, { year, ownAgencyId: own, today }))
    return c.json({ items }, 200)
  })
  return app
}
