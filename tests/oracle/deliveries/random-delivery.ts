/** Small deliveries, dense in situations, made from a seed and written in every way the standard allows. */
import type { Column, Table } from '#standard/table.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { firstDayOf, lastDayOf, month } from '../dates.ts'
import { defaultParameters, type Parameters } from '../rules/parameters.ts'
import { dirty, written } from './cells.ts'
import { type Chance, chance, shuffled } from './chance.ts'
import { type DraftFile, type FileStyle, plainStyle } from './encode.ts'
import { makeBursts, makeEpisodes } from './episodes.ts'
import { makeFunds, makeReconciliations } from './fund.ts'
import { accounts, makeAccountChanges, makeAccounts, makeBatches, makePayments } from './payments.ts'
import {
  type DraftPerson,
  type DraftRow,
  makeCertifications,
  makeDeaths,
  makeEntitlementChanges,
  makeEntitlements,
  makePeople,
  makePrisonTerms,
  type World,
} from './people.ts'
import { randomParameters } from './random-parameters.ts'
import {
  makeBenefitsElsewhere,
  makeCards,
  makeDoubtfulCertifications,
  makeRetirements,
} from './retirement.ts'
import { makeRoles, makeRolesTogether, makeStaff, makeVerifications } from './roles.ts'
import { makeOperations, makeOrders } from './staff.ts'
import {
  makeAdjustments,
  makeBounds,
  makeContributions,
  makeDeclarations,
  makeEmployers,
  makeEnrolments,
  makeUnderDeclared,
} from './work.ts'

export interface RandomDelivery {
  readonly seed: number
  readonly files: readonly DraftFile[]
  /** Null for the default of the standard. */
  readonly asOf: number | null
  readonly parameters: Parameters
}

export interface Model {
  readonly asOf: number | null
  readonly tables: ReadonlyMap<string, readonly DraftRow[]>
}

const latestMonths = [
  '2019-01',
  '2019-02',
  '2021-02',
  '2021-03',
  '2024-02',
  '2024-06',
  '2024-12',
  '2025-01',
  '2026-03',
  '2027-02',
]

export function randomModel(random: Chance): Model {
  const latest = month(random.pick(latestMonths))
  const explicit = [
    lastDayOf(latest),
    firstDayOf(latest),
    firstDayOf(latest) + 14,
    lastDayOf(latest + 1),
    lastDayOf(latest) - 1,
  ]
  const asOf = random.maybe(0.5) ? random.pick(explicit) : null
  const world: World = { random, latest, asOf: asOf ?? lastDayOf(latest), tables: new Map() }
  const people = makePeople(world)
  makeDeaths(world, people)
  makePrisonTerms(world, people)
  const entitlements = makeEntitlements(world, people)
  makeEntitlementChanges(world, entitlements)
  makeCertifications(world, people)
  makePayments(world, people, entitlements)
  makeBatches(world)
  makeAccounts(world, people)
  makeAccountChanges(world, people)
  makeOrders(world)
  makeOperations(world)
  for (const make of shuffled(random, otherSubjects)) if (random.maybe(0.8)) make(world, people)
  makeOther(world)
  return {
    asOf,
    tables: new Map([...world.tables].map(([name, rows]) => [name, withoutConflicts(name, rows)])),
  }
}

/** Of two stories that tell of one key the first counts, whatever order the rows are written in. */
function withoutConflicts(name: string, rows: readonly DraftRow[]): DraftRow[] {
  const { key } = (tables as readonly Table[]).find((each) => each.name === name)!
  const taken = new Set<string>()
  return rows.filter((row) => {
    const own = JSON.stringify(key.map((column) => row[column]))
    if (key.length > 0 && taken.has(own)) return false
    taken.add(own)
    return true
  })
}

