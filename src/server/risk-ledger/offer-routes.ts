import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { offersOf } from '#risk-ledger/offers/offer.ts'
import { RiskPoint } from '#risk-ledger/risk-point-data.ts'
import { foundingTexts } from '#rules/founding-texts.ts'
import { TextForm } from '../acting/record-forms.ts'
import { ruleTitle } from '../cases/case-forms.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const staffId = z.string().nullable()

const OfferForm = z
  .object({
    code: z.string(),
    basis: z.object({ document: z.string(), title: TextForm, quote: z.string() }),
    draft: RiskPoint.extend({
      direct_staff_id: staffId,
      department_head_id: staffId,
      unit_head_id: staffId,
    }),
    rules: z.array(z.object({ code: z.string(), title: TextForm })),
    taken_by: z.string().nullable().describe('已在台账中的风险点 / the risk point that is there already'),
  })
  .meta({ id: 'RiskPointOffer' })

const offersRoute = createRoute({
  method: 'get',
  path: '/risk-points/offers',
  summary:
    '按现有规则和岗位提供的首份台账草稿，供逐条选用 / drafts of a first ledger, to be taken up one by one',
  tags: ['风险台账 Risk ledger'],
  responses: {
    200: jsonResponse(z.object({ agency_id: z.string(), items: z.array(OfferForm) })),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const offerApi = [offersRoute] as const

export function offerRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(offersRoute, async (c) => {
    const { agencyId, offers } = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      return { agencyId: actor.agencyId, offers: await offersOf(tx, actor.agencyId) }
    })
    const items = offers.map(({ code, basis, draft, taken_by }) => ({
      ...{ code, draft: { ...draft, measures: [...draft.measures] }, taken_by },
      basis: { ...basis, title: foundingTexts[basis.document]!.title },
      rules: draft.rule_codes.map((each) => ({ code: each, title: ruleTitle(each) })),
    }))
    return c.json({ agency_id: agencyId, items }, 200)
  })
}
