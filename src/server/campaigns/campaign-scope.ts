import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { scopesOf } from '#access/storing/scope-condition.ts'
import { assert } from '#base/refusal.ts'
import { CampaignData, type Plan, type SpotCheck } from '#campaigns/planning/plan.ts'
import { type Coverage, coverageOf } from '#overview/coverage.ts'
import { notFound } from '#platform/http/http-app.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/**
 * Who sees what of a campaign: its record whoever is above all or part of it, like any record; its name, dates and the
 * figures of the own scope also a unit that has a task of it. Outside, a campaign does not exist (platform.md 25).
 */

export type CampaignContext = Pick<ServerContext, 'kernel' | 'db'>

/** Rows with a region in the reader's scope. */
export function inScope(
  context: CampaignContext,
  reader: Reader,
  region: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  return visibleTo(context, reader, { code: 'READ', columns: { region } })
}

const ownPlan = (context: CampaignContext, reader: Reader): RawBuilder<SqlBool> =>
  visibleTo(context, reader, { code: 'READ', columns: { covering: sql`record.covering` } })

/** Of `record`, a campaign. */
export function seenCampaign(context: CampaignContext, reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`(
    ${ownPlan(context, reader)}
    or exists (
      select
      from app.campaign_unit as unit
      where unit.campaign_id = record.record_id and ${inScope(context, reader, sql`unit.region`)}
    )
  )`
}

export interface SeenCampaign {
  readonly campaignId: string
  readonly status: string
  readonly agencyId: string | null
  readonly plan: Plan
  readonly spot: SpotCheck | null
  readonly startedOn: string | null
  /** The record itself may be opened. */
  readonly isOwnPlan: boolean
}

export async function findCampaign(
  context: CampaignContext,
  tx: Tx,
  asked: { readonly reader: Reader; readonly campaignId: string },
): Promise<SeenCampaign> {
  const { reader, campaignId } = asked
  const { rows } = await sql<{
    status: string
    agency_id: string | null
    data: unknown
    is_own_plan: boolean
  }>`
    select record.status, record.agency_id, record.data, ${ownPlan(context, reader)} as is_own_plan
    from app.record
    where record.record_id = ${campaignId}
      and record.kind = 'CAMPAIGN'
      and ${seenCampaign(context, reader)}
  `.execute(tx)
  const row = rows[0]
  if (row === undefined) throw notFound
  const { plan, spot, started_on: startedOn } = CampaignData.parse(row.data)
  const { status, agency_id: agencyId, is_own_plan: isOwnPlan } = row
  return { campaignId, status, agencyId, plan, spot: isOwnPlan ? spot : null, startedOn, isOwnPlan }
}

export async function coverageFor(
  context: CampaignContext,
  tx: Tx,
  { reader, region }: { readonly reader: Reader; readonly region: string | undefined },
): Promise<Coverage> {
  const asked = context.kernel.catalogue.get('READ')
  assert(asked !== undefined, 'READ is in the catalogue')
  // A unit answers for all schemes: who sees some of them sees its answers.
  const scopes = scopesOf(reader, asked).map((scope) => ({ ...scope, schemes: null }))
  const coverage = await coverageOf(tx, { scopes, region: region ?? null })
  if (coverage === null || coverage.members.length === 0) throw notFound
  return coverage
}

export interface Looked {
  readonly reader: Reader
  readonly campaign: SeenCampaign
  readonly coverage: Coverage
  readonly members: readonly string[]
}

/** What every route of one campaign begins with. */
export async function lookAt(
  context: CampaignContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: { readonly campaignId: string; readonly region?: string | undefined },
): Promise<Looked> {
  const reader = await getReader(context, tx, c)
  const campaign = await findCampaign(context, tx, { reader, campaignId: asked.campaignId })
  const coverage = await coverageFor(context, tx, { reader, region: asked.region })
  return { reader, campaign, coverage, members: coverage.members.map(({ region }) => region) }
}
