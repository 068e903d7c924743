import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { listSavedFilters, removeFilter, saveFilter } from './saved-filter-store.ts'

const tags = ['本人 Oneself']
const list = z.enum(['findings', 'cases', 'recoveries'])
/** Codes, days and sums: what names a person is looked for each time, and not kept. */
const query = z
  .string()
  .max(2_000)
  .refine((text) => !new URLSearchParams(text).has('subject_id'), '个人或账号不保存为筛选条件')
const SavedFilterForm = z
  .object({ saved_filter_id: z.string(), list, name: z.string(), query: z.string() })
  .meta({ id: 'SavedFilter' })

const listRoute = createRoute({
  method: 'get',
  path: '/saved-filters',
  summary: '本人保存的筛选条件 / filters that one keeps',
  tags,
  request: { query: z.strictObject({ list }) },
  responses: { 200: jsonResponse(z.object({ items: z.array(SavedFilterForm) })), ...problemResponse },
})
const saveRoute = createRoute({
  method: 'post',
  path: '/saved-filters',
  summary: '保存筛选条件，同名则替换 / keep one; the same name replaces',
  tags,
  request: {
    body: jsonBody(z.strictObject({ list, name: z.string().trim().min(1).max(40), query })),
  },
  responses: { 200: jsonResponse(SavedFilterForm), ...problemResponse },
})
const removeRoute = createRoute({
  method: 'post',
  path: '/saved-filters/{saved_filter_id}/remove',
  summary: '删除保存的筛选条件 / forget one',
  tags,
  request: { params: z.object({ saved_filter_id: IdParam }) },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})

/** For the type of the API. */
export const savedFilterApi = [listRoute, saveRoute, removeRoute] as const

/** A person's own; nobody else sees them, and they grant nothing. */
export function savedFilterRoutes({ db, newId }: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { staffId } = c.var.session
    const { list: of } = c.req.valid('query')
    const items = await db.transaction().execute((tx) => listSavedFilters(tx, { staffId, list: of }))
    return c.json({ items: items.map(formOf) }, 200)
  })
  app.openapi(saveRoute, async (c) => {
    const given = c.req.valid('json')
    const { staffId } = c.var.session
    const filter = { ...given, staffId, saved_filter_id: newId() }
    const saved = await db.transaction().execute((tx) => saveFilter(tx, filter))
    return c.json(formOf(saved), 200)
  })
  app.openapi(removeRoute, async (c) => {
    const { saved_filter_id: savedFilterId } = c.req.valid('param')
    const { staffId } = c.var.session
    await db.transaction().execute((tx) => removeFilter(tx, { staffId, savedFilterId }))
    return c.body(null, 204)
  })
  return app
}

function formOf(saved: { saved_filter_id: string; list: string; name: string; query: string }) {
  return SavedFilterForm.parse(saved)
}