/** In any order: some of them look at what others have made. */
const otherSubjects: readonly ((world: World, people: readonly DraftPerson[]) => void)[] = [
  makeEpisodes,
  makeRetirements,
  makeCards,
  makeBenefitsElsewhere,
  makeDoubtfulCertifications,
  makeEmployers,
  makeBounds,
  makeContributions,
  makeUnderDeclared,
  makeEnrolments,
  makeDeclarations,
  makeAdjustments,
  makeStaff,
  (world, people) => makeVerifications(world, people, accounts),
  makeRoles,
  makeRolesTogether,
  makeBursts,
  makeFunds,
  makeReconciliations,
]

const samples: Readonly<Record<Column['type'], readonly string[]>> = {
  id: ['K1', 'K2', 'K3', 'k3', 'K 1', '0001', '1e5', '—1', '𠮷'],
  text: [
    '甲',
    '乙 丙',
    'x;y|z\tw',
    '"quoted", really',
    '两\r\n行',
    "='1'",
    '-1',
    'NaN',
    'null',
    '19491231',
    '"',
    '１２',
  ],
  code: [],
  int: ['0', '1', '-3', '007', '123456789', '9007199254740993'],
  money: ['0.00', '-0.01', '1234567.89', '12.30', '-90071992547409.93', '999.99', '1000.00'],
  rate: ['0.16', '-0.0000005', '0.0000004', '123456.789', '0', '0.1234565'],
  date: ['2024-02-29', '1999-12-31', '1900-01-01', '2024-01-01'],
  month: ['2024-02', '1999-12'],
  timestamp: ['2024-02-29 23:59:59', '1999-12-31 00:00:00'],
  bool: ['true', 'false'],
}

/** A table that nothing else has filled, mostly one that no rule reads: for the loader's sake. */
function makeOther({ random, tables: drafts }: World): void {
  const table: Table = random.pick(tables.filter((each) => !drafts.has(each.name)))
  drafts.set(table.name, randomRows(random, table, random.below(8)))
}

function randomRows(random: Chance, table: Table, count: number): DraftRow[] {
  return Array.from({ length: count }, () => {
    const cells = table.columns.map((column) => {
      const pool = column.type === 'code' ? Object.keys(column.codes ?? {}) : samples[column.type]
      const isNull = column.required !== true && random.maybe(0.2)
      return [column.name, isNull ? null : random.pick(pool)] as const
    })
    return Object.fromEntries(cells)
  })
}

/** Rows of any tables, that make no sense: for the loader alone, and dirtier than any agency's. */
export function randomTables(seed: number): RandomDelivery {
  const random = chance(seed)
  const chosen = shuffled(random, tables as readonly Table[]).slice(0, 4)
  const rows = new Map(chosen.map((each) => [each.name, randomRows(random, each, random.below(15))]))
  const dirt = { cells: random.pick([0, 0.02, 0.06]), rows: 0.3, columns: 0.05, tables: 0 }
  const files = writeModel(random, { asOf: null, tables: rows }, dirt)
  return { seed, asOf: null, parameters: defaultParameters, files }
}

export interface Dirt {
  /** Share of cells that the standard rejects. */
  readonly cells: number
  /** Share of rows repeated, in conflict, too long, cut short, or preceded by a blank line. */
  readonly rows: number
  /** Share of columns left out, and of tables. */
  readonly columns: number
  readonly tables: number
}

export const noDirt: Dirt = { cells: 0, rows: 0, columns: 0, tables: 0 }

export function randomDelivery(seed: number): RandomDelivery {
  const random = chance(seed)
  const model = randomModel(random)
  const parameters = random.maybe(0.3) ? randomParameters(random) : defaultParameters
  const dirt = random.pick([
    noDirt,
    { cells: 0, rows: 0.05, columns: 0.03, tables: 0 },
    { cells: 0.003, rows: 0.05, columns: 0.02, tables: 0.03 },
    { cells: 0.03, rows: 0.15, columns: 0.03, tables: 0.08 },
  ])
  return { seed, asOf: model.asOf, parameters, files: writeModel(random, model, dirt) }
}

