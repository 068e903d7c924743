import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, plainJson, problemResponse } from '#platform/http/route.ts'
import { readProposal } from '#staffing/organisation/read-proposal.ts'
import { actContextOf } from '../acting/act-context-of.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** Reading a workbook costs seconds. */
const workbookRate: Rate = { name: 'workbook', limit: 20, windowSeconds: 3_600 }

const workbookRoute = createRoute({
  method: 'post',
  path: '/staffing/organisation/workbook',
  summary:
    '读取机构与岗位工作簿（.xlsx），返回与现有内容不同的行，作为“机构与岗位维护”的申请内容；不写入 / what a workbook would change, as the input of a proposal; nothing is written',
  tags: ['机构与权限 Organisation'],
  request: {
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    200: jsonResponse(
      z.object({ input: z.record(z.string(), z.unknown()).describe('regions, agencies, posts, staff') }),
    ),
    ...problemResponse,
  },
})

/** The signature of a ZIP, which an .xlsx is. */
const zipBytes = Buffer.from('PK\u0003\u0004', 'latin1')

export function workbookRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(workbookRoute, async (c) => {
    await takeFromRate(context.db, workbookRate, c.var.session.staffId)
    const content = Buffer.from(await c.req.arrayBuffer())
    if (!content.subarray(0, zipBytes.length).equals(zipBytes)) {
      throw new Refusal('invalid_input', {
        zh: '这不是 .xlsx 工作簿；请按模板另存为 .xlsx 后上传。',
        en: 'this is no .xlsx workbook; save it as .xlsx by the template and send that.',
      })
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-workbook-'))
    try {
      const file = path.join(folder, 'organisation.xlsx')
      await writeFile(file, content, { mode: 0o600 })
      const changed = await readProposal(actContextOf(context, c), file)
      return c.json({ input: plainJson(changed) }, 200)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
