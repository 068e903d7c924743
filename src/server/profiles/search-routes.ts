import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { foundMax, searchSubjects } from '#profiles/search/search-subjects.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordSeen } from '../trail/record-export.ts'
import { foundForm } from './profile-form.ts'
import { FoundForm } from './profile-forms.ts'
import { profileScope } from './profile-scope.ts'

const searchRate: Rate = { name: 'profile-search', limit: 300, windowSeconds: 3_600 }

/** By POST: what is sought is a name or a number of a person, and addresses are kept in logs. */
const searchRoute = createRoute({
  method: 'post',
  path: '/profile-search',
  summary:
    '按证件号码、编号、账号或姓名开头查找对象（脱敏，留痕）/ find by number or the beginning of a name, masked, in the trail',
  tags: ['对象画像 Profiles'],
  request: { body: jsonBody(z.strictObject({ query: z.string().trim().min(2).max(40) })) },
  responses: {
    200: jsonResponse(z.object({ items: z.array(FoundForm), has_more: z.boolean() })),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const profileSearchApi = [searchRoute] as const

/** Finding a subject within one's scope; that it was sought, and what was, is in the trail. */
export function profileSearchRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(searchRoute, async (c) => {
    const { query } = c.req.valid('json')
    await takeFromRate(context.db, searchRate, c.var.session.staffId)
    const found = await context.db.transaction().execute(async (tx) => {
      const scope = profileScope(context, await getReader(context, tx, c))
      return searchSubjects(tx, query, {
        persons: scope.business('person.region'),
        employers: scope.business('employer.region'),
        staff: scope.authority('agency.region'),
      })
    })
    await recordSeen(context, c, {
      function: 'READ/search',
      list: 'profile',
      outcome: 'VIEWED',
      payload: { query, found: found.length },
    })
    const items = found.slice(0, foundMax).map((each) => foundForm(each, context.signIn.secretKey))
    return c.json({ items, has_more: found.length > foundMax }, 200)
  })
}
