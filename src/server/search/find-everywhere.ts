import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { type FoundSubject, type SearchScope, searchSubjects } from '#profiles/search/search-subjects.ts'
import { subjectKinds } from '#screening/finding.ts'

/** Of each kind: who needs more has the lists with their filters. */
export const eachMax = 6

export interface FoundFinding {
  readonly finding_id: string
  readonly rule_code: string
  readonly level: number
  readonly status: 'OPEN' | 'IN_CASE' | 'CONCLUDED'
  readonly person_name: string
  readonly amount_fen: bigint
}

export interface FoundRecord {
  readonly record_id: string
  readonly kind: string
  readonly status: string
  readonly is_open: boolean
  readonly entered_at: Date
}

export interface FoundEverywhere {
  readonly subjects: readonly FoundSubject[]
  readonly findings: readonly FoundFinding[]
  readonly records: readonly FoundRecord[]
}

export interface EverywhereScope extends SearchScope {
  /** On `finding.regions`. */
  readonly findings: RawBuilder<SqlBool>
  /** On `record`. */
  readonly records: RawBuilder<SqlBool>
}

/** A number of a finding or its beginning: long enough that it is no rule's code and no name. */
const findingPattern = /^[0-9a-f]{6,16}$/
const tailPattern = /^[0-9a-f]{12}$/

async function findFindings(
  tx: Tx,
  sought: string,
  { keys, visible }: { readonly keys: readonly string[]; readonly visible: RawBuilder<SqlBool> },
): Promise<FoundFinding[]> {
  const number = sought.toLowerCase()
  // Past the last digit that a number may have.
  const byNumber = findingPattern.test(number)
    ? sql` or (finding.finding_id >= ${number} and finding.finding_id < ${`${number}g`})`
    : sql``
  // First what it is asked for, from an index; then whether it is in the scope and what comes first.
  const { rows } = await sql<FoundFinding>`
    with
      finding as materialized (
        select finding.*
        from app.finding
        where (finding.subject_kind = any(${[...subjectKinds]}::text[]) and finding.subject_id = any(${[...keys]}::text[]))
          ${byNumber}
      )
    select
      finding.finding_id, finding.rule_code, finding.level, finding.status, finding.person_name, finding.amount_fen
    from finding
    where ${visible}
    order by finding.open_amount_fen desc, finding.finding_id
    limit ${eachMax + 1}
  `.execute(tx)
  return rows
}

async function findRecords(
  tx: Tx,
  sought: string,
  { personIds, visible }: { readonly personIds: readonly string[]; readonly visible: RawBuilder<SqlBool> },
): Promise<FoundRecord[]> {
  const number = sought.toLowerCase()
  const byTail = tailPattern.test(number) ? sql` or right(record.record_id, 12) = ${number}` : sql``
  const { rows } = await sql<FoundRecord>`
    with
      record as materialized (
        select record.*
        from app.record
        where record.record_id = ${number}
          or record.person_id = any(${[...personIds]}::text[])
          ${byTail}
      )
    select record.record_id, record.kind, record.status, record.is_open, record.entered_at
    from record
    where ${visible}
    order by record.is_open desc, record.entered_at desc, record.record_id
    limit ${eachMax + 1}
  `.execute(tx)
  return rows
}

/** The findings and records of one person, account or employer: of several that are called alike they would mislead. */
const subjectsFollowedMax = 3

/**
 * What a number or the beginning of a name leads to, within the scope: subjects, and of them, or by their own number,
 * findings and records. Every question is answered from an index and cut.
 */
export async function findEverywhere(
  tx: Tx,
  query: string,
  scope: EverywhereScope,
): Promise<FoundEverywhere> {
  const sought = query.trim()
  const subjects = await searchSubjects(tx, sought, scope)
  const followed = subjects.length > subjectsFollowedMax ? [] : subjects
  const keys = [sought, ...followed.map(({ key }) => key)]
  const personIds = [sought, ...followed.filter(({ kind }) => kind === 'person').map(({ key }) => key)]
  const findings = await findFindings(tx, sought, { keys, visible: scope.findings })
  const records = await findRecords(tx, sought, { personIds, visible: scope.records })
  return { subjects, findings, records }
}
