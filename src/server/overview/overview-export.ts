import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Refusal } from '#base/refusal.ts'
import { ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { overviewColumns, overviewLines, type ShownTotals } from './overview-lines.ts'
import { caseTotals, FindingQuery, findingTotals, inSnapshot, recoveryTotals } from './overview-reading.ts'

const exportRoute = createRoute({
  method: 'get',
  path: '/overview/export',
  summary: '导出风险总览（留痕）/ export what the overview shows; it is in the trail',
  tags: ['风险总览 Overview'],
  request: { query: FindingQuery.extend({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

/** Whoever reads findings and no cases takes away what he sees. */
async function workOf(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  region: string | undefined,
): Promise<ShownTotals['work']> {
  try {
    const cases = await caseTotals(context, tx, c, { region })
    return { cases, recovery: await recoveryTotals(context, tx, c, { region }) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_permitted') return null
    throw error
  }
}

export function addOverviewExport(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const shown = await inSnapshot(context, async (tx) => {
      const { actor } = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: 'EXPORT', regions: [actor.agencyRegion] })
      const findings = await findingTotals(context, tx, c, asked)
      return { findings, work: await workOf(context, tx, c, asked.region) }
    })
    const rows = overviewLines(shown)
    await recordExport(context, c, { list: 'overview', query: asked, rows: rows.length })
    const title = { zh: '风险总览', en: 'risk overview' }
    return exportList(format, { title, columns: overviewColumns, rows }, c.var.language)
  })
}
