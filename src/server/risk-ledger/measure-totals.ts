import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { scopesOf } from '#access/storing/scope-condition.ts'
import { assert } from '#base/refusal.ts'
import { coverageOf } from '#overview/coverage.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { getReader } from '../organisation/reader.ts'
import { inSnapshot } from '../overview/overview-reading.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { visibleUnits } from './ledger-scope.ts'

/** How far the units of a scope are with the 48 measures of a year, by region and by area. */

const count = z.int()
const Answers = z.object({ yes: count, partly: count, no: count, not_applicable: count })
const Units = z.object({
  units: count.describe('应自评单位 / units that have to assess'),
  begun: count,
  submitted: count.describe('已提交、待审定 / awaiting approval'),
  approved: count,
})
const Totals = z
  .object({
    year: count,
    ...Units.shape,
    areas: z.array(z.object({ area_no: count, area: z.string(), ...Answers.shape })),
    regions: z.array(
      z.object({
        region: z.string(),
        name: z.string(),
        is_own: z.boolean().describe('本级，不含下级 / itself, nothing below'),
        ...Units.shape,
        ...Answers.shape,
      }),
    ),
  })
  .meta({ id: 'MeasureTotals' })
type Totals = z.infer<typeof Totals>

const totalsRoute = createRoute({
  method: 'get',
  path: '/measure-assessments/totals',
  summary: '48项措施自评汇总：各地进度、六个方面落实情况 / progress by region, answers by area',
  tags: ['风险台账 Risk ledger'],
  request: {
    query: z.strictObject({
      year: z.coerce.number().int().min(2018).max(2100),
      region: z
        .string()
        .regex(/^\d{6,12}$/)
        .optional(),
    }),
  },
  responses: { 200: jsonResponse(Totals), ...problemResponse },
})

/** For the type of the API. */
export const measureTotalsApi = [totalsRoute] as const

interface Asked {
  readonly year: number
  /** The regions that are looked at, and those that each get a line. */
  readonly members: readonly string[]
  readonly parts: readonly string[]
  readonly visible: RawBuilder<SqlBool>
}

/** Those who file a ledger assess, too; a draft has said nothing yet. */
const assessed = ({ year, members, visible }: Asked) => sql`
  unit as (
    select agency.agency_id, place.region, place.path, assessment.status, assessment.data
    from app.agency
    inner join app.region as place on place.region = agency.region
    left join app.record as assessment
      on assessment.kind = 'MEASURE_ASSESSMENT'
      and assessment.status <> 'WITHDRAWN'
      and assessment.agency_id = agency.agency_id
      and assessment.data ->> 'year' = ${String(year)}
    where ${visible}
      and place.path && ${[...members]}::text[]
      and app.ledger_receiver(agency.agency_id) is not null
      and exists (
        select
        from app.staff_member
        where staff_member.agency_id = agency.agency_id and staff_member.status = 'ON_POST'
      )
  ),
  item as (
    select unit.agency_id, unit.region, unit.path, item.item
    from unit
    cross join lateral jsonb_array_elements(unit.data -> 'items') as item (item)
    where unit.status in ('SUBMITTED', 'APPROVED')
  )
`

const said = (answer: string): RawBuilder<unknown> =>
  sql`(count(*) filter (where item.item ->> 'answer' = ${sql.lit(answer)}))::integer`
const answers = sql`
  ${said('YES')} as yes,
  ${said('PARTLY')} as partly,
  ${said('NO')} as no,
  ${said('NOT_APPLICABLE')} as not_applicable
`
const units = sql`
  count(*)::integer as units,
  count(unit.status)::integer as begun,
  (count(*) filter (where unit.status = 'SUBMITTED'))::integer as submitted,
  (count(*) filter (where unit.status = 'APPROVED'))::integer as approved
`

async function readTotals(tx: Tx, asked: Asked): Promise<Totals> {
  const whole = await sql<z.infer<typeof Units>>`
    with ${assessed(asked)}
    select ${units}
    from unit
  `.execute(tx)
  const areas = await sql<Totals['areas'][number]>`
    with ${assessed(asked)}
    select (item.item ->> 'area_no')::integer as area_no, min(item.item ->> 'area') as area, ${answers}
    from item
    group by 1
    order by 1
  `.execute(tx)
  const regions = await sql<Totals['regions'][number]>`
    with ${assessed(asked)}
    , part as (
      select region, name, false as is_own
      from app.region
      where region = any(${[...asked.parts]}::text[])
      union all
      -- What is broken down has units of its own, too.
      select region, name, true as is_own
      from app.region
      where region = any(${[...asked.members]}::text[]) and not region = any(${[...asked.parts]}::text[])
    )
    select part.region, part.name, part.is_own, counted.*, answered.*
    from part
    cross join lateral (
      select ${units}
      from unit
      where part.region = any(unit.path) and (not part.is_own or unit.region = part.region)
    ) as counted
    cross join lateral (
      select ${answers}
      from item
      where part.region = any(item.path) and (not part.is_own or item.region = part.region)
    ) as answered
    where counted.units > 0
    order by part.is_own desc, part.region
  `.execute(tx)
  return { year: asked.year, ...whole.rows[0]!, areas: areas.rows, regions: regions.rows }
}

export function measureTotalsRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(totalsRoute, async (c) => {
    const { year, region } = c.req.valid('query')
    const totals = await inSnapshot(context, async (tx) => {
      const reader = await getReader(context, tx, c)
      const read = context.kernel.catalogue.get('READ')
      assert(read !== undefined, 'READ is in the catalogue')
      const coverage = await coverageOf(tx, { scopes: scopesOf(reader, read), region: region ?? null })
      if (coverage === null || coverage.members.length === 0) throw notFound
      return readTotals(tx, {
        year,
        members: coverage.members.map((each) => each.region),
        parts: coverage.parts.map((each) => each.region),
        visible: visibleUnits(context, reader),
      })
    })
    return c.json(totals, 200)
  })
}
