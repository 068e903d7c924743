import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { Position } from './holdings.ts'
import { type ReturnDays, returnsOnDays } from './on-days.ts'
import type { ReturnTable, SeriesTable } from './series-table.ts'

export interface AlignRequest {
  readonly table: ReturnTable
  readonly asOf: Day
  readonly positions: readonly Position[]
  readonly periodsPerYear: number
  /** What assets at cost earn; null: nothing. */
  readonly riskFree: SeriesTable | null
  readonly benchmark: SeriesTable | null
}

export interface Aligned {
  readonly days: readonly Day[]
  readonly returns: readonly Float64Array[]
  readonly earlierReturns: ReadonlyMap<string, Float64Array>
  readonly riskFree: Float64Array | null
  readonly benchmark: Float64Array | null
  readonly warnings: readonly Bilingual[]
}

/** Without a year of trading days no figure below means anything. */
const observationsMin = 20

function unfit(zh: string, en: string): Refusal {
  return new Refusal('unfit_data', { zh, en })
}

/** What is held, has no price and is not carried at cost. */
function requireSeriesOf(positions: readonly Position[], { file, series }: ReturnTable): void {
  const without = positions.filter(({ asset, assetClass }) => !series.has(asset) && !assetClass.is_carried)
  if (without.length === 0) return
  const names = without.map(({ asset }) => asset).join('、')
  throw unfit(
    `${file} 里没有这些持仓的序列：${names}；请补充，或核对名称是否与 holding.csv 一致。`,
    `${file} has no series for these holdings: ${names}; add them, or check that names agree with holding.csv.`,
  )
}

/** The first day from which every held asset has values. */
function commonStart(
  days: readonly Day[],
  priced: readonly Position[],
  series: ReturnTable['series'],
): { readonly start: number; readonly youngest: string } {
  let [start, youngest] = [0, '']
  for (const { asset } of priced) {
    const first = series.get(asset)!.findIndex((each) => !Number.isNaN(each))
    const known = first < 0 ? days.length : first
    if (known > start) [start, youngest] = [known, asset]
  }
  return { start, youngest }
}

function requireNoGap(file: string, days: readonly Day[], asset: string, values: Float64Array): void {
  const gap = values.findIndex((each) => Number.isNaN(each))
  if (gap < 0) return
  const day = formatDay(days[gap]!)
  throw unfit(
    `${file}：${asset} 在 ${day} 附近缺少数据，而其他资产有；请补齐（停牌日填前一价格）后再运行。`,
    `${file}: ${asset} has no value at ${day} where other assets have one; fill the gap (a suspended day repeats the price before).`,
  )
}

function requireSpread(file: string, asset: string, values: Float64Array): void {
  if (values.some((each) => each !== values[0])) return
  throw unfit(
    `${file}：${asset} 的收益率始终不变，无法衡量风险；请检查价格是否更新，按成本计价的资产请改用存款类等类别并删去序列。`,
    `${file}: the return of ${asset} never changes, so its risk cannot be measured; check that its price is updated.`,
  )
}

/** An asset at cost earns the rate last known. */
function carriedReturns(days: readonly Day[], riskFree: Float64Array | null): Float64Array {
  let last = 0
  return Float64Array.from(days, (_, t) => {
    const rate = riskFree?.[t] ?? Number.NaN
    if (!Number.isNaN(rate)) last = rate
    return last
  })
}

/** Returns of all positions on common days up to `asOf`; refuses gaps, constant series and too little data. */
export function alignReturns(request: AlignRequest): Aligned {
  const { table, asOf, positions, periodsPerYear } = request
  requireSeriesOf(positions, table)
  const { file, series } = table
  const until = table.days.filter((day) => day <= asOf)
  const priced = positions.filter(({ asset }) => series.has(asset))
  const { start, youngest } = commonStart(until, priced, series)
  const days = until.slice(start)
  if (days.length < observationsMin) {
    throw unfit(
      `${file} 在 ${formatDay(asOf)} 及以前只有 ${days.length} 个共同的收益率（${youngest || '全部资产'}），至少需要 ${observationsMin} 个。`,
      `${file} has only ${days.length} common returns up to ${formatDay(asOf)} (${youngest || 'all assets'}); at least ${observationsMin} are needed.`,
    )
  }
  const cut = (values: Float64Array): Float64Array => values.slice(start, until.length)
  const before = start === 0 ? table.before : until[start - 1]!
  const on: ReturnDays = { file, days, before, periodsPerYear }
  const riskFree = request.riskFree === null ? null : returnsOnDays(request.riskFree, on)
  const atCost = carriedReturns(days, riskFree)
  const returns = positions.map(({ asset }) => {
    const values = series.get(asset)
    if (values === undefined) return atCost
    const own = cut(values)
    requireNoGap(file, days, asset, own)
    requireSpread(file, asset, own)
    return own
  })
  const carried = positions.filter(({ asset }) => !series.has(asset)).map(({ asset }) => asset)
  return {
    days,
    returns,
    earlierReturns: new Map([...series].map(([name, values]) => [name, cut(values)])),
    riskFree,
    benchmark: request.benchmark === null ? null : returnsOnDays(request.benchmark, on),
    warnings: [
      ...(start === 0 ? [] : [shortened(youngest, days[0]!, start)]),
      ...holeWarnings(file, days, periodsPerYear),
      ...(carried.length === 0 ? [] : [atCostWarning(carried, riskFree !== null)]),
    ],
  }
}

/** The longest holidays close the exchange for ten days. */
const holidayMax = 12

/** Where no asset has data for longer than any holiday: what happened then is one return, and says nothing of a day. */
function holeWarnings(file: string, days: readonly Day[], periodsPerYear: number): Bilingual[] {
  const allowed = Math.max(holidayMax, (2.5 * 365) / periodsPerYear)
  const ends = days.filter((day, t) => t > 0 && day - days[t - 1]! > allowed)
  if (ends.length === 0) return []
  const [end] = ends as [Day]
  const [from, until] = [formatDay(days[days.indexOf(end) - 1]!), formatDay(end)]
  return [
    {
      zh: `${file} 在 ${from} 与 ${until} 之间没有任何数据${ends.length > 1 ? `（共 ${ends.length} 处）` : ''}，这段时间按一期计算；请补齐。`,
      en: `${file} has no data at all between ${from} and ${until}${ends.length > 1 ? ` (one of ${ends.length} such gaps)` : ''}, which counts as one period; fill the gap.`,
    },
  ]
}

function shortened(asset: string, first: Day, left: number): Bilingual {
  return {
    zh: `${asset} 从 ${formatDay(first)} 起才有数据，此前 ${left} 期没有使用。`,
    en: `${asset} has data from ${formatDay(first)} only; ${left} periods before it were not used.`,
  }
}

function atCostWarning(assets: readonly string[], hasRate: boolean): Bilingual {
  const names = assets.join('、')
  return {
    zh: `没有价格、按成本计价的持仓：${names}；按${hasRate ? '无风险利率' : '零收益'}、无波动处理。`,
    en: `Held at cost without prices: ${names}; treated as ${hasRate ? 'earning the risk-free rate' : 'earning nothing'} without volatility.`,
  }
}
