import type { DuckDBConnection } from '@duckdb/node-api'
import { formatDay, formatMonth, formatSecond } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { selectRows } from '#platform/duckdb.ts'
import type { TableName } from '#standard/tables.ts'
import { findNamedSteps } from './named-steps.ts'
import type { Rule, RunContext } from './rule.ts'
import { boundValues, monthTables } from './run-rule.ts'
import type { BoundParameters } from './settings.ts'

/** What a named step of a rule's SQL gives on a delivery. */
export interface Step {
  /** The step's name; empty for the rows that count, the statement's own result. */
  readonly name: string
  readonly rows: number
  readonly columns: readonly string[]
  /** The first rows in the order of their columns, printed. */
  readonly first: readonly (readonly string[])[]
}

export interface ExplainOptions {
  /** Holds the tables and shared views that the rule reads. */
  readonly connection: DuckDBConnection
  readonly rule: Rule
  readonly parameters: BoundParameters
  readonly context: RunContext
  readonly firstRows: number
}

function isMonth(column: string, row: Readonly<Record<string, unknown>>): boolean {
  if (/(^|_)month$/.test(column)) return true
  if (!/^period_(from|to)$/.test(column)) return false
  return row.evidence_table === undefined || monthTables.has(row.evidence_table as TableName)
}

/** Integers of money, months, days and seconds as people read them; the column's name says which they are. */
function printValue(rule: Rule, named: string, row: Readonly<Record<string, unknown>>): string {
  const fact = named.startsWith('fact_') ? rule.facts[named.slice('fact_'.length)] : undefined
  // A fact says itself what it is; printed like a column of that kind.
  const column = fact === undefined || fact === 'text' || fact === 'number' ? named : fact
  const value = row[named]
  if (value === null || value === undefined) return ''
  if (typeof value !== 'bigint' && typeof value !== 'number') {
    return value instanceof Date ? value.toISOString() : String(value)
  }
  if (/(^|_)fen$/.test(column)) return formatYuan(BigInt(value))
  if (isMonth(column, row)) return formatMonth(Number(value))
  if (/(^|_)day$/.test(column) || /^period_(from|to)$/.test(column)) return formatDay(Number(value))
  if (/(^|_)second$/.test(column)) return formatSecond(Number(value), ' ')
  return String(value)
}

/** Runs every named step of the rule by itself, so that people see where rows appear and where they go. */
export async function explainSteps(options: ExplainOptions): Promise<Step[]> {
  const { connection, rule, parameters, context, firstRows } = options
  const steps: Step[] = []
  for (const { name, prefix } of findNamedSteps(rule.sql)) {
    const source = name === '' ? `(${rule.sql})` : name
    const text = name === '' ? '' : prefix
    const values = boundValues({ ...rule, sql: text === '' ? rule.sql : text }, parameters, context)
    const [counted] = await selectRows(connection, `${text} select count(*) as rows from ${source}`, values)
    const described = await selectRows(
      connection,
      `select column_name from (describe ${text} select * from ${source})`,
      values,
    )
    const columns = described.map((row) => String(row.column_name))
    const first = await selectRows(
      connection,
      `${text} select * from ${source} order by all limit ${firstRows}`,
      values,
    )
    steps.push({
      name,
      rows: Number(counted?.rows),
      columns,
      first: first.map((row) => columns.map((column) => printValue(rule, column, row))),
    })
  }
  return steps
}
