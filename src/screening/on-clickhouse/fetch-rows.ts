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
import { sideBySide } from './side-by-side.ts'

/** The run's own database, and a folder for files on their way to it. */
export interface Home {
  readonly connection: DuckDBConnection
  readonly directory: string
}

/** A shard's rows as a file. Never the same name twice: DuckDB remembers what a file held a moment ago. */
async function fetchFile({ directory }: Home, node: Node, select: string): Promise<string> {
  const file = path.join(directory, `fetched-${randomUUID()}.parquet`)
  await node.fetchParquet(select, file)
  return file
}

/** The rows of the standard's table that a condition holds for, into the table of that name, each once. */
async function fetchRows(home: Home, nodes: readonly Node[], name: TableName, where: string): Promise<void> {
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
  const files = await sideBySide(nodes, (node) => fetchFile(home, node, select))
  for (const file of files) {
    await runSql(
      home.connection,
      `insert into ${name}
      select ${typed.join(', ')}
      from read_parquet(${sqlText(file)})
      where ${key} not in (select ${key} from ${name})`,
    )
    await rm(file)
  }
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

interface Hits {
  readonly rule: Rule
  /** The table of them, on each shard and then in the run's database. */
  readonly hits: string
}

/** Evidence of hits: first among the rows of the subjects, where they are sorted; then, if some is not there, in all. */
async function fetchEvidence(
  home: Home,
  nodes: readonly Node[],
  { rule, hits }: Hits,
  name: TableName,
): Promise<void> {
  const table = getTable(name)
  const key = keyColumn(table)
  const keys = `select evidence_key from ${hits} where evidence_table = '${name}' and evidence_key is not null`
  const all = `${key} in (${keys})`
  const subject = subjectColumns[rule.subjectKind]
  if (!table.columns.some((column) => column.name === subject)) return fetchRows(home, nodes, name, all)
  const own = `${subject} in (select subject_id from ${hits}) and ${all}`
  await fetchRows(home, nodes, name, own)
  const missing = await sideBySide(nodes, (node) =>
    node.select(
      `select count(*) as rows from (${keys}) where evidence_key not in (select ${key} from ${name} where ${own})`,
    ),
  )
  const lacking = nodes.filter((_, at) => Number(missing[at]![0]!.rows) > 0)
  await fetchRows(home, lacking, name, all)
}

/** What the shards found of a rule, and what it refers to. The shards work side by side. */
export async function fetchHits(home: Home, nodes: readonly Node[], found: Hits): Promise<void> {
  const { rule, hits } = found
  const files = await sideBySide(nodes, (node) => fetchFile(home, node, `select * from ${hits}`))
  await runSql(
    home.connection,
    `create or replace table ${hits} as
    select * from read_parquet([${files.map(sqlText).join(', ')}], union_by_name = true)`,
  )
  for (const file of files) await rm(file)
  for (const name of Object.keys(rule.evidence) as TableName[]) {
    await fetchEvidence(home, nodes, found, name)
  }
  for (const [name, where] of namedBySubject(rule.subjectKind, hits)) {
    await fetchRows(home, nodes, name, where)
  }
}
