import { sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { insertRunRules } from '#runs/run-store.ts'
import type { RunResult } from '#runs/screening-run.ts'
import type { RuleStatus } from '#screening/finding.ts'
import type { WorkOutcome } from '#screening/on-records/run-on-records.ts'

/** Whose run it is: it covers everything below the province. */
export interface RunPlace {
  readonly region: string
  readonly agencyId: string
  /** Of the agency whose delivery is in the register: what was delivered and names no place lies there. */
  readonly deliveredRegion: string
}

/** Null: the installation has no organisation yet. */
export async function readRunPlace(db: Database | Tx): Promise<RunPlace | null> {
  const { rows } = await sql<{ region: string; agency_id: string; delivered_region: string | null }>`
    select
      root.region,
      (
        select agency.agency_id
        from app.agency
        order by
          agency.region = root.region desc,
          agency.kind = 'SUPERVISION' desc,
          cardinality(agency.path),
          agency.agency_id
        limit 1
      ) as agency_id,
      (
        select screening_run.region
        from register.feed
        join app.screening_run on screening_run.snapshot_id = feed.delivery_id
        order by screening_run.asked_at desc, screening_run.run_id
        limit 1
      ) as delivered_region
    from app.region as root
    where root.parent is null
    order by root.region
    limit 1
  `.execute(db)
  const row = rows[0]
  if (row === undefined || row.agency_id === null) return null
  return {
    region: row.region,
    agencyId: row.agency_id,
    deliveredRegion: row.delivered_region ?? row.region,
  }
}

/**
 * Whether the rules were not asked yet on this day of Beijing, it is two o'clock or later, and there is work of an earlier
 * day to look at: on its first day an installation has none.
 */
export async function isDueToday(db: Database): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`
    select
      extract(hour from clock_timestamp() at time zone 'Asia/Shanghai') >= 2
      and exists (
        select
        from app.record
        where app.beijing_day(record.entered_at) < app.beijing_day(clock_timestamp())
      )
      and not exists (
        select
        from app.screening_run
        where screening_run.is_of_records
          and app.beijing_day(screening_run.asked_at) = app.beijing_day(clock_timestamp())
      ) as is_due
  `.execute(db)
  return rows[0]!.is_due
}

export interface DoneProcessRun {
  readonly runId: string
  readonly place: RunPlace
  /** YYYY-MM-DD */
  readonly asOf: string
  readonly askedBy: string | null
  readonly startedAt: Date
  readonly result: RunResult
  readonly outcomes: readonly WorkOutcome[]
}

/** A run over records is written when it is done: it waits for nobody and has no lease. */
export async function insertProcessRun(tx: Tx, run: DoneProcessRun): Promise<void> {
  const { runId, place, asOf, askedBy, startedAt, result, outcomes } = run
  const codes = outcomes.map(({ rule }) => rule.code)
  await sql`
    insert into app.screening_run (
      run_id, snapshot_id, agency_id, region, rule_codes, as_of, shadows, is_of_records, state, asked_by, asked_at,
      started_at, finished_at, result
    )
    values (
      ${runId}, ${`records-${asOf}`}, ${place.agencyId}, ${place.region}, ${codes}::text[], ${asOf}::date, '[]'::jsonb,
      true, 'DONE', ${askedBy}, ${startedAt}, ${startedAt}, clock_timestamp(), ${JSON.stringify(result)}::jsonb
    )
  `.execute(tx)
  const rules = outcomes.map(({ rule, status, reason, findings, parameters, sqlSha256, seconds }) => ({
    ...{ code: rule.code, version: rule.version, status, reason, parameters, sqlSha256, seconds },
    findings: findings.length,
    amountFen: findings.reduce((sum, { finding }) => sum + finding.amountFen, 0n),
  }))
  await insertRunRules(tx, runId, { rules, shadows: [] })
}

/**
 * What a unit did wrong its superior looks into: the owner is the region above, and the agency its fund supervision
 * (platform.md 14). Whoever could see it by its regions still does.
 */
export async function giveToSuperior(tx: Tx, runId: string): Promise<void> {
  await sql`
    update app.finding
    set
      owner_region = coalesce(own.parent, own.region),
      agency_id = coalesce(
        (
          select agency.agency_id
          from app.agency
          where agency.region = coalesce(own.parent, own.region)
            and agency.kind in ('SUPERVISION', 'ADMIN', 'HANDLING')
          order by array_position(array['SUPERVISION', 'ADMIN', 'HANDLING'], agency.kind), agency.agency_id
          limit 1
        ),
        finding.agency_id
      )
    from app.region as own
    where own.region = finding.owner_region
      and finding.last_run_id = ${runId}
  `.execute(tx)
}

export interface RuleStateRow {
  readonly rule_code: string
  readonly run_id: string
  readonly at: Date
  readonly status: RuleStatus
  readonly reason: Bilingual | null
}

/** How each rule came out of the newest run that asked it. */
export async function listRuleStates(tx: Tx): Promise<RuleStateRow[]> {
  const { rows } = await sql<RuleStateRow>`
    select distinct on (given.rule_code)
      given.rule_code,
      screening_run.run_id,
      screening_run.finished_at as at,
      given.status,
      given.reason
    from app.screening_run
    join app.screening_run_rule as given on given.run_id = screening_run.run_id
    where screening_run.is_of_records
      and screening_run.asked_at > clock_timestamp() - interval '30 days'
    order by given.rule_code, screening_run.asked_at desc
  `.execute(tx)
  return rows
}