export function writeModel(random: Chance, model: Model, dirt: Dirt): DraftFile[] {
  const files: DraftFile[] = []
  for (const table of tables as readonly Table[]) {
    const rows = model.tables.get(table.name)
    if (rows === undefined || random.maybe(dirt.tables)) continue
    const withRepeats = rows.flatMap((each) => repeatedSometimes(random, table, each, dirt))
    files.push(...writeTable(random, table, shuffled(random, withRepeats), dirt))
  }
  return files
}

function repeatedSometimes(random: Chance, table: Table, row: DraftRow, dirt: Dirt): DraftRow[] {
  if (!random.maybe(dirt.rows)) return [row]
  if (random.maybe(0.5)) return [row, row]
  const free = table.columns.filter((each) => each.required !== true && !table.key.includes(each.name))
  if (free.length === 0) return [row, row]
  return [row, { ...row, [random.pick(free).name]: null }]
}

function writeTable(random: Chance, table: Table, rows: readonly DraftRow[], dirt: Dirt): DraftFile[] {
  const suffixes = shuffled(random, ['.csv', '-2024.csv', '.2024-03.csv', '-一月.csv', '.a.csv'])
  const count = random.maybe(0.6) ? 1 : 2 + random.below(2)
  const parts = Array.from({ length: count }, (): DraftRow[] => [])
  for (const row of rows) random.pick(parts).push(row)
  return parts.map((part, index) => {
    const name = `${random.maybe(0.7) ? table.name : table.title}${suffixes[index]}`
    return writeFile(random, { table, name, rows: part, dirt })
  })
}

interface Part {
  readonly table: Table
  readonly name: string
  readonly rows: readonly DraftRow[]
  readonly dirt: Dirt
}

function writeFile(random: Chance, { table, name, rows, dirt }: Part): DraftFile {
  const isLeftOut = (column: Column): boolean =>
    random.maybe(column.required === true ? dirt.columns / 20 : dirt.columns)
  const columns: (Column | null)[] = shuffled(random, table.columns).filter((each) => !isLeftOut(each))
  if (random.maybe(dirt.columns * 5)) columns.splice(random.below(columns.length + 1), 0, null)
  const header = columns.map((each) => (each === null ? '备注' : headerOf(random, each)))
  const written = rows.flatMap((row) => writeRow(random, { columns, row, dirt, header }))
  return { name, table: table.name as TableName, header, rows: written, style: styleOf(random) }
}

function headerOf(random: Chance, column: Column): string {
  const names = [column.name, column.name, column.title]
  if (column.code !== undefined) names.push(column.code)
  return random.pick(names)
}

interface RowToWrite {
  readonly columns: readonly (Column | null)[]
  readonly header: readonly string[]
  readonly row: DraftRow
  readonly dirt: Dirt
}

function writeRow(random: Chance, { columns, header, row, dirt }: RowToWrite): string[][] {
  const cells = columns.map((column) => {
    if (column === null) return random.pick(['', 'x', '备注\n二'])
    const bad = random.maybe(dirt.cells) ? dirty(random, column) : null
    return bad ?? written(random, column, row[column.name] ?? null)
  })
  const lines = [cells]
  if (random.maybe(dirt.rows / 3)) lines.unshift([])
  if (random.maybe(dirt.rows / 5)) lines.push([...header])
  if (random.maybe(dirt.rows / 5)) lines.push([...cells, random.pick(['', 'x'])])
  if (random.maybe(dirt.rows / 5)) lines.push(cells.slice(0, Math.max(2, random.below(cells.length + 1))))
  return lines
}

function styleOf(random: Chance): FileStyle {
  if (random.maybe(0.25)) return plainStyle
  return {
    encoding: random.pick(['utf-8', 'utf-8-bom', 'gb18030', 'gb18030', 'utf-16le', 'utf-16be']),
    separator: random.pick([',', ',', '\t', ';', '|']),
    newline: random.pick(['\n', '\r\n']),
    quoting: random.pick(['needed', 'needed', 'all']),
    endsWithNewline: random.maybe(0.8),
    isGzipped: random.maybe(0.1),
  }
}
