import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { waitingOrdersOf } from '#orders/storing/waiting-orders.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { TextForm } from '../acting/record-forms.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordSeen } from '../trail/record-export.ts'

const waitingRoute = createRoute({
  method: 'get',
  path: '/persons/{person_id}/waiting-orders',
  summary: '某人名下在办的业务单及其等待的岗位 / orders open about a person, and for whom each waits',
  tags: ['参保人员 Persons'],
  request: { params: z.object({ person_id: z.string().min(1).max(64) }) },
  responses: {
    200: jsonResponse(
      z.object({
        orders: z.array(
          z.object({
            record_id: z.string(),
            kind: z.string(),
            title: TextForm,
            status: z.string(),
            status_title: TextForm,
            entered_by: z.string(),
            entered_at: z.iso.datetime(),
            due_day: z.string().nullable(),
            waits_for: z.array(
              z.object({
                duty: z.string(),
                duty_title: TextForm,
                agency_id: z.string(),
                agency_name: z.string(),
                assigned_to: z.string().nullable(),
              }),
            ),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const waitingApi = [waitingRoute] as const

/** An order shows on its subject that it is waiting, and for whom (issue 4); a person outside one's scope is not there. */
export function waitingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db, kernel } = context
  return createRoutes<ServerEnv>().openapi(waitingRoute, async (c) => {
    const { person_id: personId } = c.req.valid('param')
    const isThere = await db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleTo(context, reader, { code: 'READ', columns: { region: sql`person.region` } })
      const { rows } = await sql`
        select
        from register.person
        where person.person_id = ${personId} and ${visible}
      `.execute(tx)
      return rows.length > 0
    })
    if (!isThere) throw notFound
    const orders = await waitingOrdersOf(db, personId, [...kernel.kinds.values()])
    await recordSeen(context, c, {
      function: 'READ/waiting-orders',
      list: 'person',
      recordId: personId,
      outcome: 'VIEWED',
      payload: { orders: orders.length },
    })
    return c.json(
      {
        orders: orders.map((order) => ({
          record_id: order.recordId,
          kind: order.kind,
          title: order.title,
          status: order.status,
          status_title: order.statusTitle,
          entered_by: order.enteredBy,
          entered_at: order.enteredAt.toISOString(),
          due_day: order.dueDay,
          waits_for: order.waitsFor.map((each) => ({
            duty: each.duty,
            duty_title: each.dutyTitle,
            agency_id: each.agencyId,
            agency_name: each.agencyName,
            assigned_to: each.assignedTo,
          })),
        })),
      },
      200,
    )
  })
}
