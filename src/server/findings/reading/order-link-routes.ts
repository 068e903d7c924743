import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { type HitOrder, listFindingsOfOrder, listHitOrders } from '#findings/ordering/list-hit-orders.ts'
import { reversalsOf } from '#orders/storing/reversals-of.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actContextOf } from '../../acting/act-context-of.ts'
import { TextForm } from '../../acting/record-forms.ts'
import { getReader, visibleTo } from '../../organisation/reader.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { FindingForm, findingForm } from '../finding-forms.ts'
import { getFinding, visibleFindings } from '../finding-routes.ts'

/** A finding and the orders whose checks found it, linked both ways (platform.md 4); an order and its reversals (19). */

const RecordLink = z.object({
  record_id: z.string(),
  kind: z.string(),
  kind_title: TextForm,
  status: z.string(),
  status_title: TextForm,
})
type RecordLink = z.infer<typeof RecordLink>

const HitOrderForm = z
  .object({
    record: RecordLink.nullable().describe('录入被拒绝，没有业务单 / null: a refused entry is no order'),
    kind_title: TextForm,
    action_title: TextForm,
    actor_id: z.string(),
    at: z.iso.datetime(),
    is_refused: z.boolean(),
  })
  .meta({ id: 'HitOrder' })

const ordersRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/orders',
  summary: '办理时检查发现该疑点的业务单（本人权限范围内）/ orders whose checks found it, within the scope',
  tags: ['疑点 Findings'],
  request: { params: z.object({ finding_id: z.string().regex(/^[0-9a-f]{16}$/) }) },
  responses: { 200: jsonResponse(z.object({ items: z.array(HitOrderForm) })), ...problemResponse },
})

const relatedRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{record_id}/related',
  summary:
    '业务单的检查所发现的疑点、其撤销单和所撤销的业务单 / findings of an order, reversals, what it reverses',
  tags: ['业务记录 Records'],
  request: {
    params: z.object({ kind: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/), record_id: IdParam }),
  },
  responses: {
    200: jsonResponse(
      z.object({
        findings: z.array(FindingForm),
        reversals: z.array(RecordLink),
        reverses: RecordLink.nullable(),
      }),
    ),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const orderLinkApi = [ordersRoute, relatedRoute] as const

const plain = (code: string): z.infer<typeof TextForm> => ({ zh: code, en: code })

function linkOf(
  { kernel }: ServerContext,
  { recordId, kind, status }: { readonly recordId: string; readonly kind: string; readonly status: string },
): RecordLink {
  const known = kernel.kinds.get(kind)
  return {
    record_id: recordId,
    kind,
    kind_title: known?.title ?? plain(kind),
    status,
    status_title: known?.statuses[status] ?? plain(status),
  }
}

function hitOrderForm(context: ServerContext, order: HitOrder): z.infer<typeof HitOrderForm> {
  const kind = context.kernel.kinds.get(order.kind)
  const { record_id: recordId, status } = order
  return {
    record:
      recordId === null || status === null ? null : linkOf(context, { recordId, kind: order.kind, status }),
    kind_title: kind?.title ?? plain(order.kind),
    action_title: kind?.actions[order.action]?.title ?? plain(order.action),
    actor_id: order.actor_id,
    at: order.at.toISOString(),
    is_refused: order.is_refused,
  }
}

async function readReversed(context: ServerContext, data: unknown): Promise<RecordLink | null> {
  const asked = (data as { readonly asked?: { readonly reverses?: unknown } } | null)?.asked
  if (typeof asked?.reverses !== 'string') return null
  const { rows } = await sql<{ recordId: string; kind: string; status: string }>`
    select record_id as "recordId", kind, status
    from app.record
    where record_id = ${asked.reverses}
    order by record_id
  `.execute(context.db)
  return rows[0] === undefined ? null : linkOf(context, rows[0])
}

/** That the order or the finding was opened is in the trail already. */
export function orderLinkRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(ordersRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const orders = await context.db.transaction().execute(async (tx) => {
      const { reader } = await getFinding(context, tx, c, findingId)
      const columns = { region: sql`of_act.regions`, isRegionList: true }
      return listHitOrders(tx, { findingId, visible: visibleTo(context, reader, { code: 'READ', columns }) })
    })
    return c.json({ items: orders.map((order) => hitOrderForm(context, order)) }, 200)
  })
  app.openapi(relatedRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    const { record } = await findVisible(actContextOf(context, c), { kind, recordId }, 'view')
    const findings = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      return listFindingsOfOrder(tx, { recordId, visible: visibleFindings(context, reader) })
    })
    // A reversal is about the subject of its first order (platform.md 19): whoever sees one sees the other.
    const reversals = await reversalsOf(context.db, recordId)
    return c.json(
      {
        findings: findings.map((each) => findingForm(each, { isMasked: true })),
        reversals: reversals.map((each) => linkOf(context, each)),
        reverses: await readReversed(context, record.data),
      },
      200,
    )
  })
  return app
}
