import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import {
  cursorOf,
  pageSchema,
  pageSizeDefault,
  pageSizeMax,
  positionOf,
  type Sorting,
} from '#platform/http/list/list-query.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { assignToDo, claimToDo, releaseToDo } from '#records/to-dos/assign-to-do.ts'
import { listToDos, type ToDo } from '#records/to-dos/list-to-dos.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { actContextOf } from './act-context-of.ts'
import { TextForm } from './record-forms.ts'

const tags = ['待办 To-dos']

const ToDoForm = z
  .object({
    to_do_id: z.string(),
    record_id: z.string(),
    kind: z.string(),
    duty: z.string(),
    agency_id: z.string(),
    title: TextForm,
    due_day: z.string().nullable(),
    created_at: z.iso.datetime(),
    assigned_to: z.string().nullable(),
  })
  .meta({ id: 'ToDo' })

const Query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(pageSizeMax).default(pageSizeDefault),
  cursor: z.string().max(600).optional(),
  list: z.enum(['mine', 'post']).default('mine'),
  is_free: z.enum(['true', 'false']).optional(),
})

const listRoute = createRoute({
  method: 'get',
  path: '/to-dos',
  summary:
    '待办列表：本人的或本岗位的，最急的在前 / to-dos, one’s own or one’s post’s, the most urgent first',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(ToDoForm)), ...problemResponse },
})

const ToDoParam = z.object({ to_do_id: IdParam })
const done = { 204: { description: '完成 / done' }, ...problemResponse }

const claimRoute = createRoute({
  method: 'post',
  path: '/to-dos/{to_do_id}/claim',
  summary: '领取 / take',
  tags,
  request: { params: ToDoParam, body: jsonBody(z.strictObject({})) },
  responses: done,
})

const releaseRoute = createRoute({
  method: 'post',
  path: '/to-dos/{to_do_id}/release',
  summary: '退回岗位 / give back',
  tags,
  request: { params: ToDoParam, body: jsonBody(z.strictObject({})) },
  responses: done,
})

const assignRoute = createRoute({
  method: 'post',
  path: '/to-dos/{to_do_id}/assign',
  summary: '指派 / assign',
  tags,
  request: { params: ToDoParam, body: jsonBody(z.strictObject({ staff_id: IdParam })) },
  responses: done,
})

function toDoForm(toDo: ToDo): z.infer<typeof ToDoForm> {
  return {
    to_do_id: toDo.toDoId,
    record_id: toDo.recordId,
    kind: toDo.kind,
    duty: toDo.duty,
    agency_id: toDo.agencyId,
    title: toDo.title,
    due_day: toDo.dueDay,
    created_at: toDo.createdAt.toISOString(),
    assigned_to: toDo.assignedTo,
  }
}

const order: Sorting<'due_day'> = { column: 'due_day', isDescending: false }
/** Stands for a to-do without a deadline, which comes last. */
const noDay = 'infinity'

/** For the type of the API. */
export const toDoApi = [listRoute, claimRoute, releaseRoute, assignRoute] as const

export function toDoRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>()
    .openapi(listRoute, async (c) => {
      const { limit, cursor, list, is_free: isFree } = c.req.valid('query')
      const after = positionOf(cursor, order, 'date')
      const found = await listToDos(actContextOf(context, c), {
        list,
        isFree: isFree === 'true',
        limit,
        ...(after === null
          ? {}
          : { after: { dueDay: after.value === noDay ? null : after.value, toDoId: after.id } }),
      })
      const last = found.length === limit ? found.at(-1) : undefined
      const next =
        last === undefined ? null : cursorOf(order, { value: last.dueDay ?? noDay, id: last.toDoId })
      return c.json({ items: found.map(toDoForm), next_cursor: next }, 200)
    })
    .openapi(claimRoute, async (c) => {
      await claimToDo(actContextOf(context, c), c.req.valid('param').to_do_id)
      return c.body(null, 204)
    })
    .openapi(releaseRoute, async (c) => {
      await releaseToDo(actContextOf(context, c), c.req.valid('param').to_do_id)
      return c.body(null, 204)
    })
    .openapi(assignRoute, async (c) => {
      await assignToDo(actContextOf(context, c), c.req.valid('param').to_do_id, c.req.valid('json').staff_id)
      return c.body(null, 204)
    })
}
