import { rm } from 'node:fs/promises'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { deliverDataCode } from '#runs/run-access.ts'
import { insertRun } from '#runs/run-store.ts'
import { placeMapping } from '#runs/uploading/remembered-mapping.ts'
import { findMapping, listUploadFiles, markUpload } from '#runs/uploading/upload-store.ts'
import { refuseLost } from '#runs/uploading/write-chunk.ts'
import { sealDone } from '../findings/seal-act.ts'
import type { DeliveryPlaces, ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { OpenedUploadForm, openedUploadForm } from './upload-forms.ts'
import { getUpload, refuseUnless, UploadId, UploadParam } from './upload-routes.ts'

const tags = ['数据交付 Deliveries']

const closeRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/close',
  summary: '提交：后台导入并筛查（留痕）/ hand it in: it is imported and screened in the background',
  tags,
  request: { params: UploadParam, body: jsonBody(z.strictObject({ run_id: UploadId })) },
  responses: { 200: jsonResponse(OpenedUploadForm), ...problemResponse },
})
const reopenRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/reopen',
  summary: '导入失败后补正：重新接收文件（留痕）/ after a failed import: take files again',
  tags,
  request: { params: UploadParam },
  responses: { 200: jsonResponse(OpenedUploadForm), ...problemResponse },
})

const discardRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/discard',
  summary:
    '作废未导入的交付，删除已上传的文件（留痕）/ discard a delivery that was not imported, with its files',
  tags,
  request: {
    params: UploadParam,
    body: jsonBody(z.strictObject({ reason: z.string().trim().min(4).max(500) })),
  },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})

function addClosing(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(closeRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { run_id: runId } = c.req.valid('json')
    const form = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId, isLocked: true })
      const files = await listUploadFiles(tx, uploadId)
      refuseUnless(upload, 'RECEIVING')
      refuseIncomplete(files)
      await refuseLost(places.folderOf(uploadId), files)
      await placeMapping(places.folderOf(uploadId), await findMapping(tx, upload.agency_id))
      await markUpload(tx, { uploadId, state: 'CLOSED' })
      const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
      const { agency_id: agencyId, region } = upload
      await insertRun(tx, {
        ...{ runId, snapshotId: uploadId, agencyId, region, ruleCodes: null, asOf: null },
        ...{ askedBy: c.var.session.staffId, at: rows[0]!.at },
      })
      const payload = { runId, files: files.map(({ name, bytes }) => ({ name, bytes: bytes.toString() })) }
      await sealDone(context, tx, c, {
        function: `${deliverDataCode}/close`,
        recordKind: 'delivery_upload',
        recordId: uploadId,
        payload,
      })
      return openedUploadForm(await getUpload(context, tx, { c, uploadId }), files)
    })
    context.runner?.wake()
    return c.json(form, 200)
  })
  app.openapi(reopenRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const form = await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId, isLocked: true }), 'CLOSED')
      await refuseWhileRunning(tx, uploadId)
      await markUpload(tx, { uploadId, state: 'RECEIVING' })
      await sealDone(context, tx, c, {
        function: `${deliverDataCode}/reopen`,
        recordKind: 'delivery_upload',
        recordId: uploadId,
        payload: {},
      })
      const files = await listUploadFiles(tx, uploadId)
      return openedUploadForm(await getUpload(context, tx, { c, uploadId }), files)
    })
    return c.json(form, 200)
  })
}

function addDiscarding(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(discardRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId, isLocked: true }), 'RECEIVING')
      await markUpload(tx, { uploadId, state: 'DISCARDED' })
      await sealDone(context, tx, c, {
        function: `${deliverDataCode}/discard`,
        recordKind: 'delivery_upload',
        recordId: uploadId,
        payload: c.req.valid('json'),
      })
    })
    // After the commit: files without a delivery are rubbish, a delivery without files is a fault.
    await rm(places.folderOf(uploadId), { recursive: true, force: true })
    return c.body(null, 204)
  })
}

function refuseIncomplete(files: readonly { name: string; bytes: bigint; received: bigint }[]): void {
  const begun = files.find(({ bytes, received }) => received < bytes)
  if (files.length > 0 && begun === undefined) return
  throw new Refusal(
    'conflict',
    begun === undefined
      ? { zh: '还没有上传任何文件。', en: 'No file has been uploaded yet.' }
      : {
          zh: `文件 ${begun.name} 只收到 ${begun.received} / ${begun.bytes} 字节；请传完后再提交。`,
          en: `Of ${begun.name} only ${begun.received} of ${begun.bytes} bytes have come; finish it first.`,
        },
  )
}

async function refuseWhileRunning(tx: Tx, snapshotId: string): Promise<void> {
  const { rows } = await sql`
    select run_id
    from app.screening_run
    where snapshot_id = ${snapshotId}
      and state in ('WAITING', 'RUNNING')
    order by run_id
  `.execute(tx)
  if (rows.length === 0) return
  throw new Refusal('conflict', {
    zh: '该次交付正在导入；请等待结束，或先取消筛查。',
    en: 'This delivery is being imported; wait until it ends, or cancel the run first.',
  })
}

/** For the type of the API. */
export const handInApi = [closeRoute, reopenRoute, discardRoute] as const

/** The end of an upload: handed in to be imported and screened, taken back after a failure, or thrown away. */
export function handInRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addClosing(app, context, places)
  addDiscarding(app, context, places)
  return app
}
