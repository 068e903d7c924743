import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { type FindingRow, findingColumns } from './list-findings.ts'
import type { OpenedFinding } from './open-finding.ts'

/** What two findings have in common. */
export const similarities = ['SUBJECT', 'RULE_REGION', 'ACCOUNT', 'EMPLOYER'] as const
export type Similarity = (typeof similarities)[number]

export interface Similar {
  readonly by: Similarity
  readonly findings: readonly FindingRow[]
  readonly hasMore: boolean
}

interface Scope {
  /** On `finding`. */
  readonly visible: RawBuilder<SqlBool>
  /** On `finding_evidence` joined with its `finding`: a row nobody showed the reader leads nowhere. */
  readonly visibleEvidence: RawBuilder<SqlBool>
}

/** Enough to see whether it is one affair; the list has the rest. */
const shownMax = 8
/** An account with more rows than that is a collective one, and what is shown of it is a part anyhow. */
const rowsMax = 500
const valuesMax = 20

const evidenceColumns = { ACCOUNT: 'account_number', EMPLOYER: 'employer_id' } as const

/**
 * Others with the same account or employer, in rows of both that the reader may see; the subject's own findings stand
 * above already. The column is ours, never a caller's.
 */
function sharing(
  { finding_id: findingId, subject_kind: subjectKind, subject_id: subjectId }: OpenedFinding,
  by: keyof typeof evidenceColumns,
  { visibleEvidence }: Scope,
): RawBuilder<SqlBool> {
  const value = sql.raw(`finding_evidence.content ->> '${evidenceColumns[by]}'`)
  return sql<SqlBool>`
    (finding.subject_kind, finding.subject_id) <> (${subjectKind}, ${subjectId})
    and finding.finding_id in (
      select sharing.finding_id
      from (
        select finding_evidence.finding_id
        from app.finding_evidence
        inner join app.finding on finding.finding_id = finding_evidence.finding_id
        where ${value} = any (
            array(
              select distinct ${value}
              from app.finding_evidence
              inner join app.finding on finding.finding_id = finding_evidence.finding_id
              where finding_evidence.finding_id = ${findingId}
                and ${value} is not null
                and ${visibleEvidence}
              limit ${valuesMax}
            )
          )
          and finding_evidence.finding_id <> ${findingId}
          and ${visibleEvidence}
        limit ${rowsMax}
      ) as sharing
    )
  `
}

function conditionOf(finding: OpenedFinding, by: Similarity, scope: Scope): RawBuilder<SqlBool> {
  if (by === 'SUBJECT') {
    return sql<SqlBool>`(
      finding.subject_kind = ${finding.subject_kind}
      and finding.subject_id = ${finding.subject_id}
    )`
  }
  if (by === 'RULE_REGION') {
    return sql<SqlBool>`(finding.rule_code = ${finding.rule_code} and finding.owner_region = ${finding.owner_region})`
  }
  return sharing(finding, by, scope)
}

/** Findings that may belong to the same affair, the largest first, of each kind of likeness a few. */
export async function listSimilar(tx: Tx, finding: OpenedFinding, scope: Scope): Promise<Similar[]> {
  const found: Similar[] = []
  for (const by of similarities) {
    const { rows } = await sql<FindingRow>`
      select ${findingColumns}
      from app.finding
      where ${conditionOf(finding, by, scope)}
        and finding.finding_id <> ${finding.finding_id}
        and ${scope.visible}
      order by finding.open_amount_fen desc, finding.finding_id desc
      limit ${shownMax + 1}
    `.execute(tx)
    found.push({ by, findings: rows.slice(0, shownMax), hasMore: rows.length > shownMax })
  }
  return found
}
