import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Scope, scopesOf } from '#access/storing/scope-condition.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { type Coverage, coverageOf } from '#overview/coverage.ts'
import { readFindingTotals } from '#overview/finding-totals.ts'
import { type RecordTotals, readRecordTotals } from '#overview/record-totals.ts'
import { notFound } from '#platform/http/http-app.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { countedFilterOf, countedFilters } from '../findings/counted-filters.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import {
  type CaseTotalsForm,
  caseTotalsForm,
  type FindingTotalsForm,
  findingTotalsForm,
  type RecoveryTotalsForm,
  recoveryTotalsForm,
} from './overview-forms.ts'

/** Totals within a person's scope, for the pages and for their files alike. */

const { region } = countedFilters
export const FindingQuery = z.strictObject(countedFilters)
export const RegionQuery = z.strictObject({ region })

const nobodys = new Refusal('not_permitted', {
  zh: '您的岗位没有查看这些汇总的权限；请联系安全管理员。',
  en: 'Your posts do not include these totals; ask the security officer.',
})

export async function scopesToRead(
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

/** In one moment: what is read of findings, cases and money fits together. */
export function inSnapshot<Result>(
  context: ServerContext,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return context.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(work)
}

export async function findingTotals(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: z.output<typeof FindingQuery>,
): Promise<z.infer<typeof FindingTotalsForm>> {
  // A finding is read whatever its scheme, as in its list.
  const scopes = (await scopesToRead(context, tx, c, 'READ')).map((scope) => ({ ...scope, schemes: null }))
  const coverage = await coverageAsked(tx, scopes, asked.region)
  return findingTotalsForm(
    coverage,
    await readFindingTotals(tx, { coverage, filter: countedFilterOf(asked) }),
  )
}

export async function caseTotals(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: z.output<typeof RegionQuery>,
): Promise<z.infer<typeof CaseTotalsForm>> {
  const read = await readCases(context, tx, c, asked.region)
  return caseTotalsForm(read.coverage, { totals: read.cases, today: read.today })
}

export async function recoveryTotals(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: z.output<typeof RegionQuery>,
): Promise<z.infer<typeof RecoveryTotalsForm>> {
  const { coverage, cases: confirmed } = await readCases(context, tx, c, asked.region)
  const totals = await readRecordTotals(tx, { ...recoveries, coverage })
  return recoveryTotalsForm(coverage, { totals, confirmedFen: confirmed.whole.confirmed_fen })
}
