import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { deliverDataCode } from '#runs/run-access.ts'
import { digestPieces } from '#runs/uploading/piece-digest.ts'
import { readColumns } from '#runs/uploading/read-columns.ts'
import { placeMapping } from '#runs/uploading/remembered-mapping.ts'
import { findMapping, listUploadFiles, removeUploadFile } from '#runs/uploading/upload-store.ts'
import { refuseFileName } from '#runs/uploading/write-chunk.ts'
import { TextForm } from '../acting/record-forms.ts'
import { sealDone } from '../findings/seal-act.ts'
import type { DeliveryPlaces, ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { getUpload, refuseUnless, UploadParam } from './upload-routes.ts'

const tags = ['数据交付 Deliveries']
const name = z.string().min(1).max(250)

const removeRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/files/remove',
  summary: '移除尚未提交的交付中的一个文件（留痕）/ take a file out of a delivery that is not handed in',
  tags,
  request: { params: UploadParam, body: jsonBody(z.strictObject({ name })) },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})
const checkRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/files/check',
  summary:
    '续传前核对：已收到部分首尾的摘要 / before going on: digests of the beginning and the end of what has come',
  tags,
  request: { params: UploadParam, body: jsonBody(z.strictObject({ name })) },
  responses: {
    200: jsonResponse(
      z.object({
        received: z.string(),
        pieces: z.array(z.object({ offset: z.string(), bytes: z.int(), sha256: z.string() })),
      }),
    ),
    ...problemResponse,
  },
})

const By = z.enum(['RECOGNISED', 'MAPPED', 'GUESSED', 'NOBODY'])
const ColumnsForm = z
  .object({
    source: z.string().describe('编号前缀 / prefix of ids'),
    is_mapped: z.boolean(),
    files: z.array(
      z.object({
        file: z.string(),
        table: z.string().nullable(),
        table_by: By,
        headers: z.array(z.object({ header: z.string(), column: z.string().nullable(), by: By })),
        codes: z.array(
          z.object({
            column: z.string(),
            values: z.array(
              z.object({ value: z.string(), code: z.string().nullable(), is_mapped: z.boolean() }),
            ),
          }),
        ),
        missing: z.array(z.string()),
        refusal: TextForm.nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveryColumns' })

const columnsRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/columns',
  summary:
    '各文件的表头和本地代码对应标准的哪一列、哪个代码 / what headers and local codes of each file are taken for',
  tags,
  request: {
    params: UploadParam,
    body: jsonBody(
      z.strictObject({
        tables: z
          .record(z.string().max(250), z.string().max(60))
          .default({})
          .describe('试用的表 / tables to try, by file'),
      }),
    ),
  },
  responses: { 200: jsonResponse(ColumnsForm), ...problemResponse },
})

function unknownFile(file: string): Refusal {
  return new Refusal('invalid_input', {
    zh: `该次交付中没有文件 ${file}；请刷新页面。`,
    en: `There is no file ${file} in this delivery; reload the page.`,
  })
}

function addFileRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(removeRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { name: file } = c.req.valid('json')
    refuseFileName(file)
    await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId, isLocked: true }), 'RECEIVING')
      if (!(await removeUploadFile(tx, { uploadId, name: file }))) throw unknownFile(file)
      await sealDone(context, tx, c, {
        function: `${deliverDataCode}/remove-file`,
        recordKind: 'delivery_upload',
        recordId: uploadId,
        payload: { name: file },
      })
      // Before the commit: a file that is gone while its row is there could not be gone on with; the lock is held.
      await rm(path.join(places.folderOf(uploadId), file), { force: true })
    })
    return c.body(null, 204)
  })
  app.openapi(checkRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { name: file } = c.req.valid('json')
    const known = await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId }), 'RECEIVING')
      return (await listUploadFiles(tx, uploadId)).find((each) => each.name === file)
    })
    if (known === undefined) throw unknownFile(file)
    const pieces = await digestPieces(places.folderOf(uploadId), file, known.received)
    const shown = pieces.map((piece) => ({ ...piece, offset: piece.offset.toString() }))
    return c.json({ received: known.received.toString(), pieces: shown }, 200)
  })
}

function addColumnsRoute(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(columnsRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { tables } = c.req.valid('json')
    const remembered = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId })
      refuseUnless(upload, 'RECEIVING')
      return findMapping(tx, upload.agency_id)
    })
    const folder = places.folderOf(uploadId)
    const mapping = await placeMapping(folder, remembered)
    const { files, source } = await readColumns({ folder, mapping, tables })
    return c.json(
      {
        source,
        is_mapped: mapping !== null,
        files: files.map(({ tableBy, codes, headers, missing, ...file }) => ({
          ...file,
          table_by: tableBy,
          headers: [...headers],
          missing: [...missing],
          codes: codes.map(({ column, values }) => ({
            column,
            values: values.map(({ value, code, isMapped }) => ({ value, code, is_mapped: isMapped })),
          })),
        })),
      },
      200,
    )
  })
}

/** For the type of the API. */
export const uploadFileApi = [removeRoute, checkRoute, columnsRoute] as const

/** Single files of a delivery that is being received: taken out, gone on with, and what their columns are. */
export function uploadFileRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addFileRoutes(app, context, places)
  addColumnsRoute(app, context, places)
  return app
}
