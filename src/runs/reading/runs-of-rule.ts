import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { RunRuleRow } from './list-runs.ts'

export type RunOfRuleRow = Omit<RunRuleRow, 'rule_code' | 'sql_sha256'> & {
  readonly run_id: string
  readonly snapshot_id: string
  readonly agency_id: string
  readonly region: string
  readonly as_of: string | null
  readonly asked_at: Date
  readonly finished_at: Date | null
}

/** What one rule and its shadows gave, run by run; `visible` is the scope, on `screening_run.region`. */
export async function listRunsOfRule(
  tx: Tx,
  request: ListRequest<'asked_at'>,
  { ruleCode, visible }: { readonly ruleCode: string; readonly visible: RawBuilder<SqlBool> },
): Promise<(RunOfRuleRow & { readonly cursor_value: string; readonly cursor_id: string })[]> {
  const columns = { asked_at: { expression: sql`screening_run.asked_at`, type: 'timestamptz' as const } }
  const id = sql<string>`(screening_run.run_id || '#' || given.shadow)`
  const page = keyset(request, columns, id)
  const { rows } = await sql<RunOfRuleRow & { cursor_value: string; cursor_id: string }>`
    select
      screening_run.run_id,
      screening_run.snapshot_id,
      screening_run.agency_id,
      screening_run.region,
      screening_run.as_of::text as as_of,
      screening_run.asked_at,
      screening_run.finished_at,
      given.rule_version,
      given.shadow,
      given.status,
      given.reason,
      given.findings,
      given.amount_fen,
      given.parameters,
      given.seconds::text as seconds,
      given.compared,
      ${page.position}
    from app.screening_run
    join app.screening_run_rule as given on given.run_id = screening_run.run_id
    where given.rule_code = ${ruleCode}
      and ${visible}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
