import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { packageRoot } from '#platform/config.ts'
import { fillTemplate } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { downloadHeaders, exportSheets } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, problemResponse } from '#platform/http/route.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { LedgerFilingData } from '#risk-ledger/filing/filing-data.ts'
import { CopyFacts, copyFacts } from '#risk-ledger/filing/filing-facts.ts'
import {
  type LedgerForm,
  ledgerFormTags,
  ledgerFormTitle,
  ledgerFormValues,
  ledgerSheet,
} from '#risk-ledger/filing/ledger-form.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { exportRate } from '../acting/record-routes.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { visibleUnits } from './ledger-scope.ts'

/**
 * 《社会保险基金风险防控台账》 in its seven columns, to be printed and sealed: the ledger as it stands, or the copy that
 * was filed. It names responsible people as the form wants them and nobody else, so whoever may read the ledger may
 * take it; that is on record.
 */

const tags = ['风险台账 Risk ledger']
const Format = z.strictObject({ format: z.enum(['xlsx', 'docx']) })
const file = { 200: { description: 'XLSX, DOCX' }, ...problemResponse }

const presentRoute = createRoute({
  method: 'get',
  path: '/risk-points/form',
  summary: '一个单位现行台账的七栏表（留痕）/ the seven-column form of a unit’s ledger; it is in the trail',
  tags,
  request: { query: Format.extend({ agency_id: IdParam }) },
  responses: file,
})
const filedRoute = createRoute({
  method: 'get',
  path: '/ledger-filings/{record_id}/form',
  summary: '报送稿的七栏表（留痕）/ the seven-column form of a filed copy; it is in the trail',
  tags,
  request: { params: z.object({ record_id: IdParam }), query: Format },
  responses: file,
})

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const templates = path.join(packageRoot, 'templates', 'risk-ledger')
const templateFile = 'ledger-form.docx'

async function download(format: 'xlsx' | 'docx', form: LedgerForm): Promise<Response> {
  const title = `${ledgerFormTitle} ${form.unit}`
  if (format === 'xlsx') return exportSheets(title, [ledgerSheet(form)])
  const template = await readTemplateFile(templates, templateFile)
  const given = { name: templateFile, values: ledgerFormValues(form), tags: ledgerFormTags }
  const content = fillTemplate(template, given)
  return new Response(new Uint8Array(content), { headers: downloadHeaders(`${title}.docx`, docxType) })
}

async function presentLedger(
  context: ServerContext,
  c: Context<ServerEnv>,
  agencyId: string,
): Promise<LedgerForm> {
  return context.db.transaction().execute(async (tx) => {
    const visible = visibleUnits(context, await getReader(context, tx, c))
    const { rows } = await sql<{ name: string; copied: unknown }>`
      select agency.name, (${copyFacts()}) as copied
      from app.agency
      -- As a filing of this unit would copy it.
      cross join lateral (select agency.agency_id) as record (agency_id)
      where agency.agency_id = ${agencyId} and ${visible}
    `.execute(tx)
    if (rows[0] === undefined) throw notFound
    return { unit: rows[0].name, rows: CopyFacts.parse(rows[0].copied).rows }
  })
}

export function ledgerFormRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(presentRoute, async (c) => {
    const { format, agency_id: agencyId } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const form = await presentLedger(context, c, agencyId)
    const query = { agency_id: agencyId, format }
    await recordExport(context, c, { list: 'RISK_POINT', query, rows: form.rows.length })
    return download(format, form)
  })
  app.openapi(filedRoute, async (c) => {
    const { format } = c.req.valid('query')
    const { record_id: recordId } = c.req.valid('param')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const asked = { kind: 'LEDGER_FILING', recordId }
    const { record } = await findVisible(actContextOf(context, c), asked, 'form')
    const { unit, rows } = record.data as LedgerFilingData
    const query = { record_id: recordId, format }
    await recordExport(context, c, { list: 'LEDGER_FILING', query, rows: rows.length })
    return download(format, { unit, rows })
  })
  return app
}
