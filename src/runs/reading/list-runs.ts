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
  readonly is_trial: boolean
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
      'is_trial',
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

export interface RunExpectations {
  /** Of the upload that it screens; null: of a delivery loaded into the register. */
  readonly delivery_title: string | null
  readonly shadows: { readonly rule_code: string; readonly name: string }[]
  readonly usual_seconds: number | null
}

/** What was asked beside the live rules, and how long the last five runs of this agency took that ran as many rules. */
export async function findRunExpectations(tx: Tx, runId: string): Promise<RunExpectations> {
  const { rows } = await sql<RunExpectations>`
    with
      asked as (
        select agency_id, snapshot_id, rule_codes, coalesce(shadows, '[]'::jsonb) as shadows
        from app.screening_run
        where run_id = ${runId}
      ),
      latest as (
        select extract(epoch from screening_run.finished_at - screening_run.started_at) as seconds
        from asked
        join app.screening_run on screening_run.agency_id = asked.agency_id
          and screening_run.state = 'DONE'
          and screening_run.rule_codes is not distinct from asked.rule_codes
          and screening_run.run_id <> ${runId}
        order by screening_run.asked_at desc, screening_run.run_id
        limit 5
      )
    select
      (
        select delivery_upload.title
        from asked
        join app.delivery_upload on delivery_upload.upload_id = asked.snapshot_id
      ) as delivery_title,
      coalesce(
        (
          select jsonb_agg(
            jsonb_build_object('rule_code', shadow ->> 'rule_code', 'name', shadow ->> 'name')
            order by place
          )
          from asked, jsonb_array_elements(asked.shadows) with ordinality as each (shadow, place)
        ),
        '[]'::jsonb
      ) as shadows,
      (select ceil(percentile_cont(0.5) within group (order by seconds))::integer from latest) as usual_seconds
    order by usual_seconds
  `.execute(tx)
  return rows[0]!
}

export interface SnapshotRow {
  readonly snapshot_id: string
  readonly title: string | null
  readonly agency_id: string | null
  readonly rows_loaded: bigint
  readonly at: Date
}

/** What can be screened: imported deliveries in the scope, and those loaded into the register; the newest hundred. */
export async function listSnapshots(
  tx: Tx,
  /** On `delivery_upload.region`. */
  visible: RawBuilder<SqlBool>,
): Promise<SnapshotRow[]> {
  const { rows } = await sql<SnapshotRow>`
    select snapshot_id, title, agency_id, rows_loaded, at
    from (
      select
        delivery_upload.upload_id as snapshot_id,
        delivery_upload.title,
        delivery_upload.agency_id,
        delivery_upload.rows_loaded,
        delivery_upload.imported_at as at
      from app.delivery_upload
      where delivery_upload.state = 'IMPORTED'
        and ${visible}
      union all
      select delivery.delivery_id, null, null, delivery.rows_loaded, delivery.loaded_at
      from app.delivery
    ) as snapshot
    order by at desc, snapshot_id
    limit 100
  `.execute(tx)
  return rows
}
