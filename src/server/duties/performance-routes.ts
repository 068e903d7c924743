import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { type AssessmentPeriod, assessmentPeriod } from '#duties/assessment/assessment-data.ts'
import { figureText, type KeptFigure, keptFigures, targetText } from '#duties/assessment/kept-figures.ts'
import { performanceFigures } from '#duties/assessment/performance-figures.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import { type ExportColumn, ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { exportableRows, visibleRows } from '../reports/reading.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import {
  countByPerson,
  countPerformance,
  listAssessedPeople,
  listAssessedUnits,
  listPerformanceRows,
} from './performance-store.ts'

const FigureForm = z.object({
  code: z.string(),
  value: z.int().nullable().describe('件数；比率为万分之几；空为无可计算 / a count, or ten-thousandths'),
})
const PerformanceForm = z
  .object({
    agency_id: z.string(),
    period: z.string(),
    from: z.string(),
    until: z.string().describe('期末次日 / the first day after'),
    figures: z.array(FigureForm),
    people: z.array(
      z.object({
        staff_id: z.string(),
        name: z.string(),
        record_id: z.string().nullable().describe('本期考核 / the assessment of the period'),
        status: z.string().nullable(),
        figures: z.array(FigureForm),
      }),
    ),
  })
  .meta({ id: 'Performance' })
const RowForm = z
  .object({
    record_kind: z.string().nullable(),
    record_id: z.string().nullable(),
    staff_ids: z.array(z.string()),
    about: z.string().nullable(),
    day: z.string().nullable(),
  })
  .meta({ id: 'PerformanceRow' })
const UnitsForm = z.object({ items: z.array(z.object({ agency_id: z.string(), name: z.string() })) })

const period = {
  year: z.coerce.number().int().min(2018).max(2100),
  half: z.enum(['H1', 'H2']).optional(),
}
const Query = z.strictObject({ agency_id: IdParam, ...period })
const ExportQuery = Query.extend({ format: ExportFormat })
const counts = [...performanceFigures].filter(([, { unit }]) => unit === 'count').map(([code]) => code)
const RowsQuery = Query.extend({
  figure: z.enum(counts as [string, ...string[]]),
  staff_id: IdParam.optional(),
})

const tags = ['考核 Performance']
const unitsRoute = createRoute({
  method: 'get',
  path: '/performance/units',
  summary: '可查看考核的单位 / units whose performance one may read',
  tags,
  responses: { 200: jsonResponse(UnitsForm), ...problemResponse },
})
const performanceRoute = createRoute({
  method: 'get',
  path: '/performance',
  summary: '单位及其人员一个考核期的指标 / figures of a unit and its people for a period',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(PerformanceForm), ...problemResponse },
})
const rowsRoute = createRoute({
  method: 'get',
  path: '/performance/rows',
  summary: '一项指标计入的明细，最多500行 / the rows that a figure counts, at most 500',
  tags,
  request: { query: RowsQuery },
  responses: { 200: jsonResponse(z.object({ items: z.array(RowForm) })), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/performance/export',
  summary: '导出单位指标（留痕）/ export the unit’s figures; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

const rowsMax = 500

/** The unit, if the reader's scope has it. */
async function checkUnit(tx: Tx, agencyId: string, visible: Parameters<typeof listAssessedUnits>[1]) {
  const units = await listAssessedUnits(tx, visible)
  if (!units.some((each) => each.agency_id === agencyId)) throw notFound
}

async function readPerformance(
  tx: Tx,
  { agency_id, year, half }: z.infer<typeof Query>,
): Promise<z.infer<typeof PerformanceForm>> {
  const asked: AssessmentPeriod = assessmentPeriod(year, half)
  const unit = { agencyId: agency_id, from: asked.from, until: asked.until }
  const found = await listAssessedPeople(tx, { agencyId: agency_id, period: asked.period })
  const counts = await countByPerson(tx, unit)
  const people = found.map((person) => ({
    ...person,
    figures: keptFigures(counts.get(person.staff_id) ?? {}, 'PERSON'),
  }))
  const figures = keptFigures(await countPerformance(tx, unit), 'UNIT')
  return { agency_id, ...asked, figures, people }
}

const figureOf = ({ code }: KeptFigure) => performanceFigures.get(code)!
const columns: readonly ExportColumn<KeptFigure>[] = [
  textColumn('指标', 'figure', { width: 30, of: (row) => figureOf(row).title.zh }),
  textColumn('数值', 'value', { width: 12, of: (row) => figureText(row) }),
  textColumn('目标', 'target', { width: 10, of: (row) => targetText(row.code) }),
  textColumn('口径', 'definition', { width: 60, of: (row) => figureOf(row).definition.zh }),
]

/** For the type of the API. */
export const performanceApi = [unitsRoute, performanceRoute, rowsRoute] as const

/** 考核: figures of a unit with the rows behind each. */
export function performanceRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db } = context
  const app = createRoutes<ServerEnv>()
  const visible = (tx: Tx, c: Context<ServerEnv>) => visibleRows(context, tx, c, 'READ_ASSESSMENT')
  app.openapi(unitsRoute, async (c) => {
    const items = await db.transaction().execute(async (tx) => listAssessedUnits(tx, await visible(tx, c)))
    return c.json({ items }, 200)
  })
  app.openapi(performanceRoute, async (c) => {
    const asked = c.req.valid('query')
    const form = await db.transaction().execute(async (tx) => {
      await checkUnit(tx, asked.agency_id, await visible(tx, c))
      return readPerformance(tx, asked)
    })
    return c.json(form, 200)
  })
  app.openapi(rowsRoute, async (c) => {
    const { agency_id: agencyId, year, half, figure, staff_id: staffId = null } = c.req.valid('query')
    const { from, until } = assessmentPeriod(year, half)
    const items = await db.transaction().execute(async (tx) => {
      await checkUnit(tx, agencyId, await visible(tx, c))
      return listPerformanceRows(tx, { agencyId, from, until, staffId, figure, limit: rowsMax })
    })
    return c.json({ items: items.map((row) => ({ ...row, staff_ids: [...row.staff_ids] })) }, 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const { from, until } = assessmentPeriod(asked.year, asked.half)
    const rows = await db.transaction().execute(async (tx) => {
      await checkUnit(tx, asked.agency_id, await exportableRows(context, tx, c, 'READ_ASSESSMENT'))
      const unit = { agencyId: asked.agency_id, from, until }
      return keptFigures(await countPerformance(tx, unit), 'UNIT')
    })
    await recordExport(context, c, { list: 'PERFORMANCE', query: asked, rows: rows.length })
    const title = { zh: '考核指标', en: 'performance' }
    return exportList(format, { title, columns, rows }, c.var.language)
  })
  return app
}
