import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { listQuery, pageSchema, sortingOf } from '#platform/http/list/list-query.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { RecordKind } from '#records/define-record.ts'
import { addComment } from '#records/reading/add-comment.ts'
import { type ListQuery, listRecords, rowsMax, type SortColumn } from '#records/reading/list-records.ts'
import { findVisible, openRecord, sealReading } from '#records/reading/open-record.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { actContextOf, kernelWritesTrail } from './act-context-of.ts'
import { RecordForm, recordForm, SummaryForm, summaryForm, TextForm } from './record-forms.ts'

const tags = ['业务记录 Records']
export const exportRate: Rate = { name: 'export', limit: 10, windowSeconds: 60 }
const unmaskRate: Rate = { name: 'unmask', limit: 60, windowSeconds: 3_600 }

const KindParam = z.object({ kind: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/) })
const RecordParam = KindParam.extend({ record_id: IdParam })

const sorts = {
  entered_at: 'enteredAt',
  changed_at: 'changedAt',
  due_day: 'dueDay',
  amount_fen: 'amountFen',
} as const
const fen = z.string().regex(/^-?\d{1,18}$/)
const filters = {
  /** Several, separated by commas. */
  status: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}(,[A-Z][A-Z0-9_]{0,39}){0,19}$/)
    .optional(),
  is_open: z.enum(['true', 'false']).optional(),
  agency_id: IdParam.optional(),
  /** With everything below it. */
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  scheme: z.string().max(40).optional(),
  person_id: IdParam.optional(),
  entered_by: IdParam.optional(),
  amount_fen_min: fen.optional(),
  amount_fen_max: fen.optional(),
  due_until: z.iso.date().optional(),
}
const Query = listQuery(['entered_at', 'changed_at', 'due_day', 'amount_fen'], filters)
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })

const kindsRoute = createRoute({
  method: 'get',
  path: '/record-kinds',
  summary:
    '业务类型：状态、流程、动作及其输入 / kinds of records: statuses, workflow, actions and their inputs',
  tags,
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            kind: z.string(),
            title: TextForm,
            is_high_risk: z.boolean(),
            statuses: z.record(z.string(), TextForm),
            workflow: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
            actions: z.record(
              z.string(),
              z.object({
                title: TextForm,
                by: z.enum(['person', 'system']),
                needs_confirmation: z.boolean(),
                needs_detail_opened: z.boolean(),
                /** It can be checked before it is submitted: POST …/rehearsal. */
                can_rehearse: z.boolean(),
                attachments: z.array(z.object({ purpose: z.string(), title: TextForm, count_min: z.int() })),
                input_schema: z.record(z.string(), z.unknown()).describe('JSON Schema'),
              }),
            ),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/records/{kind}',
  summary: '业务记录列表 / records of a kind',
  tags,
  request: { params: KindParam, query: Query },
  responses: { 200: jsonResponse(pageSchema(SummaryForm)), ...problemResponse },
})

const exportRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/export',
  summary: '导出业务记录列表（个人信息脱敏）/ export the list, personal data masked',
  tags,
  request: { params: KindParam, query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

const openRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{record_id}',
  summary: '打开业务记录（脱敏，留痕）/ open a record, masked; it is in the trail',
  tags,
  request: { params: RecordParam },
  responses: { 200: jsonResponse(RecordForm), ...problemResponse },
})

const unmaskRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{record_id}/unmask',
  summary: '查看未脱敏信息（须说明理由，留痕）/ see personal data in full, with a reason, in the trail',
  tags,
  request: {
    params: RecordParam,
    body: jsonBody(z.strictObject({ reason: z.string().trim().min(4).max(500) })),
  },
  responses: { 200: jsonResponse(RecordForm), ...problemResponse },
})

const commentRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{record_id}/comments',
  summary: '备注 / comment',
  tags,
  request: {
    params: RecordParam,
    body: jsonBody(z.strictObject({ comment_id: IdParam, text: z.string().max(4_000) })),
  },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})

function kindForm(kind: RecordKind) {
  const workflow = Object.entries(kind.workflow).map(([status, row]) => {
    const targets = Object.entries(row).map(([action, target]) => [action, [target ?? []].flat()] as const)
    return [status, Object.fromEntries(targets)] as const
  })
  const actions = Object.entries(kind.actions).map(([name, action]) => {
    const attachments = (action.attachments ?? []).map(({ purpose, title, countMin }) => ({
      purpose,
      title,
      count_min: countMin,
    }))
    const input = z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' })
    const form = {
      title: action.title,
      by: action.by,
      needs_confirmation: action.needsConfirmation === true,
      needs_detail_opened: action.needsDetailOpened === true,
      can_rehearse: action.needsCheck === true && action.needsDetailOpened !== true,
      attachments,
      input_schema: JSON.parse(JSON.stringify(input)) as Record<string, never>,
    }
    return [name, form] as const
  })
  return {
    kind: kind.kind,
    title: kind.title,
    is_high_risk: kind.isHighRisk,
    statuses: { ...kind.statuses },
    workflow: Object.fromEntries(workflow),
    actions: Object.fromEntries(actions),
  }
}

type Asked = z.infer<typeof ExportQuery>

