import { maskPersonal, type PersonalKind } from '#platform/http/list/mask.ts'
import type { Values } from '#profiles/profile.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { maskData } from '../acting/mask-data.ts'

/** By name, wherever it stands: numbers of accounts need not look like one. */
const personalColumns: Readonly<Record<string, PersonalKind>> = {
  id_number: 'identity_number',
  holder_id_number: 'identity_number',
  legal_representative_id_number: 'identity_number',
  account_number: 'account_number',
  old_account: 'account_number',
  new_account: 'account_number',
  card_number: 'account_number',
  phone: 'phone',
  holder_name: 'name',
}
/** A name is a person's in these; an employer's is no secret. */
const tablesOfPersons: ReadonlySet<string> = new Set(['person', 'death', 'imprisonment', 'staff_relative'])
const changedFields: Readonly<Record<string, PersonalKind>> = {
  name: 'name',
  id_number: 'identity_number',
  phone: 'phone',
}

function kindOf(table: TableName, column: string, values: Values): PersonalKind | null {
  const named = personalColumns[column]
  if (named !== undefined) return named
  if (column === 'name' && tablesOfPersons.has(table)) return 'name'
  const isChanged = table === 'person_change' && (column === 'old_value' || column === 'new_value')
  return isChanged ? (changedFields[values.field ?? ''] ?? null) : null
}

/** Values with what names a person masked; texts nobody thought of by how they look. */
export function maskValues(table: TableName, values: Values): Values {
  const columns = getTable(table).columns as readonly { readonly name: string; readonly type: string }[]
  const isText = (name: string): boolean => columns.find((each) => each.name === name)?.type === 'text'
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => {
      if (value === null) return [column, null]
      const kind = kindOf(table, column, values)
      if (kind !== null) return [column, maskPersonal(kind, value)]
      return [column, isText(column) ? (maskData(value) as string) : value]
    }),
  )
}
