import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { type AnswerInput, TaskData } from '#campaigns/answering/task-data.ts'
import { readSelfCheck } from '#campaigns/documents/read-self-check.ts'
import { selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import { dueOf } from '#campaigns/planning/plan.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { exportSheets } from '#platform/http/list/list-export.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../../acting/record-routes.ts'
import { getReader } from '../../organisation/reader.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { recordExport } from '../../trail/record-export.ts'
import { type CampaignContext, inScope } from '../campaign-scope.ts'

const tags = ['排查 Campaigns']
/** Reading a workbook costs seconds. */
const tableRate: Rate = { name: 'self-check-table', limit: 60, windowSeconds: 3_600 }
const TaskParam = z.object({ task_id: IdParam })
const place = '/campaign-tasks/{task_id}/self-check-table'

const giveRoute = createRoute({
  method: 'get',
  path: place,
  summary:
    '自查表（.xlsx），供没有系统的单位填报（留痕）/ the self-check as a table to fill in; it is in the trail',
  tags,
  request: { params: TaskParam },
  responses: { 200: { description: 'XLSX' }, ...problemResponse },
})

const Text = z.object({ zh: z.string(), en: z.string() })
const takeRoute = createRoute({
  method: 'post',
  path: place,
  summary:
    '读取填好的自查表，返回“答复”的内容，或逐格指出的错误；不写入 / a filled-in table as the input of “answer”, or a sentence for each bad cell; nothing is written',
  tags,
  request: {
    params: TaskParam,
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    200: jsonResponse(
      z.object({
        answers: z.array(
          z.object({
            question: z.string(),
            answer: z.enum(['YES', 'NO', 'PARTIAL']),
            count: z.int(),
            amount_yuan: z.string(),
            ...{ evidence: z.string().nullable(), rectify_by: z.string().nullable() },
            explanation: z.string().nullable(),
          }),
        ),
        faults: z.array(z.object({ line: z.int(), cell: z.string(), text: Text })),
      }),
    ),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const selfCheckApi = [giveRoute, takeRoute] as const

/** The signature of a ZIP, which an .xlsx is. */
const zipBytes = Buffer.from('PK\u0003\u0004', 'latin1')

interface FoundTask {
  readonly agency: string
  readonly data: TaskData
}

async function findTask(
  context: CampaignContext,
  tx: Tx,
  { reader, taskId }: { readonly reader: Parameters<typeof inScope>[1]; readonly taskId: string },
): Promise<FoundTask> {
  const { rows } = await sql<{ agency: string; data: unknown }>`
    select agency.name as agency, record.data
    from app.record
    inner join app.agency on agency.agency_id = record.agency_id
    where record.record_id = ${taskId}
      and record.kind = 'CAMPAIGN_TASK'
      and ${inScope(context, reader, sql`(record.data ->> 'region')`)}
  `.execute(tx)
  const row = rows[0]
  if (row === undefined) throw notFound
  return { agency: row.agency, data: TaskData.parse(row.data) }
}

function inputsOf({ answers }: TaskData): AnswerInput[] {
  return Object.entries(answers).map(([question, { by: _by, at: _at, amount_fen, ...said }]) => ({
    question,
    ...said,
    amount_yuan: formatYuan(amount_fen),
  }))
}

export function selfCheckRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  const found = (c: Parameters<typeof getReader>[2], taskId: string): Promise<FoundTask> =>
    context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      return findTask(context, tx, { reader, taskId })
    })
  app.openapi(giveRoute, async (c) => {
    const { task_id: taskId } = c.req.valid('param')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const { agency, data } = await found(c, taskId)
    const head = { taskId, campaign: data.plan.name, agency, dueOn: dueOf(data.plan, 'SELF_CHECK') }
    const answers = inputsOf(data)
    await recordExport(context, c, {
      list: 'CAMPAIGN_TASK',
      query: { task_id: taskId },
      rows: answers.length,
    })
    return exportSheets(`${data.plan.name}自查表 ${agency}`, [selfCheckTable(head, answers)])
  })
  app.openapi(takeRoute, async (c) => {
    const { task_id: taskId } = c.req.valid('param')
    await takeFromRate(context.db, tableRate, c.var.session.staffId)
    await found(c, taskId)
    const content = Buffer.from(await c.req.arrayBuffer())
    if (!content.subarray(0, zipBytes.length).equals(zipBytes)) {
      throw new Refusal('invalid_input', {
        zh: '这不是 .xlsx 工作簿；请用系统下载的自查表填好后上传。',
        en: 'this is no .xlsx workbook; fill in the table that the system gives out and send that.',
      })
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-self-check-'))
    try {
      const file = path.join(folder, 'self-check.xlsx')
      await writeFile(file, content, { mode: 0o600 })
      const { answers, faults } = await readSelfCheck(file, taskId)
      return c.json({ answers: [...answers], faults: [...faults] }, 200)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
  return app
}
