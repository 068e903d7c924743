import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fileNameOf } from '#platform/http/file-name-header.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { contentSecurityPolicy, downloadPolicy } from '#platform/http/security-headers.ts'
import { openAttachment } from '#records/attachments/open-attachment.ts'
import { type AttachmentService, uploadAttachment } from '#records/attachments/upload-attachment.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { actContextOf, kernelWritesTrail } from './act-context-of.ts'

const tags = ['附件 Attachments']

const uploadRoute = createRoute({
  method: 'post',
  path: '/attachments',
  summary:
    '上传附件：内容为请求体，文件名按 RFC 3986 编码在 X-File-Name 中 / the content as body, its name percent-encoded in X-File-Name',
  tags,
  request: {
    headers: z.object({ 'x-file-name': z.string().min(1).max(2_000) }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    201: jsonResponse(
      z.object({
        attachment_id: z.string(),
        sha256: z.string(),
        size_bytes: z.int(),
        content_type: z.string(),
        name: z.string(),
        scan_result: z.enum(['CLEAN', 'NOT_SCANNED']),
      }),
      '已保存 / kept',
    ),
    ...problemResponse,
  },
})

const openRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{record_id}/attachments/{attachment_id}',
  summary: '打开附件（留痕）/ open an attachment; it is in the trail',
  tags,
  request: {
    params: z.object({
      kind: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/),
      record_id: IdParam,
      attachment_id: IdParam,
    }),
  },
  responses: { 200: { description: '内容 / the content' }, ...problemResponse },
})

/** A preview runs no script and loads nothing; PDF and pictures only (platform.md 24). */
const previewPolicy = contentSecurityPolicy({
  'script-src': "'none'",
  'style-src': "'unsafe-inline'",
  'connect-src': "'none'",
  'frame-ancestors': "'self'",
  sandbox: '',
})

/** For the type of the API. */
export const attachmentApi = [openRoute] as const

export function attachmentRoutes(context: ServerContext, service: AttachmentService): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>()
    .openapi(uploadRoute, async (c) => {
      const name = fileNameOf(c.req.valid('header')['x-file-name'])
      const content = c.req.raw.body
      if (content === null) {
        throw new Refusal('invalid_input', { zh: '附件没有内容。', en: 'The attachment is empty.' })
      }
      const uploaded = await uploadAttachment(actContextOf(context, c), service, { name, content })
      return c.json(
        {
          attachment_id: uploaded.attachmentId,
          sha256: uploaded.sha256,
          size_bytes: uploaded.sizeBytes,
          content_type: uploaded.contentType,
          name: uploaded.name,
          scan_result: uploaded.scanResult,
        },
        201,
      )
    })
    .openapi(openRoute, async (c) => {
      const { kind, record_id: recordId, attachment_id: attachmentId } = c.req.valid('param')
      kernelWritesTrail(c)
      const opened = await openAttachment(actContextOf(context, c), service, { kind, recordId, attachmentId })
      const headers = downloadHeaders(opened.name, opened.mediaType)
      const isShown = opened.disposition === 'inline'
      return c.body(new Uint8Array(opened.content), 200, {
        ...headers,
        'content-disposition': headers['content-disposition']!.replace(
          'attachment;',
          isShown ? 'inline;' : 'attachment;',
        ),
        'content-security-policy': isShown ? previewPolicy : downloadPolicy,
        ...(isShown ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
      })
    })
}
