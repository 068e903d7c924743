import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { scopesOf } from '#access/storing/scope-condition.ts'
import { findingSourceCodes } from '#findings/finding-words.ts'
import { type FindingFilter, findingSorts, listFindings } from '#findings/reading/list-findings.ts'
import { findFinding, listEvidence, type OpenedFinding } from '#findings/reading/open-finding.ts'
import { isRegionCovered } from '#overview/coverage.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { ExportFormat, exportList, exportRowsMax } from '#platform/http/list/list-export.ts'
import {
  listQuery,
  pageOf,
  pageSchema,
  pageSizeMax,
  positionOf,
  type SortType,
  sortingOf,
} from '#platform/http/list/list-query.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport, recordSeen } from '../trail/record-export.ts'
import { askFunction } from './ask-function.ts'
import { asFlag, countedFilterOf, countedFilters, flag } from './counted-filters.ts'
import { exportColumns } from './finding-export.ts'
import {
  EvidenceForm,
  evidenceForm,
  FindingForm,
  findingForm,
  OpenedFindingForm,
  openedFindingForm,
} from './finding-forms.ts'
import { sealDone } from './seal-act.ts'

const tags = ['疑点 Findings']
const unmaskRate: Rate = { name: 'unmask', limit: 60, windowSeconds: 3_600 }

const filters = {
  ...countedFilters,
  subject_kind: z
    .string()
    .regex(/^[a-z_]{1,30}$/)
    .optional(),
  subject_id: z.string().min(1).max(100).optional(),
  subject_of: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .describe('与该疑点同一对象 / of the same subject as that finding'),
  source: z.enum(findingSourceCodes).optional(),
  amount_fen_min: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  amount_fen_max: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  first_found_from: z.iso.datetime({ offset: true }).optional().describe('首次发现 / first found'),
  first_found_to: z.iso.datetime({ offset: true }).optional(),
  found_from: z.iso.datetime({ offset: true }).optional().describe('最近发现 / last found'),
  found_to: z.iso.datetime({ offset: true }).optional(),
  first_run_id: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .optional(),
}
const Query = listQuery(findingSorts, filters)
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>

const FindingParam = z.object({ finding_id: z.string().regex(/^[0-9a-f]{16}$/) })
const EvidenceQuery = listQuery(['amount_fen'], {
  episode: z.coerce.number().int().min(1).max(1_000_000).optional(),
  current: flag.default('true').describe('当前仍存在的证据行 / rows that the latest run still has'),
})

const listRoute = createRoute({
  method: 'get',
  path: '/findings',
  summary: '疑点列表（脱敏）/ findings, masked',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(FindingForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/findings/export',
  summary: '导出疑点列表（脱敏，留痕）/ export the list, masked; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const openRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}',
  summary: '打开疑点（脱敏，留痕）/ open a finding, masked; it is in the trail',
  tags,
  request: { params: FindingParam },
  responses: { 200: jsonResponse(OpenedFindingForm), ...problemResponse },
})
const evidenceRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/evidence',
  summary: '疑点的证据行（本人权限范围内，脱敏）/ rows of evidence within the scope, masked',
  tags,
  request: { params: FindingParam, query: EvidenceQuery },
  responses: { 200: jsonResponse(pageSchema(EvidenceForm)), ...problemResponse },
})
const unmaskRoute = createRoute({
  method: 'post',
  path: '/findings/{finding_id}/unmask',
  summary:
    '查看未脱敏的疑点及证据（须说明理由，留痕）/ a finding and its evidence in full, with a reason, in the trail',
  tags,
  request: {
    params: FindingParam,
    body: jsonBody(
      z.strictObject({
        reason: z.string().trim().min(4).max(500),
        evidence_cursor: z.string().max(600).optional(),
      }),
    ),
  },
  responses: {
    200: jsonResponse(z.object({ finding: OpenedFindingForm, evidence: pageSchema(EvidenceForm) })),
    ...problemResponse,
  },
})

function filterOf(asked: Asked): FindingFilter {
  return {
    ...countedFilterOf(asked),
    subjectKind: asked.subject_kind ?? null,
    subjectId: asked.subject_id ?? null,
    subjectOf: asked.subject_of ?? null,
    source: asked.source ?? null,
    amountFenMin: asked.amount_fen_min === undefined ? null : BigInt(asked.amount_fen_min),
    amountFenMax: asked.amount_fen_max === undefined ? null : BigInt(asked.amount_fen_max),
    firstFoundFrom: asked.first_found_from === undefined ? null : new Date(asked.first_found_from),
    firstFoundTo: asked.first_found_to === undefined ? null : new Date(asked.first_found_to),
    foundFrom: asked.found_from === undefined ? null : new Date(asked.found_from),
    foundTo: asked.found_to === undefined ? null : new Date(asked.found_to),
    firstRunId: asked.first_run_id ?? null,
  }
}

const sortTypes = {
  open_amount_fen: 'bigint',
  amount_fen: 'bigint',
  level: 'integer',
  rule_code: 'text',
  first_found_at: 'timestamptz',
  last_found_at: 'timestamptz',
} as const satisfies Record<(typeof findingSorts)[number], SortType>
const byMoney = { column: 'open_amount_fen', isDescending: true } as const
/** Whoever asks for an amount reads by it; and by the same index the page is found without walking past the rest. */
const byAmount = { column: 'amount_fen', isDescending: true } as const
const orderOf = ({ sort, amount_fen_min: min, amount_fen_max: max }: Asked) =>
  sortingOf(sort, min === undefined && max === undefined ? byMoney : byAmount)

