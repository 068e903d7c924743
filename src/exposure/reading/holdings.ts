import { type Day, formatDay } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import type { InvestmentPolicy } from '#platform/policy.ts'
import { dayOfCell, findColumn, getColumn, numberOfCell, type TextTable, unreadable } from './csv-text.ts'

export type AssetClass = InvestmentPolicy['classes'][number]

/** What is held of an asset on a day; negative for financing. */
export interface Position {
  readonly asset: string
  readonly assetClass: AssetClass
  readonly valueFen: bigint
  /** The company, the bank or the state that owes; the asset's own name where the file does not say. */
  readonly issuer: string
  /** Modified duration in years; 0 where the file does not say. */
  readonly duration: number
}

export interface HoldingDay {
  readonly day: Day
  readonly positions: readonly Position[]
}

function classOf(table: TextTable, line: number, text: string, policy: InvestmentPolicy): AssetClass {
  const wanted = text.toUpperCase()
  const found = policy.classes.find(({ code, zh }) => code === wanted || zh === text)
  if (found !== undefined) return found
  const codes = policy.classes.map(({ code, zh }) => `${code}（${zh}）`)
  throw unreadable(
    table.file,
    line,
    `没有资产类别“${text}”；可用的是 ${codes.join('、')}。`,
    `there is no class "${text}"; the classes are ${policy.classes.map(({ code }) => code).join(', ')}.`,
  )
}

function fenOf(table: TextTable, line: number, text: string): bigint {
  const fen = fenOfYuan(text.replace(/(?<=\d),(?=\d{3}(\D|$))/g, ''))
  if (fen !== null) return fen
  throw unreadable(
    table.file,
    line,
    `金额“${text}”应为以元为单位、最多两位小数的数。`,
    `the value "${text}" must be an amount of yuan with at most two decimals.`,
  )
}

function requireSign(table: TextTable, line: number, { asset, assetClass, valueFen }: Position): void {
  const isFinancing = assetClass.is_financing
  if (isFinancing ? valueFen <= 0n : valueFen >= 0n) return
  throw unreadable(
    table.file,
    line,
    isFinancing
      ? `${asset} 是融资，金额应为负数。`
      : `${asset} 的金额为负；只有融资类（FINANCING）可以为负。`,
    isFinancing
      ? `${asset} is financing, so its value must be negative.`
      : `the value of ${asset} is negative; only the class FINANCING may be.`,
  )
}

/** holding.csv: the days in the order of time, each with all its positions. */
export function holdingDays(table: TextTable, policy: InvestmentPolicy): HoldingDay[] {
  const date = getColumn(table, ['date', '日期'])
  const asset = getColumn(table, ['asset', '资产'])
  const assetClass = getColumn(table, ['class', '类别'])
  const value = getColumn(table, ['value', '金额', '市值'])
  const issuer = findColumn(table, ['issuer', '发行人', '主体'])
  const duration = findColumn(table, ['duration', '久期'])
  const days = new Map<Day, Map<string, Position>>()
  for (const { line, cells } of table.rows) {
    const day = dayOfCell(table, line, cells[date]!)
    const name = cells[asset]!
    if (name === '') {
      throw unreadable(table.file, line, '资产名称为空，请填写。', 'the asset has no name; fill it in.')
    }
    const years = duration < 0 ? Number.NaN : numberOfCell(table, line, cells[duration]!)
    const position: Position = {
      asset: name,
      assetClass: classOf(table, line, cells[assetClass]!, policy),
      valueFen: fenOf(table, line, cells[value]!),
      issuer: (issuer < 0 ? '' : cells[issuer]!) || name,
      duration: Number.isNaN(years) ? 0 : years,
    }
    requireSign(table, line, position)
    const positions = days.get(day) ?? new Map<string, Position>()
    if (positions.has(name)) {
      throw unreadable(
        table.file,
        line,
        `${name} 在 ${formatDay(day)} 出现两次；请合并或删除重复的行。`,
        `${name} stands twice on ${formatDay(day)}; merge or remove the duplicate.`,
      )
    }
    days.set(day, positions.set(name, position))
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, positions]) => ({ day, positions: [...positions.values()] }))
}

/** Sum of all positions, financing taken off. */
export function netAssetsOf(positions: readonly Position[]): bigint {
  return positions.reduce((sum, { valueFen }) => sum + valueFen, 0n)
}
