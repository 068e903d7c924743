import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

export const findingsMax = 100
export const recordsMax = 200

export interface SubjectFinding {
  readonly finding_id: string
  readonly rule_code: string
  readonly level: number
  readonly status: string
  readonly subject_kind: string
  readonly amount_fen: bigint
  readonly period_from: string
  readonly period_to: string
  readonly first_found_at: Date
  readonly last_found_at: Date
}

export interface FindingSubject {
  readonly kind: string
  readonly id: string
}

/** Findings about any of these, the newest first: `visible` is on `finding.regions`. */
export async function listSubjectFindings(
  tx: Tx,
  {
    subjects,
    visible,
  }: { readonly subjects: readonly FindingSubject[]; readonly visible: RawBuilder<SqlBool> },
): Promise<SubjectFinding[]> {
  const { rows } = await sql<SubjectFinding>`
    select
      finding.finding_id,
      finding.rule_code,
      finding.level,
      finding.status,
      finding.subject_kind,
      finding.amount_fen,
      finding.period_from,
      finding.period_to,
      finding.first_found_at,
      finding.last_found_at
    from unnest(
      ${subjects.map(({ kind }) => kind)}::text[],
      ${subjects.map(({ id }) => id)}::text[]
    ) as subject (kind, id)
    inner join app.finding on finding.subject_kind = subject.kind and finding.subject_id = subject.id
    where ${visible}
    order by finding.last_found_at desc, finding.finding_id
    limit ${findingsMax + 1}
  `.execute(tx)
  return rows
}

export interface SubjectRecord {
  readonly record_id: string
  readonly kind: string
  readonly status: string
  readonly amount_fen: bigint | null
  readonly is_open: boolean
  readonly entered_at: Date
  readonly changed_at: Date
}

export interface RecordsAsked {
  /** Null: only those of the findings. */
  readonly personId: string | null
  readonly findingIds: readonly string[]
  /** On `record`. */
  readonly visible: RawBuilder<SqlBool>
}

/** Orders, holds, cases and recoveries: of the person, of the findings, and of their cases. */
export async function listSubjectRecords(
  tx: Tx,
  { personId, findingIds, visible }: RecordsAsked,
): Promise<SubjectRecord[]> {
  const { rows } = await sql<SubjectRecord>`
    with
      own as (
        select record.record_id
        from app.record
        where record.person_id = ${personId}
        order by record.record_id desc
        limit ${recordsMax * 5}
      ),
      looked_into as (
        select finding_episode.record_id
        from app.finding_episode
        where finding_episode.finding_id = any(${[...findingIds]}::text[])
          and finding_episode.record_id is not null
      ),
      recovered as (
        select recovery.record_id
        from looked_into
        inner join app.record as recovery
          on recovery.kind = 'RECOVERY'
          and recovery.data ->> 'case_id' = looked_into.record_id
      ),
      concerning as (
        select record_id from own
        union
        select record_id from looked_into
        union
        select record_id from recovered
      )
    select
      record.record_id,
      record.kind,
      record.status,
      record.amount_fen,
      record.is_open,
      record.entered_at,
      record.changed_at
    from concerning
    inner join app.record on record.record_id = concerning.record_id
    where ${visible}
    order by record.entered_at desc, record.record_id desc
    limit ${recordsMax + 1}
  `.execute(tx)
  return rows
}

export interface FeedReach {
  readonly table_name: string
  readonly kind: string
  readonly last_date: string | null
  readonly delivered_at: Date | null
}

/** How far the tables reach: a lane without rows is empty, or was never delivered. */
export async function listFeeds(tx: Tx, tables: readonly string[]): Promise<FeedReach[]> {
  const { rows } = await sql<FeedReach>`
    select table_name, kind, last_date, delivered_at
    from register.feed
    where table_name = any(${[...tables]}::text[])
    order by table_name
  `.execute(tx)
  return rows
}
