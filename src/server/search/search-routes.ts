import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { maskPersonal } from '#platform/http/list/mask.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { everyRule, titleOfCode } from '#rules/every-rule.ts'
import { TextForm } from '../acting/record-forms.ts'
import { askAnywhere } from '../organisation/ask-anywhere.ts'
import { getReader } from '../organisation/reader.ts'
import { foundForm } from '../profiles/profile-form.ts'
import { FoundForm } from '../profiles/profile-forms.ts'
import { profileScope } from '../profiles/profile-scope.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordSeen } from '../trail/record-export.ts'
import { eachMax, type FoundRecord, findEverywhere } from './find-everywhere.ts'

/** Somebody at a counter looks up one person after the other; a list of names tried one by one is no work. */
const searchRate: Rate = { name: 'search', limit: 600, windowSeconds: 3_600 }

const FindingHit = z.object({
  finding_id: z.string(),
  rule_code: z.string(),
  rule_title: TextForm,
  level: z.int(),
  status: z.enum(['OPEN', 'IN_CASE', 'CONCLUDED']),
  person_name: z.string(),
  amount_fen: z.string(),
})
const RecordHit = z.object({
  record_id: z.string(),
  kind: z.string(),
  kind_title: TextForm,
  status_title: TextForm,
  is_open: z.boolean(),
  entered_at: z.iso.datetime(),
})
const Hits = z
  .object({
    subjects: z.array(FoundForm),
    findings: z.array(FindingHit),
    records: z.array(RecordHit).describe('业务单、案件、追回、文书 / orders, cases, recoveries, letters'),
    rules: z.array(z.object({ code: z.string(), title: TextForm })),
    has_more: z.boolean().describe('某一类还有更多，请用列表筛选 / there are more of a kind; use its list'),
  })
  .meta({ id: 'SearchHits' })

/** By POST: what is sought may be a name or a number of a person, and addresses are kept in logs. */
const searchRoute = createRoute({
  method: 'post',
  path: '/search',
  summary:
    '全局查找：对象、疑点、业务单和案件、规则（本人范围内，脱敏，留痕）/ find subjects, findings, records and rules within the scope, masked, in the trail',
  tags: ['查找 Search'],
  request: { body: jsonBody(z.strictObject({ query: z.string().trim().min(2).max(64) })) },
  responses: { 200: jsonResponse(Hits), ...problemResponse },
})

function rulesLike(query: string): z.infer<typeof Hits>['rules'] {
  const sought = query.toLowerCase()
  return everyRule
    .filter(
      ({ code, title }) =>
        code.toLowerCase().startsWith(sought) ||
        title.zh.includes(query) ||
        (sought.length > 3 && title.en.toLowerCase().includes(sought)),
    )
    .slice(0, eachMax + 1)
    .map(({ code, title }) => ({ code, title }))
}

function recordHit({ kernel }: ServerContext, row: FoundRecord): z.input<typeof RecordHit> {
  const kind = kernel.kinds.get(row.kind)
  const unknown = { zh: row.kind, en: row.kind }
  return {
    record_id: row.record_id,
    kind: row.kind,
    kind_title: kind?.title ?? unknown,
    status_title: kind?.statuses[row.status] ?? { zh: row.status, en: row.status },
    is_open: row.is_open,
    entered_at: row.entered_at.toISOString(),
  }
}

/** For the type of the API. */
export const searchApi = [searchRoute] as const

/** One box for everything: what one may see of it, and that it was asked. */
export function searchRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(searchRoute, async (c) => {
    const { query } = c.req.valid('json')
    await takeFromRate(context.db, searchRate, c.var.session.staffId)
    const { found, mayReadRules } = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const scope = profileScope(context, reader)
      const everywhere = await findEverywhere(tx, query, {
        persons: scope.business('person.region'),
        employers: scope.business('employer.region'),
        staff: scope.authority('agency.region'),
        findings: scope.findings,
        records: scope.records,
      })
      const mayReadRules = await askAnywhere(context, tx, c, 'READ').then(
        () => true,
        () => false,
      )
      return { found: everywhere, mayReadRules }
    })
    const { subjects, findings, records } = found
    const likely = mayReadRules ? rulesLike(query) : []
    await recordSeen(context, c, {
      function: 'READ/search',
      list: 'search',
      outcome: 'VIEWED',
      payload: {
        query,
        subjects: subjects.length,
        findings: findings.length,
        records: records.length,
      },
    })
    const kinds = [...new Set(subjects.map(({ kind }) => kind))]
    const shown = kinds.flatMap((kind) => subjects.filter((each) => each.kind === kind).slice(0, eachMax))
    return c.json(
      {
        subjects: shown.map((each) => foundForm(each, context.signIn.secretKey)),
        findings: findings.slice(0, eachMax).map(({ amount_fen, person_name, rule_code, ...row }) => ({
          ...row,
          rule_code,
          rule_title: titleOfCode(rule_code),
          person_name: maskPersonal('name', person_name),
          amount_fen: amount_fen.toString(),
        })),
        records: records.slice(0, eachMax).map((row) => recordHit(context, row)),
        rules: likely.slice(0, eachMax),
        has_more:
          shown.length < subjects.length ||
          [findings, records, likely].some(({ length }) => length > eachMax),
      },
      200,
    )
  })
}
