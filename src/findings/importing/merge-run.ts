import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { FoundRun } from './found-run.ts'

export interface Merged {
  readonly found: number
  /** Never found before. */
  readonly opened: number
  /** Had a conclusion or a case, and has a row that it does not cover. */
  readonly reopened: number
  /** Left alone, for a run of later data has found them. */
  readonly older: number
}

type Merging = Pick<FoundRun, 'standardVersion' | 'rules'> & { readonly at: Date } & (
    | (Pick<FoundRun, 'runId' | 'asOf'> & { readonly source: 'RUN' })
    | { readonly source: 'ORDER'; readonly hitId: string; readonly orderOn: string }
  )

interface Source {
  readonly source: 'RUN' | 'ORDER'
  readonly runId: string | null
  readonly asOf: string | null
  readonly hitId: string | null
  readonly orderOn: string | null
}

/** What the columns say of who found it: a run, or an order's check. */
function sourceOf(merging: Merging): Source {
  const nothing = { runId: null, asOf: null, hitId: null, orderOn: null }
  const { source } = merging
  if (merging.source === 'ORDER')
    return { ...nothing, source, hitId: merging.hitId, orderOn: merging.orderOn }
  return { ...nothing, source, runId: merging.runId, asOf: merging.asOf }
}

async function countOf(tx: Tx, statement: ReturnType<typeof sql>): Promise<number> {
  const { numAffectedRows } = await statement.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** Of a finding that was found in later data, this run says nothing new. */
async function dropOlder(tx: Tx, merging: Merging): Promise<number> {
  const { asOf } = sourceOf(merging)
  if (asOf === null) return 0
  const older = await countOf(
    tx,
    sql`
      delete from placed_finding
      using app.finding
      where finding.finding_id = placed_finding.finding_id
        and finding.last_as_of > ${asOf}::date
    `,
  )
  if (older > 0) {
    await sql`
      delete from placed_evidence
      where finding_id not in (select finding_id from placed_finding)
    `.execute(tx)
  }
  return older
}

async function insertNew(tx: Tx, merging: Merging): Promise<number> {
  const { standardVersion, rules, at } = merging
  const { source, runId, asOf, orderOn } = sourceOf(merging)
  const opened = await countOf(
    tx,
    sql`
      insert into app.finding (
        finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
        period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
        episode, status, open_amount_fen, first_found_at, first_run_id, last_found_at, last_run_id, last_as_of,
        last_order_on, snoozed_until
      )
      select
        placed.finding_id, ${standardVersion}, placed.rule_code, rule.version, placed.level, placed.subject_kind,
        placed.subject_id, placed.person_name, placed.period_from, placed.period_to, placed.amount_fen,
        placed.evidence_count, placed.explanation, placed.regions, placed.owner_region, placed.agency_id,
        array[${source}::text], 1, 'OPEN', placed.amount_fen, ${at}, ${runId}::text, ${at}, ${runId}::text,
        ${asOf}::date, ${orderOn}::date,
        (
          select max(finding_snooze.until)
          from app.finding_snooze
          where finding_snooze.subject_kind = placed.subject_kind
            and finding_snooze.subject_id = placed.subject_id
            and (finding_snooze.rule_code is null or finding_snooze.rule_code = placed.rule_code)
            and finding_snooze.ended_at is null
        )
      from placed_finding as placed
      inner join unnest(${rules.map(({ code }) => code)}::text[], ${rules.map(({ version }) => version)}::integer[])
        as rule (code, version)
        on rule.code = placed.rule_code
      where not exists (
        select
        from app.finding
        where finding.finding_id = placed.finding_id
      )
    `,
  )
  await sql`
    insert into app.finding_episode (
      finding_id, episode, opened_at, opened_run_id, rule_version, state, amount_fen, evidence_count
    )
    select
      finding.finding_id, 1, ${at}, ${runId}::text, finding.rule_version, 'OPEN', finding.amount_fen, finding.evidence_count
    from app.finding
    inner join placed_finding on placed_finding.finding_id = finding.finding_id
    where not exists (
      select
      from app.finding_episode
      where finding_episode.finding_id = finding.finding_id
    )
  `.execute(tx)
  return opened
}

async function refreshKnown(tx: Tx, merging: Merging): Promise<void> {
  const { rules, at } = merging
  const { source, runId, asOf, orderOn } = sourceOf(merging)
  await sql`
    update app.finding
    set
      rule_version = rule.version,
      level = placed.level,
      person_name = placed.person_name,
      period_from = placed.period_from,
      period_to = placed.period_to,
      amount_fen = placed.amount_fen,
      evidence_count = placed.evidence_count,
      explanation = placed.explanation,
      regions = placed.regions,
      owner_region = placed.owner_region,
      agency_id = placed.agency_id,
      sources = case
        when ${source} = any(finding.sources) then finding.sources
        else finding.sources || array[${source}::text]
      end,
      first_run_id = coalesce(finding.first_run_id, ${runId}::text),
      last_found_at = ${at},
      last_run_id = coalesce(${runId}::text, finding.last_run_id),
      last_as_of = coalesce(${asOf}::date, finding.last_as_of),
      last_order_on = greatest(finding.last_order_on, ${orderOn}::date),
      not_found_since = null,
      not_found_run_id = null
    from placed_finding as placed
    inner join unnest(${rules.map(({ code }) => code)}::text[], ${rules.map(({ version }) => version)}::integer[])
      as rule (code, version)
      on rule.code = placed.rule_code
    where finding.finding_id = placed.finding_id
      and (${runId}::text is null or finding.last_run_id is distinct from ${runId}::text)
  `.execute(tx)
}

/**
 * A counted row that no conclusion covers opens the next episode of a concluded finding (platform.md 4). So it does
 * while a case looks into the one before: what that case verifies is what it was opened on.
 */
async function reopen(tx: Tx, merging: Merging): Promise<number> {
  const { at } = merging
  const { runId } = sourceOf(merging)
  await sql`
    create temporary table reopened_finding on commit drop as
    select distinct finding.finding_id, finding.episode + 1 as episode
    from placed_evidence
    inner join app.finding on finding.finding_id = placed_evidence.finding_id
    left join app.finding_evidence as known
      on known.finding_id = placed_evidence.finding_id
      and known.table_name = placed_evidence.table_name
      and known.row_key = placed_evidence.row_key
      and known.digest = placed_evidence.digest
    where finding.status <> 'OPEN'
      and not placed_evidence.is_context
      and known.finding_id is null
  `.execute(tx)
  const reopened = await countOf(
    tx,
    sql`
      insert into app.finding_episode (
        finding_id, episode, opened_at, opened_run_id, rule_version, state, amount_fen, evidence_count
      )
      select
        reopened.finding_id, reopened.episode, ${at}, ${runId}::text, finding.rule_version, 'OPEN', 0, 0
      from reopened_finding as reopened
      inner join app.finding on finding.finding_id = reopened.finding_id
    `,
  )
  await sql`
    update app.finding
    set episode = reopened_finding.episode, status = 'OPEN'
    from reopened_finding
    where finding.finding_id = reopened_finding.finding_id
  `.execute(tx)
  return reopened
}

async function mergeEvidence(tx: Tx, merging: Merging): Promise<void> {
  const { runId, hitId, orderOn } = sourceOf(merging)
  await sql`
    update app.finding_evidence
    set is_current = false
    from placed_finding
    where placed_finding.finding_id = finding_evidence.finding_id
      and finding_evidence.is_current
      and not exists (
        select
        from placed_evidence
        where placed_evidence.finding_id = finding_evidence.finding_id
          and placed_evidence.table_name = finding_evidence.table_name
          and placed_evidence.row_key = finding_evidence.row_key
          and placed_evidence.digest = finding_evidence.digest
      )
  `.execute(tx)
  await sql`
    insert into app.finding_evidence (
      finding_id, table_name, row_key, digest, episode, is_context, amount_fen, content, region, first_run_id,
      last_run_id, is_current, order_hit_id, order_on, is_assumed
    )
    select
      placed.finding_id, placed.table_name, placed.row_key, placed.digest, finding.episode, placed.is_context,
      placed.amount_fen, placed.content, placed.region, ${runId}::text, ${runId}::text, true, ${hitId}::text,
      ${orderOn}::date, (placed.table_name, placed.row_key) in (select table_name, row_key from staged_assumed)
    from placed_evidence as placed
    inner join app.finding on finding.finding_id = placed.finding_id
    where not placed.is_kept
    on conflict (finding_id, table_name, row_key, digest) do update
    set
      last_run_id = coalesce(excluded.last_run_id, finding_evidence.last_run_id),
      is_current = true,
      order_hit_id = coalesce(excluded.order_hit_id, finding_evidence.order_hit_id),
      order_on = coalesce(excluded.order_on, finding_evidence.order_on),
      is_assumed = finding_evidence.is_assumed and excluded.is_assumed
  `.execute(tx)
}

/** Money of an open episode is that of its own rows that still count; of one in a case what the case was opened on. */
async function recount(tx: Tx): Promise<void> {
  await sql`
    update app.finding_episode
    set amount_fen = counted.amount_fen, evidence_count = counted.rows
    from (
      select
        finding.finding_id,
        finding.episode,
        coalesce(sum(finding_evidence.amount_fen), 0)::bigint as amount_fen,
        count(finding_evidence.row_key)::integer as rows
      from placed_finding
      inner join app.finding on finding.finding_id = placed_finding.finding_id
      left join app.finding_evidence
        on finding_evidence.finding_id = finding.finding_id
        and finding_evidence.episode = finding.episode
        and finding_evidence.is_current
        and not finding_evidence.is_context
      where finding.status = 'OPEN'
      group by finding.finding_id, finding.episode
    ) as counted
    where finding_episode.finding_id = counted.finding_id
      and finding_episode.episode = counted.episode
      and (finding_episode.amount_fen, finding_episode.evidence_count) <> (counted.amount_fen, counted.rows)
  `.execute(tx)
}

/** What was found again is brought up to date, what is new is added; nothing is there twice, however often it runs. */
export async function mergeRun(tx: Tx, merging: Merging): Promise<Merged> {
  const older = await dropOlder(tx, merging)
  await refreshKnown(tx, merging)
  const opened = await insertNew(tx, merging)
  const reopened = await reopen(tx, merging)
  await mergeEvidence(tx, merging)
  await recount(tx)
  const { rows } = await sql<{ found: number }>`
    select count(*)::integer as found
    from placed_finding
  `.execute(tx)
  return { found: rows[0]!.found, opened, reopened, older }
}
