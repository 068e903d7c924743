import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fileNameOf } from '#platform/http/file-name-header.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { deliverDataCode } from '#runs/run-access.ts'
import {
  findUpload,
  insertUpload,
  listUploadFiles,
  listUploads,
  saveUploadFile,
  type Upload,
} from '#runs/uploading/upload-store.ts'
import { fileBytesMax, filesMax, readChunk, refuseFileName, writeChunk } from '#runs/uploading/write-chunk.ts'
import { askFunction } from '../findings/ask-function.ts'
import { sealDone } from '../findings/seal-act.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { DeliveryPlaces, ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { OpenedUploadForm, openedUploadForm, UploadForm, uploadForm } from './upload-forms.ts'

const tags = ['数据交付 Deliveries']
export const UploadId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)
export const UploadParam = z.object({ upload_id: UploadId })
const size = z.string().regex(/^(0|[1-9]\d{0,14})$/)

export const uploadFilters = {
  state: z
    .string()
    .regex(/^[A-Z]{4,9}(,[A-Z]{4,9}){0,3}$/)
    .optional(),
  agency_id: IdParam.optional(),
}
const ListQuery = listQuery(['opened_at'], uploadFilters)

const beginRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads',
  summary: '开始一次数据交付（留痕）/ begin a delivery',
  tags,
  request: {
    body: jsonBody(
      z.strictObject({
        upload_id: UploadId.meta({ description: '由客户端生成，重复提交只生效一次 / made by the client' }),
        agency_id: z.string().min(1).max(64),
        title: z.string().trim().min(1).max(100),
        base_snapshot_id: UploadId.optional(),
      }),
    ),
  },
  responses: { 200: jsonResponse(OpenedUploadForm), ...problemResponse },
})
const listRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads',
  summary: '数据交付记录 / deliveries that were uploaded',
  tags,
  request: { query: ListQuery },
  responses: { 200: jsonResponse(pageSchema(UploadForm)), ...problemResponse },
})
const openRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads/{upload_id}',
  summary: '一次数据交付：文件及已收到的字节 / a delivery: its files, and how much of each has come',
  tags,
  request: { params: UploadParam },
  responses: { 200: jsonResponse(OpenedUploadForm), ...problemResponse },
})
const chunkRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/chunks',
  summary:
    '上传文件的一块（每块至多 8 MB，可断点续传），文件名按 RFC 3986 编码在 X-File-Name 中 / a piece of a file, at most 8 MB',
  tags,
  request: {
    params: UploadParam,
    headers: z.object({ 'x-file-name': z.string().min(1).max(2_000) }),
    query: z.strictObject({ offset: size, bytes: size.describe('整个文件的字节数 / of the whole file') }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: { 200: jsonResponse(z.object({ received: z.string() })), ...problemResponse },
})
const visibleUploads = (context: ServerContext, reader: Reader): RawBuilder<SqlBool> =>
  visibleTo(context, reader, { code: deliverDataCode, columns: { region: sql`delivery_upload.region` } })

export interface UploadAsked {
  readonly c: Context<ServerEnv>
  readonly uploadId: string
  readonly isLocked?: boolean
}

/** One that the person may work on; for everybody else it does not exist. */
export async function getUpload(
  context: ServerContext,
  tx: Tx,
  { c, uploadId, isLocked = false }: UploadAsked,
): Promise<Upload> {
  const reader = await getReader(context, tx, c)
  const upload = await findUpload(tx, { uploadId, visible: visibleUploads(context, reader), isLocked })
  if (upload === null) throw notFound
  await askFunction(context, tx, c, { function: deliverDataCode, regions: [upload.region] })
  return upload
}

export const uploadStateTitles = {
  RECEIVING: '正在接收',
  CLOSED: '已提交',
  IMPORTED: '已导入',
  DISCARDED: '已作废',
} as const

export function refuseUnless({ state }: Upload, wanted: Upload['state']): void {
  if (state === wanted) return
  throw new Refusal('action_not_available', {
    zh: `该次交付${uploadStateTitles[state]}，不能进行此操作。`,
    en: `This delivery is ${state.toLowerCase()}; that cannot be done now.`,
  })
}

function outOfOrder(received: bigint): Refusal {
  return new Refusal('conflict', {
    zh: `文件已收到 ${received} 字节；请从该处继续上传。`,
    en: `${received} bytes of the file have come; go on from there.`,
  })
}

async function regionOf(tx: Tx, agencyId: string): Promise<string> {
  const { rows } = await sql<{ region: string }>`
    select region
    from app.agency
    where agency_id = ${agencyId}
    order by agency_id
  `.execute(tx)
  if (rows[0] === undefined) throw notFound
  return rows[0].region
}

