import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { EpisodeConclusion, FindingStatus } from '../finding-words.ts'
import { type FindingRow, findingColumns } from './list-findings.ts'

export interface EpisodeRow {
  readonly episode: number
  readonly opened_at: Date
  readonly state: FindingStatus
  readonly record_id: string | null
  readonly conclusion: EpisodeConclusion | null
  readonly concluded_at: Date | null
  readonly amount_fen: bigint
  readonly evidence_count: number
  /** Of the rows that count in it: what a conclusion says it has seen. */
  readonly digest: string
}

export interface OpenedFinding extends FindingRow {
  readonly first_run_id: string | null
  readonly last_run_id: string | null
  readonly not_found_run_id: string | null
  readonly episodes: readonly EpisodeRow[]
}

/** Null: not there, or nowhere in the reader's scope. */
export async function findFinding(
  tx: Tx,
  { findingId, visible }: { readonly findingId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<OpenedFinding | null> {
  const { rows } = await sql<Omit<OpenedFinding, 'episodes'>>`
    select ${findingColumns}, finding.first_run_id, finding.last_run_id, finding.not_found_run_id
    from app.finding
    where finding.finding_id = ${findingId}
      and ${visible}
    order by finding.finding_id
  `.execute(tx)
  const finding = rows[0]
  if (finding === undefined) return null
  const { rows: episodes } = await sql<EpisodeRow>`
    select
      episode,
      opened_at,
      state,
      record_id,
      conclusion,
      concluded_at,
      amount_fen,
      evidence_count,
      app.episode_digest(finding_id, episode) as digest
    from app.finding_episode
    where finding_id = ${findingId}
    order by episode
  `.execute(tx)
  return { ...finding, episodes }
}

export interface StoredEvidence {
  readonly table_name: string
  readonly row_key: string
  readonly digest: string
  readonly episode: number
  readonly is_context: boolean
  readonly amount_fen: bigint
  readonly content: Record<string, string | boolean | null>
  readonly region: string | null
  readonly is_current: boolean
  /** As an order would write it: no delivery has shown it so. */
  readonly is_assumed: boolean
  readonly cursor_value: string
  readonly cursor_id: string
}

export interface EvidenceAsked {
  readonly findingId: string
  readonly episode: number | null
  /** Null: rows of earlier runs, too. */
  readonly isCurrent: boolean | null
  /** On `coalesce(finding_evidence.region, finding.owner_region)`: rows in the reader's scope only (platform.md 14). */
  readonly visible: RawBuilder<SqlBool>
}

/** Rows that count first, the largest first. */
export async function listEvidence(
  tx: Tx,
  request: ListRequest<'amount_fen'>,
  { findingId, episode, isCurrent, visible }: EvidenceAsked,
): Promise<StoredEvidence[]> {
  // Context is shown after everything that counts, whatever its amount: none is as small.
  const size = sql`case when finding_evidence.is_context then -1 else abs(finding_evidence.amount_fen) end`
  const columns = { amount_fen: { expression: size, type: 'bigint' as const } }
  const id = sql<string>`encode(finding_evidence.digest, 'hex')`
  const page = keyset(request, columns, id)
  const { rows } = await sql<StoredEvidence>`
    select
      finding_evidence.table_name,
      finding_evidence.row_key,
      encode(finding_evidence.digest, 'hex') as digest,
      finding_evidence.episode,
      finding_evidence.is_context,
      finding_evidence.amount_fen,
      finding_evidence.content,
      finding_evidence.region,
      finding_evidence.is_current,
      finding_evidence.is_assumed,
      ${page.position}
    from app.finding_evidence
    inner join app.finding on finding.finding_id = finding_evidence.finding_id
    where finding_evidence.finding_id = ${findingId}
      and (${episode}::integer is null or finding_evidence.episode = ${episode}::integer)
      and (${isCurrent}::boolean is null or finding_evidence.is_current = ${isCurrent}::boolean)
      and ${visible}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
