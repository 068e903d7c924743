import { rm } from 'node:fs/promises'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fileNameOf } from '#platform/http/file-name-header.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { deliverDataCode } from '#runs/run-access.ts'
import { insertRun } from '#runs/run-store.ts'
import {
  findUpload,
  insertUpload,
  listUploadFiles,
  listUploads,
  markUpload,
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
const Id = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)
export const UploadParam = z.object({ upload_id: Id })
const size = z.string().regex(/^(0|[1-9]\d{0,14})$/)

const beginRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads',
  summary: '开始一次数据交付（留痕）/ begin a delivery',
  tags,
  request: {
    body: jsonBody(
      z.strictObject({
        upload_id: Id.meta({ description: '由客户端生成，重复提交只生效一次 / made by the client' }),
        agency_id: z.string().min(1).max(64),
        title: z.string().trim().min(1).max(100),
        base_snapshot_id: Id.optional(),
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
  request: { query: listQuery(['opened_at'], {}) },
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
const closeRoute = createRoute({
  method: 'post',
  path: '/delivery-uploads/{upload_id}/close',
  summary: '提交：后台导入并筛查（留痕）/ hand it in: it is imported and screened in the background',
  tags,
  request: { params: UploadParam, body: jsonBody(z.strictObject({ run_id: Id })) },
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

const stateTitles = {
  RECEIVING: '正在接收',
  CLOSED: '已提交',
  IMPORTED: '已导入',
  DISCARDED: '已作废',
} as const

export function refuseUnless({ state }: Upload, wanted: Upload['state']): void {
  if (state === wanted) return
  throw new Refusal('action_not_available', {
    zh: `该次交付${stateTitles[state]}，不能进行此操作。`,
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
    const { limit, cursor, sort } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'opened_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      return listUploads(tx, request, visibleUploads(context, reader))
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

function addClosing(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(closeRoute, async (c) => {
    const { upload_id: uploadId } = c.req.valid('param')
    const { run_id: runId } = c.req.valid('json')
    const form = await context.db.transaction().execute(async (tx) => {
      const upload = await getUpload(context, tx, { c, uploadId, isLocked: true })
      const files = await listUploadFiles(tx, uploadId)
      refuseUnless(upload, 'RECEIVING')
      refuseIncomplete(files)
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
export const uploadApi = [beginRoute, listRoute, openRoute, closeRoute, reopenRoute, discardRoute] as const

/** Deliveries through the browser: begun, sent in pieces that may stop and go on, handed in. */
export function uploadRoutes(context: ServerContext, places: DeliveryPlaces): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addBeginning(app, context)
  addReceiving(app, context, places)
  addClosing(app, context)
  addDiscarding(app, context, places)
  return app
}