function addBeginning(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(beginRoute, async (c) => {
    const asked = c.req.valid('json')
    const { upload_id: uploadId, base_snapshot_id: base = null } = asked
    const opened = await context.db.transaction().execute(async (tx) => {
      const region = await regionOf(tx, asked.agency_id)
      await askFunction(context, tx, c, { function: deliverDataCode, regions: [region] })
      if (base !== null) await refuseBase(tx, base, asked.agency_id)
      const isNew = await insertUpload(tx, {
        ...{ upload_id: uploadId, agency_id: asked.agency_id, region, title: asked.title },
        ...{ base_snapshot_id: base, opened_by: c.var.session.staffId },
      })
      const done = { recordKind: 'delivery_upload', recordId: uploadId, payload: asked }
      if (isNew) await sealDone(context, tx, c, { function: deliverDataCode, ...done })
      return getUpload(context, tx, { c, uploadId })
    })
    return c.json(openedUploadForm(opened, []), 200)
  })
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, state, agency_id: agencyId = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'opened_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleUploads(context, reader)
      return listUploads(tx, request, { states: state?.split(',') ?? null, agencyId, visible })
    })
    return c.json(pageOf(rows, request, uploadForm), 200)
  })
  app.openapi(openRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const form = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId })
      return openedUploadForm(upload, await listUploadFiles(tx, uploadId))
    })
    return c.json(form, 200)
  })
}

/** An imported upload of the same agency, whose rows go on. */
async function refuseBase(tx: Tx, snapshotId: string, agencyId: string): Promise<void> {
  const visible = sql<SqlBool>`delivery_upload.agency_id = ${agencyId}`
  const base = await findUpload(tx, { uploadId: snapshotId, visible })
  if (base?.state === 'IMPORTED') return
  throw new Refusal('invalid_input', {
    zh: '所选的上一次交付不存在或尚未导入；请选择本机构已导入的交付，或作为独立交付上传。',
    en: 'The earlier delivery is not there or not imported; choose an imported one of this agency, or none.',
  })
}

/** Where the next byte of a file belongs; refuses what cannot go on. */
async function receivedOf(
  tx: Tx,
  { uploadId, name, bytes }: { readonly uploadId: string; readonly name: string; readonly bytes: bigint },
): Promise<bigint> {
  const files = await listUploadFiles(tx, uploadId)
  const known = files.find((file) => file.name === name)
  if (known === undefined && files.length >= filesMax) {
    throw new Refusal('too_many', {
      zh: `一次交付最多 ${filesMax} 个文件；请打包为 .zip 后上传。`,
      en: `At most ${filesMax} files in one delivery; put them into a .zip.`,
    })
  }
  if (known !== undefined && known.bytes !== bytes) {
    throw new Refusal('conflict', {
      zh: `文件 ${name} 的大小与之前上传的不同；请改名后上传，或另开一次交付。`,
      en: `The file ${name} is not as large as the one that was begun; rename it or begin another delivery.`,
    })
  }
  return known?.received ?? 0n
}

function addReceiving(app: OpenAPIHono<ServerEnv>, context: ServerContext, places: DeliveryPlaces): void {
  app.openapi(chunkRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { offset: at, bytes: whole } = c.req.valid('query')
    const [offset, bytes] = [BigInt(at), BigInt(whole)]
    const name = fileNameOf(c.req.valid('header')['x-file-name']).normalize('NFC')
    refuseFileName(name)
    if (bytes > fileBytesMax) throw tooLarge(name)
    // Before anything is read: who may, and whether there is room.
    await context.db.transaction().execute((tx) => getUpload(context, tx, { c, uploadId }))
    await places.checkSpace()
    const body = c.req.raw.body
    const content = body === null ? Buffer.alloc(0) : await readChunk(body)
    const received = await context.db.transaction().execute(async (tx) => {
      refuseUnless(await getUpload(context, tx, { c, uploadId, isLocked: true }), 'RECEIVING')
      const known = await receivedOf(tx, { uploadId, name, bytes })
      const end = offset + BigInt(content.length)
      if (end > bytes) throw outOfOrder(known)
      // A piece whose answer was lost comes again: it is there.
      if (offset < known && end <= known) return known
      if (offset !== known) throw outOfOrder(known)
      await writeChunk(places.folderOf(uploadId), { name, offset, content })
      await saveUploadFile(tx, { uploadId, name, bytes, received: end })
      return end
    })
    return c.json({ received: received.toString() }, 200)
  })
}

function tooLarge(name: string): Refusal {
  const gigabytes = fileBytesMax / 1_000_000_000n
  return new Refusal('too_large', {
    zh: `文件 ${name} 超过 ${gigabytes} GB；请分成多个文件，或由管理员在服务器上载入。`,
    en: `The file ${name} is over ${gigabytes} GB; split it, or have it loaded at the server.`,
  })
}

/** For the type of the API. */
export const uploadApi = [beginRoute, listRoute, openRoute] as const

/** Deliveries through the browser: begun, and sent in pieces that may stop and go on. */
export function uploadRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addBeginning(app, context)
  addReceiving(app, context, places)
  return app
}
