import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { templatesIn } from '#cases/letters/letter-templates.ts'
import { produceLetter } from '#cases/letters/produce-letter.ts'
import { type TriageResult, triage, triageMax } from '#cases/triage.ts'
import { packageRoot } from '#platform/config.ts'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { TextForm } from '../acting/record-forms.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const triageRate: Rate = { name: 'triage', limit: 30, windowSeconds: 60 }
const letterRate: Rate = { name: 'letter', limit: 60, windowSeconds: 60 }

const TriageItem = z.strictObject({
  record_id: IdParam.nullable(),
  action: z.string().min(1).max(60),
  input: z.unknown(),
  version: z.int().min(1).nullable(),
  idempotency_key: z.string().regex(/^[\x21-\x7e]{8,200}$/),
})

const Result = z.object({
  idempotency_key: z.string(),
  record_id: z.string().nullable(),
  status: z.string().nullable(),
  version: z.int().nullable(),
  /** Null: it was done. */
  refusal: z.object({ code: z.string(), text: TextForm, duties: z.array(TextForm) }).nullable(),
})

const triageRoute = createRoute({
  method: 'post',
  path: '/cases/triage',
  summary:
    '批量立案、分派、开始核查、延期、并案、分案，逐件返回结果 / cases in bulk, each with its own key and answer',
  tags: ['案件 Cases'],
  request: { body: jsonBody(z.strictObject({ items: z.array(TriageItem).min(1).max(triageMax) })) },
  responses: { 200: jsonResponse(z.object({ items: z.array(Result) })), ...problemResponse },
})

const documentRoute = createRoute({
  method: 'post',
  path: '/letters/{record_id}/document',
  summary: '已签发的文书成文归档（.docx）/ write and file the .docx of an issued letter',
  tags: ['案件 Cases'],
  request: { params: z.object({ record_id: IdParam }) },
  responses: {
    200: jsonResponse(z.object({ record_id: z.string(), status: z.string(), version: z.int() })),
    ...problemResponse,
  },
})

function resultForm({ idempotencyKey, answer }: TriageResult): z.infer<typeof Result> {
  if (answer.outcome === 'accepted') {
    const { recordId, status, version } = answer
    return { idempotency_key: idempotencyKey, record_id: recordId, status, version, refusal: null }
  }
  const { code, text, couldBeDoneBy } = answer
  const duties = (couldBeDoneBy?.duties ?? []).map(({ title }) => title)
  const none = { record_id: null, status: null, version: null }
  return { idempotency_key: idempotencyKey, ...none, refusal: { code, text, duties } }
}

/** For the type of the API. */
export const caseActApi = [triageRoute, documentRoute] as const

/** What is done to cases and letters beside the acts of their records. */
export function caseActRoutes(
  context: ServerContext,
  attachments: AttachmentService | null,
): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(triageRoute, async (c) => {
    await takeFromRate(context.db, triageRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const items = c.req.valid('json').items.map((each) => ({
      recordId: each.record_id,
      action: each.action,
      input: each.input ?? null,
      version: each.version,
      idempotencyKey: each.idempotency_key,
    }))
    const results = await triage(actContextOf(context, c), items)
    return c.json({ items: results.map(resultForm) }, 200)
  })
  if (attachments === null) return app
  const service = { attachments, readTemplate: templatesIn(path.join(packageRoot, 'templates', 'letters')) }
  app.openapi(documentRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    await takeFromRate(context.db, letterRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const answer = await produceLetter(actContextOf(context, c), service, { recordId })
    if (answer.outcome === 'refused') throw new DetailedRefusal(answer.code, answer.text, {})
    return c.json({ record_id: answer.recordId, status: answer.status, version: answer.version }, 200)
  })
  return app
}
