import { sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { RuleOutcome, ShadowOutcome } from '#screening/finding.ts'
import type { AskedRun, AskedShadow, LeasedRun, RunProgress, RunResult } from './screening-run.ts'

/** Longer than any pause of the event loop; shorter than anybody waits for a lost process. */
export const leaseSeconds = 60
/** A run that ended a process three times would end the next one, too. */
const attemptsMax = 3

export async function insertRun(
  tx: Tx,
  run: AskedRun & { readonly askedBy: string | null; readonly at: Date },
): Promise<void> {
  await sql`
    insert into app.screening_run (
      run_id, snapshot_id, agency_id, region, rule_codes, as_of, shadows, is_trial, state, asked_by, asked_at
    )
    values (
      ${run.runId}, ${run.snapshotId}, ${run.agencyId}, ${run.region},
      ${run.ruleCodes === null ? null : [...run.ruleCodes]}::text[], ${run.asOf}::date,
      ${JSON.stringify(run.shadows ?? [])}::jsonb, ${run.isTrial === true}, 'WAITING', ${run.askedBy}, ${run.at}
    )
  `.execute(tx)
}

interface LeasedRow {
  readonly run_id: string
  readonly snapshot_id: string
  readonly agency_id: string
  readonly region: string
  readonly rule_codes: string[] | null
  readonly as_of: string | null
  readonly shadows: AskedShadow[] | null
  readonly is_trial: boolean
  readonly attempts: number
}

/** The oldest run that waits, or whose process has gone; null: none. Another process passes over it (platform.md 22). */
export async function leaseRun(
  db: Database,
  { leasedBy }: { readonly leasedBy: string },
): Promise<LeasedRun | null> {
  await endTriedTooOften(db)
  const { rows } = await sql<LeasedRow>`
    update app.screening_run
    set
      state = 'RUNNING',
      leased_by = ${leasedBy},
      leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
      attempts = attempts + 1,
      started_at = clock_timestamp(),
      progress = null
    where run_id = (
      select run_id
      from app.screening_run
      where state = 'WAITING'
        or (state = 'RUNNING' and leased_until < clock_timestamp())
      order by asked_at, run_id
      limit 1
      for update skip locked
    )
    returning run_id, snapshot_id, agency_id, region, rule_codes, as_of, shadows, is_trial, attempts
  `.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return {
    runId: row.run_id,
    snapshotId: row.snapshot_id,
    agencyId: row.agency_id,
    region: row.region,
    ruleCodes: row.rule_codes,
    asOf: row.as_of,
    shadows: row.shadows ?? [],
    isTrial: row.is_trial,
    attempts: row.attempts,
  }
}

const lostTooOften: Bilingual = {
  zh: `运行它的进程三次中断；请查看服务器日志和内存后重新发起。`,
  en: 'The process that ran it was lost three times; look at the log and the memory of the server, then start it again.',
}

async function endTriedTooOften(db: Database): Promise<void> {
  await sql`
    update app.screening_run
    set
      state = case when cancel_asked_at is null then 'FAILED' else 'CANCELLED' end,
      failure = case when cancel_asked_at is null then ${JSON.stringify(lostTooOften)}::jsonb end,
      finished_at = clock_timestamp(),
      leased_by = null,
      leased_until = null
    where state = 'RUNNING'
      and leased_until < clock_timestamp()
      and (attempts >= ${attemptsMax} or cancel_asked_at is not null)
  `.execute(db)
}

export type Beat = 'GO_ON' | 'CANCEL' | 'LOST'

/** Keeps the lease and says how far it is. `LOST`: another process has it, or nobody. */
export async function beat(
  db: Database,
  given: { readonly runId: string; readonly leasedBy: string; readonly progress: RunProgress | null },
): Promise<Beat> {
  const progress = given.progress === null ? null : JSON.stringify(given.progress)
  const { rows } = await sql<{ is_cancelled: boolean }>`
    update app.screening_run
    set
      leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
      progress = coalesce(${progress}::jsonb, progress)
    where run_id = ${given.runId}
      and leased_by = ${given.leasedBy}
      and state = 'RUNNING'
    returning cancel_asked_at is not null as is_cancelled
  `.execute(db)
  const row = rows[0]
  if (row === undefined) return 'LOST'
  return row.is_cancelled ? 'CANCEL' : 'GO_ON'
}

export interface RunEnd {
  readonly runId: string
  readonly leasedBy: string
}

/** True: it is done with this transaction. False: it was cancelled or lost meanwhile, and nothing of it may stay. */
export async function finishRun(
  tx: Tx,
  { runId, leasedBy, asOf, result }: RunEnd & { readonly asOf: string; readonly result: RunResult },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update app.screening_run
    set
      state = 'DONE',
      as_of = ${asOf}::date,
      result = ${JSON.stringify(result)}::jsonb,
      finished_at = clock_timestamp(),
      leased_by = null,
      leased_until = null
    where run_id = ${runId}
      and leased_by = ${leasedBy}
      and state = 'RUNNING'
      and cancel_asked_at is null
  `.execute(tx)
  return numAffectedRows === 1n
}

/** What stays of a rule's outcome. */
type KeptOutcome = Pick<
  RuleOutcome,
  'code' | 'version' | 'status' | 'reason' | 'findings' | 'amountFen' | 'parameters' | 'sqlSha256' | 'seconds'
>

export async function insertRunRules(
  tx: Tx,
  runId: string,
  { rules, shadows }: { readonly rules: readonly KeptOutcome[]; readonly shadows: readonly ShadowOutcome[] },
): Promise<void> {
  const versions = new Map(rules.map(({ code, version }) => [code, version]))
  const lines = [
    ...rules.map((rule) => ({ ...rule, shadow: '', compared: null })),
    ...shadows.map((each) => ({
      ...each,
      code: each.ruleCode,
      version: versions.get(each.ruleCode) ?? 0,
      shadow: each.file,
      compared: {
        only_live: each.onlyLive,
        only_shadow: each.onlyShadow,
        different: each.different,
        same: each.same,
      },
    })),
  ].map((line) => ({
    rule_code: line.code,
    rule_version: line.version,
    shadow: line.shadow,
    status: line.status,
    reason: line.reason,
    findings: line.findings,
    amount_fen: line.amountFen.toString(),
    parameters: line.parameters,
    sql_sha256: line.sqlSha256,
    seconds: line.seconds,
    compared: line.compared,
  }))
  await sql`
    insert into app.screening_run_rule (
      run_id, rule_code, rule_version, shadow, status, reason, findings, amount_fen, parameters, sql_sha256, seconds,
      compared
    )
    select
      ${runId}, rule_code, rule_version, shadow, status, reason, findings, amount_fen, parameters, sql_sha256, seconds,
      compared
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line (
      rule_code text, rule_version integer, shadow text, status text, reason jsonb, findings integer,
      amount_fen bigint, parameters jsonb, sql_sha256 text, seconds numeric, compared jsonb
    )
  `.execute(tx)
}

export async function failRun(
  db: Database,
  { runId, leasedBy, failure }: RunEnd & { readonly failure: Bilingual },
): Promise<void> {
  await sql`
    update app.screening_run
    set
      state = case when cancel_asked_at is null then 'FAILED' else 'CANCELLED' end,
      failure = case when cancel_asked_at is null then ${JSON.stringify(failure)}::jsonb end,
      finished_at = clock_timestamp(),
      leased_by = null,
      leased_until = null
    where run_id = ${runId}
      and leased_by = ${leasedBy}
      and state = 'RUNNING'
  `.execute(db)
}

/** This process stops: another may go on at once, and the attempt does not count. */
export async function giveBackRun(db: Database, { runId, leasedBy }: RunEnd): Promise<void> {
  await sql`
    update app.screening_run
    set
      state = case when cancel_asked_at is null then 'WAITING' else 'CANCELLED' end,
      finished_at = case when cancel_asked_at is null then null else clock_timestamp() end,
      attempts = attempts - 1,
      leased_by = null,
      leased_until = null,
      progress = null
    where run_id = ${runId}
      and leased_by = ${leasedBy}
      and state = 'RUNNING'
  `.execute(db)
}

/** One that waits is cancelled at once, one that runs stops at its next beat. False: it has ended already. */
export async function cancelRun(
  tx: Tx,
  { runId, by }: { readonly runId: string; readonly by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update app.screening_run
    set
      cancel_asked_by = coalesce(cancel_asked_by, ${by}),
      cancel_asked_at = coalesce(cancel_asked_at, clock_timestamp()),
      state = case when state = 'WAITING' then 'CANCELLED' else state end,
      finished_at = case when state = 'WAITING' then clock_timestamp() end
    where run_id = ${runId}
      and state in ('WAITING', 'RUNNING')
  `.execute(tx)
  return numAffectedRows === 1n
}
