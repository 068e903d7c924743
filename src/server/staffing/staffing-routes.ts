import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { titleOfDuty } from '#access/duties.ts'
import { type ConflictTerm, recordRelations, separatedPairs } from '#access/duty-conflicts.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import { ExportFormat } from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { maskPersonal } from '#platform/http/list/mask.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { issueCode, kindsWithCode } from '#staffing/accounts/issue-code.ts'
import { listOwnRelatives } from '#staffing/storing/own-relatives.ts'
import {
  type RotationWarning,
  rotationWarnings,
  warningColumns,
} from '#staffing/storing/rotation-warnings.ts'
import { actContextOf } from '../acting/act-context-of.ts'
import { exportRate } from '../acting/record-routes.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportConflicts } from './conflict-export.ts'

const tags = ['机构与权限 Organisation']
const TextForm = z.object({ zh: z.string(), en: z.string() })

/** Codes are handed over one by one. */
const codeRate: Rate = { name: 'enrolment-code', limit: 30, windowSeconds: 3_600 }

const codeRoute = createRoute({
  method: 'post',
  path: '/staffing/{kind}/{record_id}/code',
  summary:
    '为已批准的账号或重置生成一次性登记码，只显示这一次 / the one-time code of a granted account or reset, shown this once',
  tags,
  request: { params: z.object({ kind: z.enum(kindsWithCode), record_id: IdParam }) },
  responses: {
    201: jsonResponse(
      z.object({ staff_id: z.string(), code: z.string(), expires_at: z.iso.datetime() }),
      '已生成 / made',
    ),
    ...problemResponse,
  },
})

const rotationsRoute = createRoute({
  method: 'get',
  path: '/staffing/rotations',
  summary: '轮岗提醒：风险岗位任岗将满或已满三年 / rotation warnings',
  tags,
  request: { query: listQuery(['started_on'], { agency_id: IdParam.optional() }) },
  responses: {
    200: jsonResponse(
      pageSchema(
        z.object({
          staff_id: z.string(),
          name: z.string(),
          agency_id: z.string(),
          post_id: z.string(),
          title: TextForm,
          started_on: z.string(),
          months_max: z.int(),
          state: z.enum(['DUE_SOON', 'OVERDUE']),
        }),
      ),
    ),
    ...problemResponse,
  },
})

const relativesRoute = createRoute({
  method: 'get',
  path: '/staffing/relatives',
  summary: '本人申报的亲属 / the relatives one has declared',
  tags,
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            /** Masked: one knows them. */
            id_number: z.string(),
            name: z.string(),
            relation: z.string(),
            declared_on: z.string(),
            withdrawn_on: z.string().nullable(),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

const conflictsRoute = createRoute({
  method: 'get',
  path: '/staffing/conflicts',
  summary: '不相容岗位职责 / duties that must be apart',
  tags,
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            text: z.string(),
            pairs: z.array(z.object({ a: z.string(), b: z.string(), a_title: TextForm, b_title: TextForm })),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

const conflictsExportRoute = createRoute({
  method: 'get',
  path: '/staffing/conflicts/export',
  summary: '导出不相容岗位矩阵及依据（留痕）/ export the matrix and its clauses; it is in the trail',
  tags,
  request: { query: z.object({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

function titleOf(term: ConflictTerm): { zh: string; en: string } {
  return term === 'AUDITED_WORK' || term === 'REPORTED_UNIT' ? recordRelations[term] : titleOfDuty(term)
}

/** For the type of the API. */
export const staffingApi = [codeRoute, rotationsRoute, relativesRoute, conflictsRoute] as const

/** What the plain act routes do not do: everything else about people is an act on a record of `staffingKinds`. */
export function staffingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>()
    .openapi(codeRoute, async (c) => {
      const { kind, record_id: recordId } = c.req.valid('param')
      await takeFromRate(context.db, codeRate, c.var.session.staffId)
      const issued = await issueCode(actContextOf(context, c), context.signIn, { kind, recordId })
      const { staffId, code, expiresAt } = issued
      c.header('cache-control', 'no-store')
      return c.json({ staff_id: staffId, code, expires_at: expiresAt.toISOString() }, 201)
    })
    .openapi(rotationsRoute, async (c) => {
      const { limit, cursor, sort, agency_id: agencyId = null } = c.req.valid('query')
      const sorting = sortingOf(sort, { column: 'started_on', isDescending: false })
      const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
      const startedOn = { expression: warningColumns.startedOn, type: 'date' as const }
      const page = keyset(request, { started_on: startedOn }, warningColumns.id)
      const rows = await context.db.transaction().execute(async (tx) => {
        const reader = await getReader(context, tx, c)
        const columns = { region: sql`agency.region` }
        const inScope = visibleTo(context, reader, { code: 'READ_AUTHORITY', columns })
        const own = sql<boolean>`staff_member.staff_id = ${reader.actor.staffId}`
        const inAgency = agencyId === null ? sql`true` : sql`post.agency_id = ${agencyId}`
        const visible = sql<boolean>`((${own} or ${inScope}) and ${inAgency})`
        type Row = RotationWarning & { cursor_value: string; cursor_id: string }
        return rotationWarnings<Row>(tx, reader.moment.at, { ...page, visible })
      })
      const answer = pageOf(
        rows,
        request,
        ({ cursor_value, cursor_id, title, title_in_english, ...row }) => ({
          ...row,
          title: { zh: title, en: title_in_english },
        }),
      )
      return c.json(answer, 200)
    })
    .openapi(relativesRoute, async (c) => {
      const { staffId } = c.var.session
      const rows = await context.db.transaction().execute((tx) => listOwnRelatives(tx, staffId))
      const items = rows.map((row) => ({
        ...row,
        id_number: maskPersonal('identity_number', row.id_number),
        name: maskPersonal('name', row.name),
      }))
      return c.json({ items }, 200)
    })
    .openapi(conflictsExportRoute, async (c) => {
      await takeFromRate(context.db, exportRate, c.var.session.staffId)
      const { format } = c.req.valid('query')
      const pairs = separatedPairs.flatMap(({ text, pairs: own }) =>
        own.map(([a, b]) => ({ text, a, b, a_title: titleOf(a), b_title: titleOf(b) })),
      )
      await recordExport(context, c, { list: 'duty_conflicts', query: { format }, rows: pairs.length })
      return exportConflicts(pairs, { format, language: c.var.language })
    })
    .openapi(conflictsRoute, (c) => {
      const items = separatedPairs.map(({ text, pairs }) => ({
        text,
        pairs: pairs.map(([a, b]) => ({ a, b, a_title: titleOf(a), b_title: titleOf(b) })),
      }))
      return c.json({ items }, 200)
    })
}
