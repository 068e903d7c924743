import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { recogniseTable } from '#intake/delivery/delivered-name.ts'
import { listDelivery } from '#intake/delivery/list-delivery.ts'
import { parseMapping } from '#intake/delivery/mapping.ts'
import { draftMapping } from '#intake/draft-mapping.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { openSnapshot } from '#runs/open-snapshot.ts'
import { deliverDataCode } from '#runs/run-access.ts'
import { deliveriesIn } from '#runs/uploading/build-upload.ts'
import { mappingFile, mergeMapping, placeMapping } from '#runs/uploading/remembered-mapping.ts'
import { findMapping, saveMapping } from '#runs/uploading/upload-store.ts'
import { rejectsFile } from '#standard/manifest.ts'
import { getTable } from '#standard/tables.ts'
import { sealDone } from '../findings/seal-act.ts'
import type { DeliveryPlaces, ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { PreviewForm, QualityForm } from './upload-forms.ts'
import { getUpload, refuseUnless, UploadParam } from './upload-routes.ts'

const tags = ['数据交付 Deliveries']

const previewRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/preview',
  summary: '预览：各文件识别为哪张表 / which file is taken for which table, before anything is imported',
  tags,
  request: { params: UploadParam },
  responses: { 200: jsonResponse(PreviewForm), ...problemResponse },
})
const mappingRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/mapping',
  summary: '设定文件、列、代码的对应关系，并为本机构记住（留痕）/ set the mapping, remembered for the agency',
  tags,
  request: {
    params: UploadParam,
    body: jsonBody(z.strictObject({ mapping: z.string().min(1).max(200_000) })),
  },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})
const qualityRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads/{upload_id}/quality',
  summary: '导入结果：每个文件的行数、退回原因和数据质量 / rows of each file, reasons of rejects, quality',
  tags,
  request: { params: UploadParam },
  responses: { 200: jsonResponse(QualityForm), ...problemResponse },
})
const rejectsRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads/{upload_id}/rejects',
  summary: '下载退回的行及原因，更正后重新上传（留痕）/ rejected rows with their reasons, to correct',
  tags,
  request: { params: UploadParam },
  responses: { 200: { description: 'CSV' }, ...problemResponse },
})

async function previewOf(folder: string, remembered: string | null): Promise<z.input<typeof PreviewForm>> {
  const mapping = await placeMapping(folder, remembered)
  const work = await mkdtemp(path.join(tmpdir(), 'fangxian-preview-'))
  try {
    const preview: z.input<typeof PreviewForm> = {
      ...{ files: [], warnings: [], unclaimed: [], mapping, mapping_draft: null },
    }
    const deliveries = await deliveriesIn(folder)
    for (const [index, delivery] of deliveries.entries()) {
      const listed = await listDelivery(delivery, work, String(index))
      preview.files.push(
        ...listed.files.map((file) => ({
          ...{ file: file.inputName, table: file.table, sheet: file.sheet, bytes: file.bytes },
          table_title: getTable(file.table).title,
          is_mapped: Object.keys(file.mapping.columns).length > 0,
        })),
      )
      preview.warnings.push(...listed.warnings)
      preview.unclaimed.push(...listed.unclaimed)
    }
    const [first] = deliveries
    if (mapping === null && first !== undefined) preview.mapping_draft = await draftMapping(first)
    return preview
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function addPreview(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(previewRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const remembered = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId })
      refuseUnless(upload, 'RECEIVING')
      return findMapping(tx, upload.agency_id)
    })
    return c.json(await previewOf(places.folderOf(uploadId), remembered), 200)
  })
  app.openapi(mappingRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { mapping } = c.req.valid('json')
    parseMapping(mapping, recogniseTable)
    await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId, isLocked: true })
      refuseUnless(upload, 'RECEIVING')
      const { agency_id: agencyId } = upload
      const merged = mergeMapping(await findMapping(tx, agencyId), mapping)
      await saveMapping(tx, { agencyId, mapping: merged, by: c.var.session.staffId })
      await sealDone(context, tx, c, {
        function: `${deliverDataCode}/mapping`,
        recordKind: 'delivery_upload',
        recordId: uploadId,
        payload: { mapping },
      })
      const folder = places.folderOf(uploadId)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(path.join(folder, mappingFile), mapping, { mode: 0o600 })
    })
    return c.body(null, 204)
  })
}

function addResult(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(qualityRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId }), 'IMPORTED')
    })
    const { manifest } = await openSnapshot(places.snapshots, uploadId)
    const files = manifest.inputs.map((input) => ({
      ...{ file: input.file, table: input.table, reasons: input.reasons },
      ...{ rows_read: input.rows_read, rows_loaded: input.rows_loaded },
      ...{ rows_rejected: input.rows_rejected, rows_repeated: input.rows_repeated },
      unknown_columns: input.unknown_columns,
    }))
    // Without the examples: they are values of somebody's row.
    const remarks = manifest.quality.map(({ table, column, text, rows }) => ({ table, column, text, rows }))
    return c.json({ files, remarks, warnings: manifest.warnings }, 200)
  })
  app.openapi(rejectsRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const rows = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId })
      refuseUnless(upload, 'IMPORTED')
      return Number(upload.rows_rejected)
    })
    const { directory } = await openSnapshot(places.snapshots, uploadId)
    const file = path.join(directory, rejectsFile)
    await stat(file)
    await recordExport(context, c, { list: 'delivery_rejects', query: { uploadId }, rows })
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
      headers: downloadHeaders(`退回的行-${uploadId}.csv`, 'text/csv; charset=utf-8'),
    })
  })
}

/** For the type of the API. */
export const previewApi = [previewRoute, mappingRoute, qualityRoute] as const

/** What a delivery will be read as, and what became of its rows. */
export function previewRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addPreview(app, context, places)
  addResult(app, context, places)
  return app
}