function queryOf(kind: string, asked: Omit<Asked, 'format'>): Omit<ListQuery, 'limit' | 'cursor'> {
  const { column, isDescending } = sortingOf(asked.sort, { column: 'changed_at', isDescending: true })
  const sort: SortColumn = sorts[column]
  return {
    kind,
    sort,
    direction: isDescending ? 'desc' : 'asc',
    ...(asked.status === undefined ? {} : { statuses: asked.status.split(',') }),
    ...(asked.is_open === undefined ? {} : { isOpen: asked.is_open === 'true' }),
    ...(asked.agency_id === undefined ? {} : { agencyId: asked.agency_id }),
    ...(asked.region === undefined ? {} : { region: asked.region }),
    ...(asked.scheme === undefined ? {} : { scheme: asked.scheme }),
    ...(asked.person_id === undefined ? {} : { personId: asked.person_id }),
    ...(asked.entered_by === undefined ? {} : { enteredBy: asked.entered_by }),
    ...(asked.amount_fen_min === undefined ? {} : { amountFenMin: BigInt(asked.amount_fen_min) }),
    ...(asked.amount_fen_max === undefined ? {} : { amountFenMax: BigInt(asked.amount_fen_max) }),
    ...(asked.due_until === undefined ? {} : { dueUntil: asked.due_until }),
  }
}

const exportColumns = (kind: RecordKind): readonly ExportColumn<SummaryForm>[] => [
  textColumn('编号', 'record', { width: 38, of: (row) => row.record_id }),
  textColumn('状态', 'status', { width: 14, of: (row) => kind.statuses[row.status]?.zh ?? row.status }),
  textColumn('地区', 'regions', { width: 16, of: (row) => row.regions.join(' ') }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('险种', 'scheme', { width: 12, of: (row) => row.scheme }),
  textColumn('个人编号', 'person', { width: 22, of: (row) => row.person_id }),
  {
    title: { zh: '金额（元）', en: 'amount (yuan)' },
    kind: 'yuan',
    width: 16,
    valueOf: ({ amount_fen }) => (amount_fen === null ? null : BigInt(amount_fen)),
  },
  textColumn('录入人', 'entered by', { width: 14, of: (row) => row.entered_by }),
  textColumn('录入时间', 'entered at', { width: 26, of: (row) => row.entered_at }),
  textColumn('办理人', 'changed by', { width: 14, of: (row) => row.changed_by }),
  textColumn('办理时间', 'changed at', { width: 26, of: (row) => row.changed_at }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_day }),
]

async function exportRecords(context: ServerContext, c: Context<ServerEnv>, kind: RecordKind, asked: Asked) {
  await takeFromRate(context.db, exportRate, c.var.session.staffId)
  const actContext = actContextOf(context, c)
  const query = queryOf(kind.kind, asked)
  const rows: SummaryForm[] = []
  let cursor: string | null = null
  do {
    const page = await listRecords(actContext, {
      ...query,
      limit: rowsMax,
      ...(cursor === null ? {} : { cursor }),
    })
    rows.push(...page.rows.map(summaryForm))
    cursor = page.nextCursor
  } while (cursor !== null && rows.length <= exportRowsMax)
  await recordExport(context, c, { list: kind.kind, query: asked, rows: rows.length })
  return exportList(asked.format, { title: kind.title, columns: exportColumns(kind), rows }, c.var.language)
}

function addListRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(kindsRoute, (c) => c.json({ items: [...context.kernel.kinds.values()].map(kindForm) }, 200))
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const query = queryOf(c.req.valid('param').kind, asked)
    const page = await listRecords(actContextOf(context, c), {
      ...query,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    })
    return c.json({ items: page.rows.map(summaryForm), next_cursor: page.nextCursor }, 200)
  })
  app.openapi(exportRoute, async (c) => {
    const kind = context.kernel.kinds.get(c.req.valid('param').kind)
    if (kind === undefined) throw notFound
    return exportRecords(context, c, kind, c.req.valid('query'))
  })
}

function addReadingRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  const kindOf = (code: string): RecordKind => context.kernel.kinds.get(code)!
  app.openapi(openRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    kernelWritesTrail(c)
    const opened = await openRecord(actContextOf(context, c), { kind, recordId })
    return c.json(recordForm(kindOf(kind), opened, { isMasked: true }), 200)
  })
  app.openapi(unmaskRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    await takeFromRate(context.db, unmaskRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const actContext = actContextOf(context, c)
    const { asking, record } = await findVisible(actContext, { kind, recordId }, 'unmask', 'UNMASK')
    const payload = { reason, version: record.version }
    const sealed = sealReading(actContext, { asking, record, action: 'unmask', payload })
    await context.db.transaction().execute((tx) => appendEntry(tx, sealed))
    const opened = await openRecord(actContext, { kind, recordId })
    return c.json(recordForm(kindOf(kind), opened, { isMasked: false }), 200)
  })
  app.openapi(commentRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    const { comment_id: commentId, text: said } = c.req.valid('json')
    kernelWritesTrail(c)
    await addComment(actContextOf(context, c), { kind, recordId }, { commentId, text: said })
    return c.body(null, 204)
  })
}

/** For the type of the API. */
export const recordApi = [kindsRoute, listRoute, exportRoute, openRoute, unmaskRoute, commentRoute] as const

/** Reading records: lists within the person's scope, details masked, full data as an act of its own. */
export function recordRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addListRoutes(app, context)
  addReadingRoutes(app, context)
  return app
}
