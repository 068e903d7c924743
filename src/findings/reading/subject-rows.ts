import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** A row of evidence once, however many findings of the subject rest on it. */
export interface SubjectRow {
  readonly table: string
  readonly key: string
  /** Of all findings together: each rule keeps the columns that matter to it. */
  readonly content: Readonly<Record<string, string | boolean | null>>
  /** The largest amount at which a finding counts it; 0 where it is shown for context only. */
  readonly countedFen: bigint
  readonly findingIds: readonly string[]
}

export interface SubjectRows {
  readonly rows: readonly SubjectRow[]
  /** There are more than were read. */
  readonly isCut: boolean
}

/** A batch of a hundred thousand lines is no time line; what is known of a person is far below. */
const rowsMax = 1_500
const findingsMax = 100

interface StoredRow {
  readonly finding_id: string
  readonly table_name: string
  readonly row_key: string
  readonly content: SubjectRow['content']
  readonly counted_fen: bigint
}

/**
 * What the findings of one subject know of it, from the rows they rest on as the latest run found them.
 * @param scope on `finding`, and on `finding_evidence` joined with it
 */
export async function readSubjectRows(
  tx: Tx,
  { subjectKind, subjectId }: { readonly subjectKind: string; readonly subjectId: string },
  scope: { readonly visible: RawBuilder<SqlBool>; readonly visibleEvidence: RawBuilder<SqlBool> },
): Promise<SubjectRows> {
  const { rows } = await sql<StoredRow>`
    with subject_finding as materialized (
      select finding.finding_id
      from app.finding
      where finding.subject_kind = ${subjectKind}
        and finding.subject_id = ${subjectId}
        and ${scope.visible}
      order by finding.finding_id
      limit ${findingsMax}
    )
    select
      finding_evidence.finding_id,
      finding_evidence.table_name,
      finding_evidence.row_key,
      finding_evidence.content,
      case when finding_evidence.is_context then 0 else finding_evidence.amount_fen end as counted_fen
    from subject_finding
    inner join app.finding on finding.finding_id = subject_finding.finding_id
    inner join app.finding_evidence on finding_evidence.finding_id = subject_finding.finding_id
    where finding_evidence.is_current
      and ${scope.visibleEvidence}
    order by
      finding_evidence.finding_id,
      finding_evidence.table_name,
      finding_evidence.row_key,
      finding_evidence.digest
    limit ${rowsMax + 1}
  `.execute(tx)
  return { rows: onceEach(rows.slice(0, rowsMax)), isCut: rows.length > rowsMax }
}

const sizeOf = (fen: bigint): bigint => (fen < 0n ? -fen : fen)

export function onceEach(rows: readonly StoredRow[]): SubjectRow[] {
  const known = new Map<string, SubjectRow>()
  for (const { finding_id, table_name: table, row_key: key, content, counted_fen } of rows) {
    const name = JSON.stringify([table, key])
    const before = known.get(name)
    const larger =
      before !== undefined && sizeOf(before.countedFen) > sizeOf(counted_fen)
        ? before.countedFen
        : counted_fen
    known.set(name, {
      table,
      key,
      content: { ...before?.content, ...content },
      countedFen: larger,
      findingIds: [...new Set([...(before?.findingIds ?? []), finding_id])],
    })
  }
  return [...known.values()]
}
