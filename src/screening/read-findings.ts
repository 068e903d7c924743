import type { DuckDBConnection } from '@duckdb/node-api'
import { maskName } from '#base/names.ts'
import { assert } from '#base/refusal.ts'
import { runSql, selectRows, streamRows } from '#platform/duckdb.ts'
import { keyColumn, snapshotName } from '#standard/snapshot.ts'
import type { Column } from '#standard/table.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import { evidenceValue } from './evidence/evidence-value.ts'
import { explained, type FindingRow, formatPeriod } from './explained.ts'
import type { EvidenceRow, Finding, FindingPart, FindingReader, Level } from './finding.ts'
import type { Rule } from './rule.ts'
import { hitTable } from './run-rule.ts'

export interface ReadableRule {
  readonly rule: Rule
  /** Written form, for its sentences. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface ReaderOptions {
  /** A new connection to the run's database: each stream needs one of its own. */
  readonly connect: () => Promise<DuckDBConnection>
  readonly rules: readonly ReadableRule[]
  readonly isUnmasked: boolean
  /** Where the findings with their places are; default all of them. */
  readonly from?: string
}

/** A part holds at most this many evidence rows, so that a finding of a million rows needs no more memory than one of ten. */
const rowsPerPart = 2_000

/** Ranks the findings once, in the order of findings.csv (UTF-8 byte order is DuckDB's own). */
export async function rankFindings(connection: DuckDBConnection): Promise<void> {
  await runSql(
    connection,
    `create or replace table ranked_finding as
    select *, row_number() over (order by level, rule_code, amount_fen desc, subject_id) as place
    from finding`,
  )
}

function toFindingRow(row: Record<string, unknown>): FindingRow {
  const number = (value: unknown): number | null => (value === null ? null : Number(value))
  const text = (value: unknown): string | null => (value === null ? null : String(value))
  return {
    level: Number(row.level) as Level,
    subjectId: String(row.subject_id),
    findingId: String(row.finding_id),
    amountFen: BigInt(row.amount_fen as bigint),
    monthFrom: number(row.month_from),
    monthTo: number(row.month_to),
    dayFrom: number(row.day_from),
    dayTo: number(row.day_to),
    evidenceCount: Number(row.evidence_count),
    factValues: (row.fact_values as unknown[]).map(text),
    personName: text(row.person_name),
    region: text(row.region),
  }
}

function toFinding({ rule, parameters }: ReadableRule, row: FindingRow, isUnmasked: boolean): Finding {
  const name = rule.subjectKind === 'person' ? (row.personName ?? '') : ''
  return {
    findingId: row.findingId,
    ruleCode: rule.code,
    ruleTitle: rule.title.zh,
    level: row.level,
    subjectKind: rule.subjectKind,
    subjectId: row.subjectId,
    personName: isUnmasked ? name : maskName(name),
    ...formatPeriod(row),
    amountFen: row.amountFen,
    evidenceCount: row.evidenceCount,
    explanation: rule.explain(explained(rule, row, parameters, isUnmasked)),
    region: row.region ?? '',
  }
}

/** A stored value as SQL text: exact, and cheap to print. */
function valueSql(column: Column): string {
  const name = `source.${snapshotName(column)}`
  if (column.type === 'timestamp') return `strftime(${name}, '%Y-%m-%dT%H:%M:%S')`
  return `${name}::varchar`
}

/** One select for each evidence table, joined with the hits by the row's key. */
function evidenceSql(rule: Rule, hitColumns: ReadonlySet<string>, from: string): string {
  const isContext = hitColumns.has('is_context') ? 'coalesce(hit.is_context, 0)' : '0'
  const selects = Object.entries(rule.evidence).map(([name, columns]) => {
    const table = getTable(name as TableName)
    const values = columns.map((column) => valueSql(getColumn(table, column)))
    return `
      select
        finding.place,
        ${isContext} as is_context,
        coalesce(hit.amount_fen, 0) as amount_fen,
        hit.evidence_table,
        hit.evidence_key,
        [${values.join(', ')}]::varchar[] as value_list
      from ${hitTable(rule)} as hit
      join ${from} as finding on finding.subject_id = hit.subject_id and finding.rule_code = '${rule.code}'
      left join ${name} as source on source.${keyColumn(table)} = hit.evidence_key
      where hit.evidence_table = '${name}' and finding.level = $level`
  })
  return `
    select place, is_context, amount_fen, evidence_table, evidence_key, value_list
    from (${selects.join(' union all ')})
    order by place, is_context, abs(amount_fen) desc, evidence_key, evidence_table`
}

