import type { Simulation } from '#simulator/simulate.ts'

/** A simulation's tables as lists of records, for tests only. */
export type Row = Readonly<Record<string, string>>
export type Rows = (table: string) => readonly Row[]

export interface Found {
  readonly rule: string
  readonly subject: string
  readonly level: number
  readonly amount: bigint
}

export function rowsOf(simulation: Simulation): Rows {
  const read = new Map<string, readonly Row[]>()
  return (name) => {
    let rows = read.get(name)
    if (rows === undefined) {
      const table = simulation.tables.find((each) => each.table === name)
      rows = table === undefined ? [] : [...table.rows()].map((cells) => rowOf(table.columns, cells))
      read.set(name, rows)
    }
    return rows
  }
}

function rowOf(columns: readonly string[], cells: readonly string[]): Row {
  return Object.fromEntries(columns.map((column, place) => [column, cells[place]!]))
}

export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
