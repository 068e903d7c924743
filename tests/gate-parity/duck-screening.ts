/** A screening of rows in memory by DuckDB: the program's own runner, told finding by finding. */

import { openDuck, runSql, sqlText } from '#platform/duckdb.ts'
import type { RegisterRow } from '#register/register-row.ts'
import { createDialect } from '#screening/dialect.ts'
import { duckSelect } from '#screening/engine/duck-engine.ts'
import type { EvidenceRow, Finding } from '#screening/finding.ts'
import { createLaw, type Law } from '#screening/law-tables.ts'
import { buildViews, createEmptyTable } from '#screening/prepare-tables.ts'
import { findingReader, rankFindings } from '#screening/read-findings.ts'
import type { Rule, RunContext } from '#screening/rule.ts'
import { collectFindings, findingColumns, nameSubjects, runRuleSql } from '#screening/run-rule.ts'
import { runContext } from '#screening/run-screening.ts'
import { bindParameters, type Settings, writtenParameters } from '#screening/settings.ts'
import { derivedColumns, snapshotColumns, storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import type { TableRows } from './delivered-register.ts'

export interface DuckFinding {
  readonly finding: Finding
  /** `table key amount context`, in the order of the report. */
  readonly rows: readonly string[]
}

export interface DuckScreening {
  readonly findings: readonly DuckFinding[]
  readonly context: RunContext
}

export interface ScreeningOfRows {
  readonly rows: TableRows
  readonly rules: readonly Rule[]
  readonly settings: Settings
  readonly asOf: number
  readonly law: Law
}

function literal(value: RegisterRow[string] | undefined, type: string): string {
  if (value === null || value === undefined) return `null::${type}`
  return `${typeof value === 'boolean' ? String(value) : sqlText(value)}::${type}`
}

/** With its values: what both engines say of a row must be the same to the letter, for its digest is made of it. */
export function evidenceLine({ table, key, amountFen, isContext, values }: EvidenceRow): string {
  return `${table} ${key} ${amountFen} ${isContext} ${JSON.stringify(values)}`
}

function insertSql(table: Table, rows: readonly RegisterRow[]): string {
  const stored = storedColumns(table)
  const names = stored.map(({ name }) => name)
  const derived = derivedColumns(table).map(({ name, expression }) => `${expression} as ${name}`)
  const columns = snapshotColumns(table).map(({ name }) => name)
  const values = rows.map(
    (row) => `(${stored.map(({ name, sqlType }) => literal(row[name], sqlType)).join(', ')})`,
  )
  return `insert into ${table.name} (${columns.join(', ')})
    select ${columns.join(', ')}
    from (select ${['*', ...derived].join(', ')} from (values ${values.join(', ')}) as given (${names.join(', ')}))`
}

export async function screenRows(options: ScreeningOfRows): Promise<DuckScreening> {
  const { rules, settings, law } = options
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  try {
    for (const table of tables as readonly Table[]) {
      const name = table.name as (typeof tables)[number]['name']
      await createEmptyTable(connection, name)
      const rows = options.rows.get(name) ?? []
      if (rows.length > 0) await runSql(connection, insertSql(table, rows))
    }
    await createDialect(connection)
    await createLaw(connection, law)
    await runSql(connection, `create table finding (${findingColumns})`)
    await buildViews(connection, rules)
    const context = await runContext(duckSelect(connection), options.asOf)
    for (const rule of rules) {
      await runRuleSql(connection, rule, bindParameters(rule, settings), context)
      await collectFindings(connection, rule)
      await nameSubjects(connection, rule)
    }
    await rankFindings(connection)
    const readable = rules.map((rule) => ({
      rule,
      parameters: writtenParameters(rule, bindParameters(rule, settings)),
    }))
    const findings: { finding: Finding; rows: string[] }[] = []
    const reader = findingReader({ connect: database.connect, rules: readable, isUnmasked: false })
    for await (const part of reader.read()) {
      if (part.isFirst) findings.push({ finding: part.finding, rows: [] })
      const { rows } = findings.at(-1)!
      for (const row of part.rows) rows.push(evidenceLine(row))
    }
    return { findings, context }
  } finally {
    database.close()
  }
}
