import { Refusal } from '#base/refusal.ts'
import { keysOfChanges, type RegisterChange, rowKeyOf, storedKey } from '#register/register-change.ts'
import { registerRow, storedValues, tableOf, type WrittenRow } from '#register/register-row.ts'
import type { Table } from '#standard/table.ts'
import type { TableName } from '#standard/tables.ts'
import { changeOf } from '../functions/edits.ts'
import { refused } from '../functions/fields.ts'
import type { OrderData } from '../order-data.ts'
import type { MatterSource } from '../order-matter.ts'
import { writtenOf } from '../storing/register-row-store.ts'
import type { TouchedRows } from './first-order.ts'
import { undoOfInsert } from './undo-inserts.ts'

type Change = OrderData['changes'][number]

/** The rows that the first order touched. */
export function touchedKeys(changes: readonly Change[]): ReadonlyMap<TableName, readonly string[]> {
  return keysOfChanges(changes as readonly RegisterChange[])
}

/** The swapped effect, last change first; refused where a row is no longer what the first order made of it. */
export function undoneChanges(
  changes: readonly Change[],
  rows: TouchedRows,
  source: MatterSource,
): readonly RegisterChange[] | Refusal {
  const undone: RegisterChange[] = []
  for (const [index, change] of changes.toReversed().entries()) {
    const one = undoneChange(change, rows, { source, place: index + 1 })
    if (one instanceof Refusal) return one
    undone.push(one)
  }
  return undone
}

function undoneChange(
  change: Change,
  rows: TouchedRows,
  undoing: { readonly source: MatterSource; readonly place: number },
): RegisterChange | Refusal {
  const table = tableOf(change.table)
  const name = table.name as TableName
  const isInsert = change.operation === 'insert'
  const rowKey = rowKeyOf(
    table,
    isInsert ? registerRow(table, change.values) : storedKey(table, change.key ?? {}),
  )
  const row = rows[name]?.[rowKey] ?? null
  const moved =
    row === null ? rowGone(table, rowKey) : refusalOfMoved(table, { rowKey, row, left: change.values })
  if (moved !== null || row === null) return moved ?? rowGone(table, rowKey)
  if (isInsert) return undoOfInsert[name]?.(row, undoing) ?? noWayBack(table)
  const former = formerValues(change)
  return former === null ? noWayBack(table) : changeOf(name, row, former)
}

/** What stood there before, as the first order expected it; null where it did not say. */
function formerValues({ values, expected = {} }: Change): WrittenRow | null {
  const columns = Object.keys(values)
  if (columns.some((column) => expected[column] === undefined)) return null
  return Object.fromEntries(columns.map((column) => [column, expected[column] ?? null]))
}

function refusalOfMoved(
  table: Table,
  { rowKey, row, left }: { readonly rowKey: string; readonly row: WrittenRow; readonly left: WrittenRow },
): Refusal | null {
  const expected = writtenOf(table, storedValues(table, left))
  const column = Object.keys(expected).find((each) => (row[each] ?? null) !== (expected[each] ?? null))
  if (column === undefined) return null
  const title = table.columns.find(({ name }) => name === column)?.title ?? column
  const [was, is] = [expected[column] ?? '空', row[column] ?? '空']
  return refused(
    `原业务办理之后，${table.title} ${rowKey} 的“${title}”已由“${was}”变为“${is}”，不能直接撤销；请先撤销其后的业务，或另办一笔更正。`,
    `since that order, ${column} of ${table.name} ${rowKey} has changed from "${was}" to "${is}"; reverse what came after it first, or enter an order that corrects it.`,
  )
}

function rowGone(table: Table, rowKey: string): Refusal {
  return refused(
    `原业务写入的${table.title} ${rowKey} 已不在登记中，不能撤销；请核对。`,
    `the register no longer has ${table.name} ${rowKey}, which that order wrote, so it cannot be reversed; look into it.`,
  )
}

function noWayBack(table: Table): Refusal {
  return refused(
    `原业务写入了${table.title}，该表没有“撤销”状态，不能用撤销单办理；请另办一笔更正，或按后台数据维护处理。`,
    `that order wrote ${table.name}, whose rows have no status to take them back by; enter an order that corrects it, or a data repair.`,
  )
}
