import { findTable, type TableName } from '#standard/tables.ts'
import { type ReferenceName, type View, type ViewName, views } from '../views.ts'

export function isStandardTable(name: TableName | ViewName): name is TableName {
  return findTable(name) !== undefined
}

/** Law as tables reads nothing. */
function viewOf(name: ViewName): View | undefined {
  return (views as Partial<Record<ViewName, View>>)[name]
}

export function isReference(name: ViewName): name is ReferenceName {
  return viewOf(name) === undefined
}

/** Every table and shared view that the names lead to, each after what it reads. */
export function tablesAndViewsOf(names: Iterable<TableName | ViewName>): (TableName | ViewName)[] {
  const ordered = new Set<TableName | ViewName>()
  const visit = (name: TableName | ViewName): void => {
    if (ordered.has(name)) return
    if (!isStandardTable(name)) for (const read of viewOf(name)?.reads ?? []) visit(read)
    ordered.add(name)
  }
  for (const name of names) visit(name)
  return [...ordered]
}
