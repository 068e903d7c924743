import { type Day, formatDay } from '#base/calendar-math.ts'
import { dayOfCell, findColumn, getColumn, numberOfCell, type TextTable, unreadable } from './csv-text.ts'

export type SeriesKind = 'price' | 'return' | 'annual-rate'

/** Series on common dates, in the order of time; NaN where a series has no value. */
export interface SeriesTable {
  readonly file: string
  readonly kind: SeriesKind
  readonly days: readonly Day[]
  readonly series: ReadonlyMap<string, Float64Array>
}

const dateNames = ['date', '日期']
const assetNames = ['asset', '资产']
const valueNames: Readonly<Record<SeriesKind, readonly string[]>> = {
  price: ['price', 'value', 'level', '价格', '净值', '点位'],
  return: ['return', '收益率'],
  'annual-rate': ['annual_rate', '年利率'],
}

interface Cell {
  readonly day: Day
  readonly asset: string
  readonly value: number
  readonly line: number
}

function longCells(table: TextTable, date: number, asset: number, value: number): Cell[] {
  return table.rows.map(({ line, cells }) => ({
    day: dayOfCell(table, line, cells[date]!),
    asset: cells[asset]!,
    value: numberOfCell(table, line, cells[value]!),
    line,
  }))
}

function wideCells(table: TextTable, date: number): Cell[] {
  return table.rows.flatMap(({ line, cells }) => {
    const day = dayOfCell(table, line, cells[date]!)
    return table.header.flatMap((asset, column) =>
      column === date ? [] : [{ day, asset, value: numberOfCell(table, line, cells[column]!), line }],
    )
  })
}

function requirePositive(table: TextTable, { asset, value, line }: Cell): void {
  if (value > 0 || Number.isNaN(value)) return
  throw unreadable(
    table.file,
    line,
    `${asset} 的价格是 ${value}，价格必须大于 0。`,
    `the price of ${asset} is ${value}, but a price must be above 0.`,
  )
}

/** A loss of more than everything, or a rate that no bank pays: per cent written as fractions. */
function requireFraction(table: TextTable, kind: SeriesKind, { asset, value, line }: Cell): void {
  const isRate = kind === 'annual-rate'
  if (Number.isNaN(value) || (isRate ? Math.abs(value) <= 0.5 : value > -1)) return
  throw unreadable(
    table.file,
    line,
    `${isRate ? '年利率' : `${asset} 的收益率`}是 ${value}，不可能；请写成小数（0.015）或带百分号（1.5%）。`,
    `${isRate ? 'the yearly rate' : `the return of ${asset}`} is ${value}, which cannot be; write fractions (0.015) or a per cent sign (1.5%).`,
  )
}

/** Half of all returns beyond 20 %: these are per cent, too. */
function requireFractions(table: TextTable, cells: readonly Cell[]): void {
  const sizes = cells
    .map(({ value }) => Math.abs(value))
    .filter((each) => !Number.isNaN(each))
    .sort((a, b) => a - b)
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0
  if (middle <= 0.2) return
  throw unreadable(
    table.file,
    null,
    `收益率的中位数达 ${middle}，像是百分数；请写成小数（0.01 表示 1%）或带百分号。`,
    `half of the returns are beyond ${middle}: they look like per cent; write fractions (0.01 is 1 %) or a per cent sign.`,
  )
}

function pivot(table: TextTable, kind: SeriesKind, cells: readonly Cell[]): SeriesTable {
  const days = [...new Set(cells.map(({ day }) => day))].sort((a, b) => a - b)
  const place = new Map(days.map((day, index) => [day, index]))
  const series = new Map<string, Float64Array>()
  const seen = new Set<string>()
  if (kind === 'return') requireFractions(table, cells)
  for (const cell of cells) {
    const key = `${cell.day} ${cell.asset}`
    if (seen.has(key)) {
      throw unreadable(
        table.file,
        cell.line,
        `${cell.asset} 在 ${formatDay(cell.day)} 出现两次；请删除重复的日期。`,
        `${cell.asset} stands twice on ${formatDay(cell.day)}; remove the duplicate date.`,
      )
    }
    seen.add(key)
    if (kind === 'price') requirePositive(table, cell)
    else requireFraction(table, kind, cell)
    let values = series.get(cell.asset)
    if (values === undefined) {
      values = new Float64Array(days.length).fill(Number.NaN)
      series.set(cell.asset, values)
    }
    values[place.get(cell.day)!] = cell.value
  }
  return { file: table.file, kind, days, series }
}

/** Prices or returns of assets, long (date, asset, price) or wide (date and a column for each asset). */
export function assetSeries(table: TextTable, kind: 'price' | 'return'): SeriesTable {
  const date = getColumn(table, dateNames)
  const asset = findColumn(table, assetNames)
  const cells =
    asset < 0 ? wideCells(table, date) : longCells(table, date, asset, getColumn(table, valueNames[kind]))
  return pivot(table, kind, cells)
}

/** One series: a benchmark or a risk-free rate. Its column says what it is: price, return or annual_rate. */
export function singleSeries(table: TextTable): SeriesTable {
  const date = getColumn(table, dateNames)
  const kinds = ['return', 'annual-rate', 'price'] as const
  const kind = kinds.find((each) => findColumn(table, valueNames[each]) >= 0)
  if (kind === undefined) {
    throw unreadable(
      table.file,
      null,
      '需要一列 price、return 或 annual_rate。',
      'needs a column price, return or annual_rate.',
    )
  }
  const value = getColumn(table, valueNames[kind])
  const cells = table.rows.map(({ line, cells: row }) => ({
    day: dayOfCell(table, line, row[date]!),
    asset: 'value',
    value: numberOfCell(table, line, row[value]!),
    line,
  }))
  return pivot(table, kind, cells)
}

/** Returns of assets on the table's own days: the first day of prices has none. */
export interface ReturnTable {
  readonly file: string
  readonly days: readonly Day[]
  /** The day on which the first return begins; null where only returns are known. */
  readonly before: Day | null
  readonly series: ReadonlyMap<string, Float64Array>
}

/** Prices → simple returns; returns stay. NaN where a value is missing. */
export function toReturns({ file, kind, days, series }: SeriesTable): ReturnTable {
  if (kind !== 'price') return { file, days, before: null, series }
  const convert = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: values.length - 1 }, (_, t) => values[t + 1]! / values[t]! - 1)
  return {
    file,
    days: days.slice(1),
    before: days[0]!,
    series: new Map([...series].map(([name, values]) => [name, convert(values)])),
  }
}

/** 250 for days, 52 for weeks, 12 for months, 4 for quarters, 1 for years: from the usual gap between dates. */
export function periodsPerYearOf(days: readonly Day[]): number {
  const gaps = days
    .slice(1)
    .map((day, index) => day - days[index]!)
    .sort((a, b) => a - b)
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 1
  if (usual <= 4) return 250
  if (usual <= 10) return 52
  if (usual <= 45) return 12
  return usual <= 120 ? 4 : 1
}
