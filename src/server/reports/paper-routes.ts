import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { paperKinds, producePaper } from './produce-paper.ts'

const paperRate: Rate = { name: 'paper', limit: 60, windowSeconds: 60 }

const paperRoute = createRoute({
  method: 'post',
  path: '/papers/{kind}/{record_id}',
  summary: '已审签的要情报告、定期报告、会议纪要、考核表成文（.docx）/ write the .docx of what was signed',
  tags: ['报告 Reports'],
  request: { params: z.object({ kind: z.enum(paperKinds), record_id: IdParam }) },
  responses: {
    200: jsonResponse(z.object({ record_id: z.string(), status: z.string(), version: z.int() })),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const paperApi = [paperRoute] as const

export function paperRoutes(context: ServerContext, attachments: AttachmentService): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(paperRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    await takeFromRate(context.db, paperRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const answer = await producePaper(actContextOf(context, c), attachments, { kind, recordId })
    if (answer.outcome === 'refused') throw new DetailedRefusal(answer.code, answer.text, {})
    return c.json({ record_id: answer.recordId, status: answer.status, version: answer.version }, 200)
  })
}
