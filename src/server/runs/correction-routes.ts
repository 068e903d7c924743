import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { writeCorrections } from '#intake/correcting/write-corrections.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { problemResponse } from '#platform/http/route.ts'
import { openSnapshot } from '#runs/open-snapshot.ts'
import { deliveriesIn } from '#runs/uploading/build-upload.ts'
import { rejectsFile } from '#standard/manifest.ts'
import { exportRate } from '../acting/record-routes.ts'
import type { DeliveryPlaces, ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { getUpload, refuseUnless } from './upload-routes.ts'

const correctionsRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads/{upload_id}/corrections',
  summary:
    '下载待更正文件：按原文件、原表头列出退回的行和原因，更正后作为更正交付上传（留痕）/ rejected rows under their own headers, to correct and deliver',
  tags: ['数据交付 Deliveries'],
  request: { params: z.object({ upload_id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/) }) },
  responses: { 200: { description: 'ZIP' }, ...problemResponse },
})

/** What was delivered lies in the upload's folder as long as it is kept; without it there is nothing to correct. */
async function refuseGone(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  if (isThere) return
  throw new Refusal('not_found', {
    zh: '原交付文件已按保存期限清除，不能生成待更正文件；请下载退回的行。',
    en: 'The delivered files are kept no longer, so there is nothing to make them of; take the list of rejects.',
  })
}

/** Values of persons in full, as delivered: for whoever delivered them, and in the trail. */
export function correctionRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(correctionsRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const upload = await context.db.transaction().execute(async (tx) => {
      const found = await getUpload(context, tx, { c, uploadId })
      refuseUnless(found, 'IMPORTED')
      return found
    })
    const folder = places.folderOf(uploadId)
    await refuseGone(folder)
    const rejectsOf = async (snapshotId: string): Promise<string> =>
      path.join((await openSnapshot(places.snapshots, snapshotId)).directory, rejectsFile)
    const work = await mkdtemp(path.join(tmpdir(), 'fangxian-corrections-'))
    try {
      const target = path.join(work, 'corrections.zip')
      const { rows } = await writeCorrections({
        deliveries: await deliveriesIn(folder),
        rejectsFile: await rejectsOf(uploadId),
        earlierRejectsFile:
          upload.base_snapshot_id === null ? null : await rejectsOf(upload.base_snapshot_id),
        target,
      })
      await recordExport(context, c, { list: 'delivery_corrections', query: { uploadId }, rows })
      const stream = createReadStream(target)
      stream.once('close', () => void rm(work, { recursive: true, force: true }))
      return new Response(Readable.toWeb(stream) as ReadableStream, {
        headers: downloadHeaders(`待更正-${upload.title}.zip`, 'application/zip'),
      })
    } catch (error) {
      await rm(work, { recursive: true, force: true })
      throw error
    }
  })
}
