import { createHash } from 'node:crypto'
import type { Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { type Chance, chance } from '../oracle/deliveries/chance.ts'
import type { DraftFile } from '../oracle/deliveries/encode.ts'
import {
  type Dirt,
  type Model,
  noDirt,
  randomModel,
  writeModel,
} from '../oracle/deliveries/random-delivery.ts'

type Rows = Model['tables']

/** One delivery, and the same in two: the second adds events under other keys and has every register in full. */
export interface SplitDelivery {
  readonly asOf: number | null
  readonly whole: readonly DraftFile[]
  readonly earlier: readonly DraftFile[]
  readonly later: readonly DraftFile[]
}

/** Half of the keys, by chance but for all rows of a key alike. */
function isLater(seed: number, table: Table, row: Readonly<Record<string, string | null>>): boolean {
  const key = table.key.map((name) => row[name] ?? '').join('#')
  return createHash('sha256').update(`${seed}|${table.name}|${key}`).digest()[0]! % 2 === 0
}

function pick(
  model: Rows,
  wanted: (
    table: Table,
  ) => ((row: Rows extends ReadonlyMap<string, readonly (infer Row)[]> ? Row : never) => boolean) | null,
): Rows {
  const picked = (tables as readonly Table[]).flatMap((table) => {
    const rows = model.get(table.name)
    const isWanted = wanted(table)
    return rows === undefined || isWanted === null ? [] : [[table.name, rows.filter(isWanted)] as const]
  })
  return new Map(picked)
}

/** Files of the same table in both halves must not share a name, as they stand in one folder as a whole. */
function named(files: readonly DraftFile[], mark: string): DraftFile[] {
  return files.map((file, index) => ({ ...file, name: `${file.table}-${mark}${index}.csv` }))
}

function write(random: Chance, asOf: number | null, rows: Rows, dirt: Dirt, mark: string): DraftFile[] {
  return named(writeModel(random, { asOf, tables: rows }, dirt), mark)
}

export function splitDelivery(seed: number): SplitDelivery {
  const random = chance(seed)
  const { asOf, tables: model } = randomModel(random)
  const dirt = random.pick([noDirt, { cells: 0.003, rows: 0.05, columns: 0.02, tables: 0 }])
  const isState = (table: Table): boolean => table.is_state === true
  // A register that the second delivery lacks is that of the first; so are the events.
  const left = new Set(tables.filter(() => random.maybe(0.1)).map((table): string => table.name))
  const eventsOf = (wantLater: boolean): Rows =>
    pick(model, (table) => {
      if (isState(table) || (wantLater && left.has(table.name))) return null
      return (row) => left.has(table.name) || isLater(seed, table, row) === wantLater
    })
  const registers = (isTaken: (table: Table) => boolean): Rows =>
    pick(model, (table) => (isState(table) && isTaken(table) ? () => true : null))
  const outdated = pick(model, (table) =>
    isState(table) && !left.has(table.name) && random.maybe(0.8) ? () => random.maybe(0.5) : null,
  )
  const [firstEvents, laterEvents] = [
    write(random, asOf, eventsOf(false), dirt, '1'),
    write(random, asOf, eventsOf(true), dirt, '2'),
  ]
  const kept = write(
    random,
    asOf,
    registers((table) => left.has(table.name)),
    dirt,
    '1',
  )
  const current = write(
    random,
    asOf,
    registers((table) => !left.has(table.name)),
    dirt,
    '2',
  )
  return {
    asOf,
    whole: [...firstEvents, ...laterEvents, ...kept, ...current],
    earlier: [...firstEvents, ...kept, ...write(random, asOf, outdated, dirt, '1')],
    later: [...laterEvents, ...current],
  }
}
