import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql } from '#platform/duckdb.ts'
import type { Reviews, Verdict } from '../finding.ts'
import { findingReader, type ReaderOptions } from '../read-findings.ts'

/** A finding about which the reviews say something that bears on the risk view. */
export interface JudgedFinding {
  readonly ruleCode: string
  readonly subjectId: string
  readonly verdict: Verdict
}

/** Reads the reviewed ones of the ranked findings, with their evidence, and gives those that have a verdict. */
export async function judgeReviewed(
  connection: DuckDBConnection,
  { findingIds, verdictOf }: Reviews,
  reader: Pick<ReaderOptions, 'connect' | 'rules'>,
): Promise<JudgedFinding[]> {
  await runSql(connection, 'create or replace table reviewed_id (finding_id varchar)')
  const appender = await connection.createAppender('reviewed_id')
  for (const findingId of findingIds) {
    appender.appendVarchar(findingId)
    appender.endRow()
  }
  appender.closeSync()
  await runSql(
    connection,
    `create or replace table reviewed_finding as
    select ranked_finding.*
    from ranked_finding
    join reviewed_id on reviewed_id.finding_id = ranked_finding.finding_id`,
  )
  const judged: JudgedFinding[] = []
  const reviewed = findingReader({ ...reader, isUnmasked: false, from: 'reviewed_finding' })
  for await (const part of reviewed.read()) {
    const verdict = verdictOf(part)
    const { ruleCode, subjectId } = part.finding
    if (verdict !== undefined) judged.push({ ruleCode, subjectId, verdict })
  }
  return judged
}
