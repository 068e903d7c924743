import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, sqlText } from '#platform/duckdb.ts'
import { keyColumn, snapshotColumns } from '#standard/snapshot.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { SubjectKind } from '../finding.ts'
import type { Rule } from '../rule.ts'
import type { Node } from './node.ts'

/** The run's own database, and a folder for files on their way to it. */
export interface Home {
  readonly connection: DuckDBConnection
  readonly directory: string
}

async function fetchInto(
  { connection, directory }: Home,
  node: Node,
  select: string,
  insert: (file: string) => string,
): Promise<void> {
  // Never the same name twice: DuckDB remembers what a file held a moment ago.
  const file = path.join(directory, `fetched-${randomUUID()}.parquet`)
  await node.fetchParquet(select, file)
  await runSql(connection, insert(sqlText(file)))
  await rm(file)
}

/** The rows of the standard's table that a condition holds for, into the table of that name, each once. */
async function fetchRows(home: Home, node: Node, name: TableName, where: string): Promise<void> {
  const table = getTable(name)
  const columns = snapshotColumns(table)
  const key = keyColumn(table)
  // A moment travels as a number: as a time it would be read in the time zone of whoever reads it.
  const sent = columns.map((column) =>
    column.sqlType === 'TIMESTAMP' ? `toUnixTimestamp64Micro(${column.name}) as ${column.name}` : column.name,
  )
  const typed = columns.map((column) =>
    column.sqlType === 'TIMESTAMP'
      ? `make_timestamp(${column.name})`
      : `cast(${column.name} as ${column.sqlType})`,
  )
  const select = `select ${sent.join(', ')} from ${name} where ${where}`
  await fetchInto(
    home,
    node,
    select,
    (file) => `
      insert into ${name}
      select ${typed.join(', ')}
      from read_parquet(${file})
      where ${key} not in (select ${key} from ${name})`,
  )
}

/** The rows that name the subjects of hits (screening/run-rule.ts) and say whose they are: table, and which. */
function namedBySubject(kind: SubjectKind, hits: string): readonly (readonly [TableName, string])[] {
  const subjects = `(select subject_id from ${hits})`
  if (kind === 'person') return [['person', `person_id in ${subjects}`]]
  if (kind === 'staff') return [['staff', `staff_id in ${subjects}`]]
  if (kind === 'employer') return [['employer', `employer_id in ${subjects}`]]
  if (kind === 'user_account') return [['user_account', `account_id in ${subjects}`]]
  if (kind === 'card') {
    const holders = `select person_id from social_card where card_number in ${subjects}`
    return [
      ['social_card', `card_number in ${subjects}`],
      ['person', `person_id in (${holders})`],
    ]
  }
  if (kind === 'account') {
    const lines = `select evidence_key from ${hits} where evidence_table = 'payment'`
    return [['person', `person_id in (select person_id from payment where payment_id in (${lines}))`]]
  }
  return []
}

/** The column of evidence that names the subject of a rule's finding, by which most of it is found without a search. */
const subjectColumns: Readonly<Partial<Record<SubjectKind, string>>> = {
  person: 'person_id',
  account: 'account_number',
  employer: 'employer_id',
  staff: 'staff_id',
}

/** Evidence of hits: first among the rows of the subjects, where they are sorted; then, if some is not there, in all. */
async function fetchEvidence(
  home: Home,
  { node, rule, hits }: Pick<HitsOfShard, 'node' | 'rule' | 'hits'>,
  name: TableName,
): Promise<void> {
  const table = getTable(name)
  const key = keyColumn(table)
  const keys = `select evidence_key from ${hits} where evidence_table = '${name}' and evidence_key is not null`
  const subject = subjectColumns[rule.subjectKind]
  const isNarrowed = table.columns.some((column) => column.name === subject)
  if (isNarrowed) {
    const own = `${subject} in (select subject_id from ${hits}) and ${key} in (${keys})`
    await fetchRows(home, node, name, own)
    const [missing] = await node.select(
      `select count(*) as rows from (${keys}) where evidence_key not in (select ${key} from ${name} where ${own})`,
    )
    if (Number(missing!.rows) === 0) return
  }
  await fetchRows(home, node, name, `${key} in (${keys})`)
}

/** A shard's hits of a rule, and what they refer to; the first shard's make the table. */
export async function fetchHits(home: Home, { node, rule, hits, isFirst }: HitsOfShard): Promise<void> {
  await fetchInto(home, node, `select * from ${hits}`, (file) =>
    isFirst
      ? `create or replace table ${hits} as select * from read_parquet(${file})`
      : `insert into ${hits} by name select * from read_parquet(${file})`,
  )
  for (const name of Object.keys(rule.evidence) as TableName[]) {
    await fetchEvidence(home, { node, rule, hits }, name)
  }
  for (const [name, where] of namedBySubject(rule.subjectKind, hits)) await fetchRows(home, node, name, where)
}

interface HitsOfShard {
  readonly node: Node
  readonly rule: Rule
  readonly hits: string
  readonly isFirst: boolean
}
