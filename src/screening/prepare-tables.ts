import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { assert } from '#base/refusal.ts'
import { runSql } from '#platform/duckdb.ts'
import type { CalendarDay } from '#platform/policy.ts'
import type { Manifest } from '#standard/manifest.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import { findTable, getTable, type TableName, tables } from '#standard/tables.ts'
import { attachFiles, createByPerson, type TableFiles } from './build-in-parts.ts'
import type { Rule } from './rule.ts'
import { calendarColumns, type ReferenceName, roleConflictColumns, type ViewName, views } from './views.ts'

function isTable(name: string): name is TableName {
  return findTable(name) !== undefined
}

function isReference(name: ViewName): name is ReferenceName {
  return name === 'calendar' || name === 'lawful_retirement' || name === 'role_conflict'
}

/** Every table and view that the names lead to, views after what they read. */
function withWhatTheyRead(names: Iterable<TableName | ViewName>): (TableName | ViewName)[] {
  const ordered = new Set<TableName | ViewName>()
  const visit = (name: TableName | ViewName): void => {
    if (ordered.has(name)) return
    if (!isTable(name) && !isReference(name)) for (const read of views[name].reads) visit(read)
    ordered.add(name)
  }
  for (const name of names) visit(name)
  return [...ordered]
}

/** The tables of the standard that a rule reads, directly or through shared views. */
export function tablesReadBy(rule: Pick<Rule, 'reads'>): TableName[] {
  return withWhatTheyRead(rule.reads).filter(isTable)
}

/** The shared views to build for rules, each after what it reads. */
export function viewsReadBy(rules: readonly Pick<Rule, 'reads'>[]): Exclude<ViewName, ReferenceName>[] {
  return withWhatTheyRead(rules.flatMap((rule) => rule.reads)).filter(
    (name): name is Exclude<ViewName, ReferenceName> => !isTable(name) && !isReference(name),
  )
}

/** Every table of the standard as a view on the snapshot's files; one that was not delivered is empty. */
export async function attachSnapshot(
  connection: DuckDBConnection,
  directory: string,
  manifest: Manifest,
): Promise<TableFiles> {
  const attached = new Map<TableName, readonly string[]>()
  for (const table of tables) {
    const parts = manifest.tables.find((each) => each.name === table.name)?.parts ?? []
    if (parts.length === 0) {
      await createEmptyTable(connection, table.name)
      continue
    }
    const files = parts.map((part) => path.join(directory, part.file))
    await attachFiles(connection, table.name, files)
    attached.set(table.name, files)
  }
  return attached
}

export async function createEmptyTable(connection: DuckDBConnection, name: TableName): Promise<void> {
  const columns = snapshotColumns(getTable(name)).map((column) => `${column.name} ${column.sqlType}`)
  await runSql(connection, `create table ${name} (${columns.join(', ')})`)
}

export async function createCalendar(
  connection: DuckDBConnection,
  calendar: readonly CalendarDay[],
): Promise<void> {
  const columns = Object.entries(calendarColumns).map(([name, type]) => `${name} ${type}`)
  await runSql(connection, `create table calendar (${columns.join(', ')})`)
  if (calendar.length === 0) return
  const rows = calendar.map(({ day, isWorking, workingNumber }) => `(${day}, ${isWorking}, ${workingNumber})`)
  await runSql(connection, `insert into calendar values ${rows.join(', ')}`)
}

export async function createRoleConflict(connection: DuckDBConnection): Promise<void> {
  const columns = Object.entries(roleConflictColumns).map(([name, type]) => `${name} ${type}`)
  const rows = roleConflicts.map(({ code, roleA, roleB }) => `('${code}', '${roleA}', '${roleB}')`)
  await runSql(connection, `create table role_conflict (${columns.join(', ')})`)
  await runSql(connection, `insert into role_conflict values ${rows.join(', ')}`)
}

/** Builds once what several rules share. `onView` is told before each, for progress. */
export async function buildViews(
  connection: DuckDBConnection,
  rules: readonly Rule[],
  files: TableFiles = new Map(),
  onView: (name: string, done: number, total: number) => void = () => {},
): Promise<void> {
  const needed = viewsReadBy(rules)
  for (const [index, name] of needed.entries()) {
    const view = views[name]
    assert(view !== undefined, `no shared view ${name}`)
    onView(name, index, needed.length)
    const columns = Object.entries(view.columns).map(
      ([column, type]) => `cast(${column} as ${type}) as ${column}`,
    )
    const select = `select ${columns.join(', ')} from (${view.sql})`
    const table = view.groupsByPerson
    if (table === undefined) await runSql(connection, `create table ${name} as ${select}`)
    else await createByPerson(connection, name, select, table, files.get(table) ?? [])
  }
}
