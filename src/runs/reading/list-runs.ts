import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { RunProgress, RunResult, RunState } from '../screening-run.ts'

export interface RunRow {
  readonly run_id: string
  readonly snapshot_id: string
  readonly agency_id: string
  readonly region: string
  readonly rule_codes: string[] | null
  readonly as_of: string | null
  readonly state: RunState
  readonly asked_by: string | null
  readonly asked_at: Date
  readonly cancel_asked_by: string | null
  readonly cancel_asked_at: Date | null
  readonly attempts: number
  readonly started_at: Date | null
  readonly finished_at: Date | null
  readonly progress: RunProgress | null
  readonly failure: Bilingual | null
  readonly result: RunResult | null
}

const runColumns = sql.join(
  [
    ...[
      'run_id',
      'snapshot_id',
      'agency_id',
      'region',
      'rule_codes',
      'as_of',
      'state',
      'asked_by',
      'asked_at',
    ],
    ...['cancel_asked_by', 'cancel_asked_at', 'attempts', 'started_at', 'finished_at', 'progress', 'failure'],
    'result',
  ].map((name) => sql.ref(`screening_run.${name}`)),
)

export interface RunFilter {
  readonly states: readonly string[] | null
  readonly snapshotId: string | null
  /** On `screening_run.region`. */
  readonly visible: RawBuilder<SqlBool>
}

export async function listRuns(
  tx: Tx,
  request: ListRequest<'asked_at'>,
  { states, snapshotId, visible }: RunFilter,
): Promise<(RunRow & { readonly cursor_value: string; readonly cursor_id: string })[]> {
  const columns = { asked_at: { expression: sql`screening_run.asked_at`, type: 'timestamptz' as const } }
  const page = keyset(request, columns, sql<string>`screening_run.run_id`)
  const { rows } = await sql<RunRow & { cursor_value: string; cursor_id: string }>`
    select ${runColumns}, ${page.position}
    from app.screening_run
    where ${visible}
      and (${snapshotId}::text is null or screening_run.snapshot_id = ${snapshotId})
      and (${states === null} or screening_run.state = any(${states === null ? [] : [...states]}::text[]))
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface RunRuleRow {
  readonly rule_code: string
  readonly rule_version: number
  readonly shadow: string
  readonly status: 'HIT' | 'PASS' | 'NOT_EVALUATED' | 'FAILED'
  readonly reason: Bilingual | null
  readonly findings: number
  readonly amount_fen: bigint
  readonly parameters: Record<string, string>
  readonly sql_sha256: string
  readonly seconds: string
  readonly compared: {
    only_live: number
    only_shadow: number
    different: number
    same: number
  } | null
}

/** Null: not there, or not in the scope. */
export async function findRun(
  tx: Tx,
  { runId, visible }: { readonly runId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`
    select ${runColumns}
    from app.screening_run
    where screening_run.run_id = ${runId}
      and ${visible}
    order by screening_run.run_id
  `.execute(tx)
  return rows[0] ?? null
}

export async function listRunRules(tx: Tx, runId: string): Promise<RunRuleRow[]> {
  const { rows } = await sql<RunRuleRow>`
    select
      rule_code, rule_version, shadow, status, reason, findings, amount_fen, parameters, sql_sha256,
      seconds::text as seconds, compared
    from app.screening_run_rule
    where run_id = ${runId}
    order by rule_code, shadow
  `.execute(tx)
  return rows
}