/** One region in the scope is enough to see a finding (platform.md 14). */
export function visibleFindings(context: ServerContext, reader: Reader): RawBuilder<SqlBool> {
  return visibleTo(context, reader, { code: 'READ', columns: { covering: sql`finding.covering` } })
}

/**
 * The same for a list that is asked for one region: where that lies in the scope, so does everything in the list, and
 * PostgreSQL is not made to believe that both conditions together leave less than one.
 */
async function visibleIn(
  context: ServerContext,
  tx: Tx,
  { reader, region }: { readonly reader: Reader; readonly region: string | null },
): Promise<RawBuilder<SqlBool>> {
  const read = context.kernel.catalogue.get('READ')
  if (region === null || read === undefined) return visibleFindings(context, reader)
  const scopes = scopesOf(reader, read).map((scope) => ({ ...scope, schemes: null }))
  const isCovered = await isRegionCovered(tx, region, scopes)
  return isCovered ? sql<SqlBool>`true` : visibleFindings(context, reader)
}

/** Of its rows only those in the scope; a row that says nothing of its place is the owner's. */
export function visibleEvidence(context: ServerContext, reader: Reader): RawBuilder<SqlBool> {
  const columns = { region: sql`coalesce(finding_evidence.region, finding.owner_region)` }
  return visibleTo(context, reader, { code: 'READ', columns })
}

export async function getFinding(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  findingId: string,
): Promise<{ readonly finding: OpenedFinding; readonly reader: Reader }> {
  const reader = await getReader(context, tx, c)
  const finding = await findFinding(tx, { findingId, visible: visibleFindings(context, reader) })
  if (finding === null) throw notFound
  return { finding, reader }
}

function addListRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = orderOf(asked)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const filter = filterOf(asked)
      return listFindings(tx, request, {
        filter,
        visible: await visibleIn(context, tx, { reader, region: filter.region }),
      })
    })
    return c.json(
      pageOf(rows, request, (row) => findingForm(row, { isMasked: true })),
      200,
    )
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const sorting = orderOf(asked)
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: 'EXPORT', regions: [reader.actor.agencyRegion] })
      const columns = { covering: sql`finding.covering` }
      const visible = visibleTo(context, reader, { code: 'EXPORT', columns })
      const request = { sorting, limit: exportRowsMax, after: null }
      return listFindings(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'finding', query: asked, rows: rows.length })
    const title = { zh: '疑点', en: 'findings' }
    const shown = rows.map((row) => findingForm(row, { isMasked: true }))
    return exportList(format, { title, columns: exportColumns, rows: shown }, c.var.language)
  })
}

function addReadingRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(openRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const { finding } = await context.db.transaction().execute((tx) => getFinding(context, tx, c, findingId))
    await recordSeen(context, c, {
      function: 'READ',
      list: 'finding',
      recordId: findingId,
      outcome: 'VIEWED',
      payload: {},
    })
    return c.json(openedFindingForm(finding, { isMasked: true }), 200)
  })
  app.openapi(evidenceRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const { limit, cursor, sort, episode = null, current } = c.req.valid('query')
    const sorting = sortingOf(sort, byAmount)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'bigint') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const { reader } = await getFinding(context, tx, c, findingId)
      const visible = visibleEvidence(context, reader)
      return listEvidence(tx, request, { findingId, episode, isCurrent: asFlag(current), visible })
    })
    return c.json(
      pageOf(rows, request, (row) => evidenceForm(row, { isMasked: true })),
      200,
    )
  })
  app.openapi(unmaskRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const { reason, evidence_cursor: cursor } = c.req.valid('json')
    await takeFromRate(context.db, unmaskRate, c.var.session.staffId)
    const request = {
      sorting: byAmount,
      limit: pageSizeMax,
      after: positionOf(cursor, byAmount, 'bigint'),
    }
    const { finding, rows } = await context.db.transaction().execute(async (tx) => {
      const { finding: found, reader } = await getFinding(context, tx, c, findingId)
      await askFunction(context, tx, c, { function: 'UNMASK', regions: found.regions })
      const visible = visibleEvidence(context, reader)
      const evidence = await listEvidence(tx, request, { findingId, episode: null, isCurrent: null, visible })
      const payload = { reason, rows: Math.min(evidence.length, pageSizeMax) }
      await sealDone(context, tx, c, {
        function: 'UNMASK',
        recordKind: 'finding',
        recordId: findingId,
        payload,
      })
      return { finding: found, rows: evidence }
    })
    const evidence = pageOf(rows, request, (row) => evidenceForm(row, { isMasked: false }))
    return c.json({ finding: openedFindingForm(finding, { isMasked: false }), evidence }, 200)
  })
}

/** For the type of the API. */
export const findingApi = [listRoute, openRoute, evidenceRoute, unmaskRoute] as const

/** Findings within the person's scope: list, export, one with its evidence; in full as an act of its own. */
export function findingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addListRoutes(app, context)
  addReadingRoutes(app, context)
  return app
}
