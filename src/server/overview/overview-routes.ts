import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Scope, scopesOf } from '#access/storing/scope-condition.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { readPrecision } from '#findings/precision.ts'
import { type Coverage, coverageOf } from '#overview/coverage.ts'
import { readFindingTotals } from '#overview/finding-totals.ts'
import { type RecordTotals, readRecordTotals } from '#overview/record-totals.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { countedFilterOf, countedFilters } from '../findings/counted-filters.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import {
  CaseTotalsForm,
  caseTotalsForm,
  FindingTotalsForm,
  findingTotalsForm,
  PrecisionForm,
  precisionForm,
  RecoveryTotalsForm,
  recoveryTotalsForm,
} from './overview-forms.ts'

const tags = ['风险总览 Overview']
const { region } = countedFilters
const FindingQuery = z.strictObject(countedFilters)
const RegionQuery = z.strictObject({ region })

const findingsRoute = createRoute({
  method: 'get',
  path: '/overview/findings',
  summary: '疑点汇总：按状态、等级、规则、月份、地区 / totals of findings and their money',
  tags,
  request: { query: FindingQuery },
  responses: { 200: jsonResponse(FindingTotalsForm), ...problemResponse },
})
const casesRoute = createRoute({
  method: 'get',
  path: '/overview/cases',
  summary: '案件汇总：按状态、地区，含逾期 / totals of cases, overdue ones included',
  tags,
  request: { query: RegionQuery },
  responses: { 200: jsonResponse(CaseTotalsForm), ...problemResponse },
})
const recoveryRoute = createRoute({
  method: 'get',
  path: '/overview/recovery',
  summary: '追回汇总：认定、应收、已收、核销、未收 / totals of recovery',
  tags,
  request: { query: RegionQuery },
  responses: { 200: jsonResponse(RecoveryTotalsForm), ...problemResponse },
})
const precisionRoute = createRoute({
  method: 'get',
  path: '/overview/precision',
  summary: '规则准确率，全系统 / precision of the rules, of the whole installation',
  tags,
  responses: { 200: jsonResponse(z.object({ items: z.array(PrecisionForm) })), ...problemResponse },
})

const nobodys = new Refusal('not_permitted', {
  zh: '您的岗位没有查看这些汇总的权限；请联系安全管理员。',
  en: 'Your posts do not include these totals; ask the security officer.',
})

async function scopesToRead(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  code: 'READ' | 'READ_CASE',
): Promise<readonly Scope[]> {
  const asked = context.kernel.catalogue.get(code)
  assert(asked !== undefined, `${code} is in the catalogue`)
  const scopes = scopesOf(await getReader(context, tx, c), asked)
  if (scopes.length === 0) throw nobodys
  return scopes
}

/** Outside the scope a region is as unknown as one that does not exist (platform.md 25). */
async function coverageAsked(tx: Tx, scopes: readonly Scope[], asked: string | undefined): Promise<Coverage> {
  const coverage = await coverageOf(tx, { scopes, region: asked ?? null })
  if (coverage === null) throw notFound
  return coverage
}

/** A case that was merged is one with another. */
const cases = { kind: 'CASE', leftOut: ['MERGED'] } as const
const recoveries = { kind: 'RECOVERY', leftOut: ['CANCELLED'] } as const

async function readToday(tx: Tx): Promise<string> {
  const { rows } = await sql<{ today: string }>`select current_date::text as today`.execute(tx)
  return rows[0]!.today
}

interface CaseWork {
  readonly coverage: Coverage
  readonly cases: RecordTotals
  readonly today: string
}

async function readCases(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: string | undefined,
): Promise<CaseWork> {
  const coverage = await coverageAsked(tx, await scopesToRead(context, tx, c, 'READ_CASE'), asked)
  return {
    coverage,
    cases: await readRecordTotals(tx, { ...cases, coverage }),
    today: await readToday(tx),
  }
}

/** For the type of the API. */
export const overviewApi = [findingsRoute, casesRoute, recoveryRoute, precisionRoute] as const

/** What dashboards show, within the person's scope: no request reads more for more findings. */
export function overviewRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  const inSnapshot = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    context.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
  app.openapi(findingsRoute, async (c) => {
    const asked = c.req.valid('query')
    const form = await inSnapshot(async (tx) => {
      // A finding is read whatever its scheme, as in its list.
      const scopes = (await scopesToRead(context, tx, c, 'READ')).map((scope) => ({
        ...scope,
        schemes: null,
      }))
      const coverage = await coverageAsked(tx, scopes, asked.region)
      return findingTotalsForm(
        coverage,
        await readFindingTotals(tx, { coverage, filter: countedFilterOf(asked) }),
      )
    })
    return c.json(form, 200)
  })
  app.openapi(casesRoute, async (c) => {
    const { region: asked } = c.req.valid('query')
    const read = await inSnapshot((tx) => readCases(context, tx, c, asked))
    return c.json(caseTotalsForm(read.coverage, { totals: read.cases, today: read.today }), 200)
  })
  app.openapi(recoveryRoute, async (c) => {
    const { region: asked } = c.req.valid('query')
    const form = await inSnapshot(async (tx) => {
      const { coverage, cases: confirmed } = await readCases(context, tx, c, asked)
      const totals = await readRecordTotals(tx, { ...recoveries, coverage })
      return recoveryTotalsForm(coverage, { totals, confirmedFen: confirmed.whole.confirmed_fen })
    })
    return c.json(form, 200)
  })
  app.openapi(precisionRoute, async (c) => {
    const items = await inSnapshot(async (tx) => {
      await scopesToRead(context, tx, c, 'READ')
      return readPrecision(tx)
    })
    return c.json({ items: items.map(precisionForm) }, 200)
  })
  return app
}