function toEvidenceRow(rule: Rule, row: Record<string, unknown>): EvidenceRow {
  const name = String(row.evidence_table) as TableName
  const table = getTable(name)
  const columns = rule.evidence[name] ?? []
  const values = row.value_list as (string | null)[]
  return {
    table: name,
    key: String(row.evidence_key),
    isContext: Number(row.is_context) === 1,
    amountFen: BigInt(row.amount_fen as bigint),
    values: Object.fromEntries(
      columns.map((column, index) => [
        column,
        evidenceValue(getColumn(table, column), values[index] ?? null),
      ]),
    ),
  }
}

/** The findings of one rule and level, which are read together. */
interface Group {
  readonly rule: Rule
  readonly hitColumns: ReadonlySet<string>
  readonly level: number
  readonly from: string
}

interface PlacedRow {
  readonly place: number
  readonly evidence: EvidenceRow
}

async function* placedRows(
  connection: DuckDBConnection,
  { rule, hitColumns, level, from }: Group,
): AsyncGenerator<PlacedRow> {
  for await (const rows of streamRows(connection, evidenceSql(rule, hitColumns, from), { level })) {
    for (const row of rows) yield { place: Number(row.place), evidence: toEvidenceRow(rule, row) }
  }
}

async function* findingsOf(
  connection: DuckDBConnection,
  { rule, level, from }: Group,
): AsyncGenerator<{ place: number; row: FindingRow }> {
  const sql = `select * from ${from} where rule_code = '${rule.code}' and level = $level order by place`
  for await (const rows of streamRows(connection, sql, { level })) {
    for (const row of rows) yield { place: Number(row.place), row: toFindingRow(row) }
  }
}

/** Merges the findings of one rule and level with their evidence, both in the order of places. */
async function* mergeParts(
  findings: AsyncGenerator<{ place: number; row: FindingRow }>,
  evidence: AsyncGenerator<PlacedRow>,
  finish: (row: FindingRow) => Finding,
): AsyncGenerator<FindingPart> {
  let next = await evidence.next()
  for await (const { place, row } of findings) {
    const finding = finish(row)
    let rows: EvidenceRow[] = []
    let isFirst = true
    while (next.done !== true && next.value.place === place) {
      if (rows.length === rowsPerPart) {
        yield { finding, isFirst, isLast: false, rows }
        isFirst = false
        rows = []
      }
      rows.push(next.value.evidence)
      next = await evidence.next()
    }
    yield { finding, isFirst, isLast: true, rows }
  }
  assert(next.done === true, 'an evidence row belongs to no finding')
}

async function* readAll(options: ReaderOptions): AsyncGenerator<FindingPart> {
  const { from = 'ranked_finding' } = options
  const connections = [await options.connect(), await options.connect()] as const
  const [first, second] = connections
  try {
    const groups = await selectRows(
      first,
      `select distinct level, rule_code from ${from} order by level, rule_code`,
    )
    for (const group of groups) {
      const readable = options.rules.find(({ rule }) => rule.code === group.rule_code)
      assert(readable !== undefined, `finding of an unknown rule ${String(group.rule_code)}`)
      const { rule } = readable
      const described = await selectRows(first, `select column_name from (describe ${hitTable(rule)})`)
      const hitColumns = new Set(described.map((row) => String(row.column_name)))
      const of = { rule, hitColumns, level: Number(group.level), from }
      yield* mergeParts(findingsOf(first, of), placedRows(second, of), (row) =>
        toFinding(readable, row, options.isUnmasked),
      )
    }
  } finally {
    for (const connection of connections) connection.closeSync()
  }
}

export function findingReader(options: ReaderOptions): FindingReader {
  return { read: () => readAll(options) }
}
