import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { listSimilar, similarities } from '#findings/reading/similar-findings.ts'
import { readSubjectRows } from '#findings/reading/subject-rows.ts'
import { listSnoozesOf } from '#findings/snoozing/snooze-store.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { visibleTo } from '../../organisation/reader.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { FindingForm, findingForm } from '../finding-forms.ts'
import { getFinding, visibleEvidence, visibleFindings } from '../finding-routes.ts'
import { SnoozeForm, snoozeForm } from '../snooze-routes.ts'
import { ExplanationForm, explainFinding } from './explain-finding.ts'
import { readParameters } from './read-parameters.ts'
import { TimelineForm, timelineForm } from './timeline-form.ts'

const tags = ['疑点 Findings']
const FindingParam = z.object({ finding_id: z.string().regex(/^[0-9a-f]{16}$/) })

const similarRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/similar',
  summary:
    '相关疑点：同一对象、同规则同地区、同一账号、同一单位 / findings that may belong to the same affair',
  tags,
  request: { params: FindingParam },
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({ by: z.enum(similarities), findings: z.array(FindingForm), has_more: z.boolean() }),
        ),
      }),
    ),
    ...problemResponse,
  },
})
const timelineRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/timeline',
  summary:
    '对象的时间轴：本人权限内各疑点证据中的发放、认证、死亡、状态等（脱敏）/ what evidence says of the subject over time',
  tags,
  request: { params: FindingParam },
  responses: { 200: jsonResponse(TimelineForm), ...problemResponse },
})
const explanationRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/explanation',
  summary: '用通俗文字说明疑点，以及可以告知当事人的内容 / the finding in plain words, and what may be told',
  tags,
  request: { params: FindingParam },
  responses: { 200: jsonResponse(ExplanationForm), ...problemResponse },
})
const snoozesRoute = createRoute({
  method: 'get',
  path: '/findings/{finding_id}/snoozes',
  summary: '曾经和正在静默本疑点的记录 / what silences the finding, or did',
  tags,
  request: { params: FindingParam },
  responses: { 200: jsonResponse(z.object({ items: z.array(SnoozeForm) })), ...problemResponse },
})

/** For the type of the API. */
export const aroundFindingApi = [similarRoute, timelineRoute, explanationRoute, snoozesRoute] as const

/** What stands beside an open finding; that it was opened is in the trail already. */
export function aroundFindingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(similarRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const similar = await context.db.transaction().execute(async (tx) => {
      const { finding, reader } = await getFinding(context, tx, c, findingId)
      return listSimilar(tx, finding, {
        visible: visibleFindings(context, reader),
        visibleEvidence: visibleEvidence(context, reader),
      })
    })
    const items = similar.map(({ by, findings, hasMore }) => ({
      by,
      findings: findings.map((each) => findingForm(each, { isMasked: true })),
      has_more: hasMore,
    }))
    return c.json({ items }, 200)
  })
  app.openapi(timelineRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const rows = await context.db.transaction().execute(async (tx) => {
      const { finding, reader } = await getFinding(context, tx, c, findingId)
      const subject = { subjectKind: finding.subject_kind, subjectId: finding.subject_id }
      return readSubjectRows(tx, subject, {
        visible: visibleFindings(context, reader),
        visibleEvidence: visibleEvidence(context, reader),
      })
    })
    return c.json(timelineForm(rows), 200)
  })
  app.openapi(explanationRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const explanation = await context.db.transaction().execute(async (tx) => {
      const { finding } = await getFinding(context, tx, c, findingId)
      return explainFinding(finding, await readParameters(tx, finding))
    })
    return c.json(explanation, 200)
  })
  app.openapi(snoozesRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const snoozes = await context.db.transaction().execute(async (tx) => {
      const { finding, reader } = await getFinding(context, tx, c, findingId)
      const columns = { region: sql`finding_snooze.regions`, isRegionList: true }
      return listSnoozesOf(tx, finding, visibleTo(context, reader, { code: 'READ', columns }))
    })
    return c.json({ items: snoozes.map(snoozeForm) }, 200)
  })
  return app
}
