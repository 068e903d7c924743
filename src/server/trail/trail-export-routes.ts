import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { subjectOf } from '#access/act-request.ts'
import { mayAct } from '#access/may-act.ts'
import { loadSubjectPlace } from '#access/storing/actor-store.ts'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { getReader, type Reader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from './record-export.ts'
import { exportTrailZip } from './trail-export.ts'

const exportRoute = createRoute({
  method: 'post',
  path: '/trail/exports',
  summary:
    '导出留痕供外部核验：全部条目（不含个人信息），或指定条目及其内容 / all leaves, or named entries with payload, for an outsider to verify',
  tags: ['留痕 Trail'],
  request: {
    body: jsonBody(
      z.strictObject({
        entry_ids: z.array(IdParam).max(1_000).default([]),
        reason: z.string().trim().min(4).max(500),
      }),
    ),
  },
  responses: { 200: { description: 'ZIP' }, ...problemResponse },
})

/** The whole log is of the whole installation: only for whom the scope covers all of it. */
async function refuseUnlessOfAll(context: ServerContext, tx: Tx, { actor, moment }: Reader): Promise<void> {
  const { rows } = await sql<{ region: string }>`
    select region
    from app.region
    where parent is null
    order by region
  `.execute(tx)
  const place = await loadSubjectPlace(tx, { regions: rows.map(({ region }) => region), agencyId: null })
  const asked = {
    function: 'READ_TRAIL',
    step: 'ACT',
    subject: subjectOf(place),
    history: [],
    round: 1,
    approvalLevel: 1,
    moment,
  }
  const decision = mayAct(actor, asked, context.kernel.catalogue)
  if (!decision.allowed) throw new Refusal(decision.code, decision.text)
}

/** For the type of the API. */
export const trailExportApi = [exportRoute] as const

export function trailExportRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(exportRoute, async (c) => {
    const { entry_ids: entryIds, reason } = c.req.valid('json')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    await context.db
      .transaction()
      .execute(async (tx) => refuseUnlessOfAll(context, tx, await getReader(context, tx, c)))
    const exported = await exportTrailZip(context.db, entryIds)
    try {
      await recordExport(context, c, {
        list: 'trail',
        query: { reason, entryIds },
        rows: exported.written,
      })
    } catch (error) {
      await exported.discard()
      throw error
    }
    const stream = createReadStream(exported.file)
    stream.once('close', () => void exported.discard())
    const headers = downloadHeaders('trail.zip', 'application/zip')
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, headers)
  })
}
