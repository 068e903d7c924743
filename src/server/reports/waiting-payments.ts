import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { visibleRows } from './reading.ts'

const WaitingForm = z
  .object({
    record_id: z.string(),
    batch_id: z.string(),
    scheme: z.string(),
    kind: z.string(),
    status: z.string(),
    line_count: z.int(),
    amount_fen: z.string().describe('不含暂缓明细 / without the lines that are held'),
    held_count: z.int(),
  })
  .meta({ id: 'WaitingPayment' })
type WaitingForm = z.infer<typeof WaitingForm>

const waitingRoute = createRoute({
  method: 'get',
  path: '/meetings/waiting-payments',
  summary:
    '本单位某月待审批的发放文件，供支付调拨会议程 / payment files that wait, for the agenda of the meeting',
  tags: ['会议 Meetings'],
  request: { query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }) },
  responses: { 200: jsonResponse(z.object({ items: z.array(WaitingForm) })), ...problemResponse },
})

/** For the type of the API. */
export const waitingPaymentApi = [waitingRoute] as const

async function listWaiting(
  tx: Tx,
  asked: { readonly month: string; readonly agencyId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<WaitingForm[]> {
  const { rows } = await sql<WaitingForm>`
    select
      listed.record_id,
      listed.status,
      listed.data -> 'batch' ->> 'batch_id' as batch_id,
      listed.data -> 'batch' ->> 'scheme' as scheme,
      listed.data -> 'batch' ->> 'kind' as kind,
      (listed.data -> 'released' ->> 'lineCount')::integer as line_count,
      listed.data -> 'released' ->> 'fen' as amount_fen,
      (listed.data -> 'heldTotal' ->> 'lineCount')::integer as held_count
    from app.record as listed
    where
      listed.kind = 'ORDER_PAYMENT_FILE'
      and listed.status in ('ENTERED', 'REVIEWED')
      and listed.agency_id = ${asked.agencyId}
      and listed.data -> 'batch' ->> 'pay_month' = ${asked.month}
      and ${asked.visible}
    order by listed.data -> 'batch' ->> 'batch_id', listed.record_id
    limit 30
  `.execute(tx)
  return rows
}

/** What the payment meeting has to decide: files that were entered and are not approved. */
export function waitingPaymentRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(waitingRoute, async (c) => {
    const { month } = c.req.valid('query')
    const items = await context.db.transaction().execute(async (tx) => {
      const visible = await visibleRows(context, tx, c, 'READ')
      const { actor } = await getReader(context, tx, c)
      return listWaiting(tx, { month, agencyId: actor.agencyId, visible })
    })
    return c.json({ items }, 200)
  })
}
