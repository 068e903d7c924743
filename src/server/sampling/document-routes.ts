import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { IdParam, problemResponse } from '#platform/http/route.ts'
import type { Database } from '#platform/postgres/database.ts'
import { openAttachment } from '#records/attachments/open-attachment.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { ItemData } from '#sampling/items/item-data.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const documentRoute = createRoute({
  method: 'get',
  path: '/sample-items/{record_id}/documents/{attachment_id}',
  summary:
    '复核人打开抽查业务的申请材料（留痕，不显示业务单）/ a document of the order, for its checker, without the order',
  tags: ['稽核 Sampling'],
  request: { params: z.object({ record_id: IdParam, attachment_id: IdParam }) },
  responses: { 200: { description: '文件 / the file' }, ...problemResponse },
})

/** The order of an item, which the item itself does not name. */
async function orderOf(db: Database, itemId: string): Promise<{ kind: string; recordId: string } | null> {
  const { rows } = await sql<{ kind: string; recordId: string }>`
    select sampled.kind, sampled.record_id as "recordId"
    from app.record as item
    inner join app.record as plan on plan.record_id = item.data ->> 'plan_id'
    cross join jsonb_array_elements(plan.data -> 'strata') as stratum
    inner join app.record as sampled
      on sampled.record_id = stratum -> 'drawn' ->> ((item.data ->> 'place')::integer - 1)
    where
      item.kind = 'SAMPLE_ITEM'
      and item.record_id = ${itemId}
      and stratum ->> 'code' = item.data ->> 'stratum'
  `.execute(db)
  return rows[0] ?? null
}

/**
 * Whoever checks an order sees its documents without opening it: that would say what came of it. Under the name of
 * their purpose, for a file's own name may say who handled it.
 */
export function sampleDocumentRoutes(
  context: ServerContext,
  service: AttachmentService,
): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(documentRoute, async (c) => {
    const { record_id: recordId, attachment_id: attachmentId } = c.req.valid('param')
    kernelWritesTrail(c)
    const acting = actContextOf(context, c)
    const asked = { kind: 'SAMPLE_ITEM', recordId }
    const { record } = await findVisible(acting, asked, 'open-document')
    const { checker, material } = record.data as ItemData
    const listed = material?.documents.find((each) => each.attachment_id === attachmentId)
    const order = await orderOf(context.db, recordId)
    if (checker !== c.var.session.staffId || listed === undefined || order === null) throw notFound
    const opened = await openAttachment(acting, service, { ...order, attachmentId })
    const name = `${listed.purpose}${path.extname(opened.name)}`
    return c.body(new Uint8Array(opened.content), 200, downloadHeaders(name, opened.mediaType))
  })
}
