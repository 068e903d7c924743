import { maskName } from '#base/names.ts'
import type { EvidenceRow, EvidenceValue, FindingPart } from '#screening/finding.ts'
import { getTable, type TableName } from '#standard/tables.ts'

/** The evidence of one finding that findings.csv and report.html show (standard, Precisely, A run). */
export interface EvidenceShown {
  /** The first rows that count. */
  readonly counted: readonly EvidenceRow[]
  /** The first rows of context; findings.jsonl has the others. */
  readonly context: readonly EvidenceRow[]
}

/** Of each kind. The standard limits the rows that count; a finding has few rows of context, and the limit bounds memory. */
export const evidenceRowsShown = 20

/** Takes the parts of findings in order and gives the shown evidence of each with its last part. */
export function collectEvidenceShown(): (part: FindingPart) => EvidenceShown | undefined {
  let counted: EvidenceRow[] = []
  let context: EvidenceRow[] = []
  return (part) => {
    if (part.isFirst) {
      counted = []
      context = []
    }
    for (const row of part.rows) {
      const rows = row.isContext ? context : counted
      if (rows.length < evidenceRowsShown) rows.push(row)
    }
    return part.isLast ? { counted, context } : undefined
  }
}

/** By table, the columns that name people: 姓名 and 户名 of the standard. */
const personNames = new Map<TableName, readonly string[]>()

function personNameColumns(table: TableName): readonly string[] {
  let names = personNames.get(table)
  if (names === undefined) {
    const columns = getTable(table).columns.filter(({ title }) => title === '姓名' || title.endsWith('户名'))
    names = columns.map(({ name }) => name)
    personNames.set(table, names)
  }
  return names
}

/** The row as it stands where people are named by masked name: everywhere but in findings.jsonl. */
export function maskEvidence(row: EvidenceRow): EvidenceRow {
  const names = personNameColumns(row.table)
  let values: Record<string, EvidenceValue> | undefined
  for (const name of names) {
    const value = row.values[name]
    if (typeof value !== 'string') continue
    // A copy keeps the order of the columns.
    values ??= { ...row.values }
    values[name] = maskName(value)
  }
  return values === undefined ? row : { ...row, values }
}
