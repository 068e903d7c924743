import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatDay, monthOfDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { InvestmentPolicy } from '#platform/policy.ts'
import { alignReturns } from './align-returns.ts'
import { findTable } from './csv-text.ts'
import { type FundMonth, fundMonths } from './fund-months.ts'
import { type HoldingDay, holdingDays, netAssetsOf } from './holdings.ts'
import { assetSeries, periodsPerYearOf, type SeriesTable, singleSeries, toReturns } from './series-table.ts'

/** A fund's investments on a day, with the past returns of what it holds. */
export interface Investments {
  readonly asOf: Day
  readonly policy: InvestmentPolicy
  /** In the order of time; the last is the one in force on the day. */
  readonly holdings: readonly HoldingDay[]
  readonly days: readonly Day[]
  /** One series of simple returns for each position of the last holding day, T values each, without gaps. */
  readonly returns: readonly Float64Array[]
  /** The same for assets that were held earlier, by name; NaN where unknown. */
  readonly earlierReturns: ReadonlyMap<string, Float64Array>
  /** T values, NaN where it has none; null without a file. */
  readonly benchmark: Float64Array | null
  readonly riskFree: Float64Array | null
  readonly periodsPerYear: number
  /** Up to the month of the day; empty without a file. */
  readonly months: readonly FundMonth[]
  readonly warnings: readonly Bilingual[]
}

export interface InvestmentRequest {
  readonly folder: string
  readonly asOf: Day | undefined
  readonly policies: readonly InvestmentPolicy[]
}

function missing(file: Bilingual): Refusal {
  return new Refusal('nothing_to_read', {
    zh: `文件夹里没有 ${file.zh}；请放入后再运行（fangxian simulate --portfolio 可生成样例）。`,
    en: `The folder has no ${file.en}; put it there (fangxian simulate --portfolio makes an example).`,
  })
}

function policyOn(policies: readonly InvestmentPolicy[], day: Day): InvestmentPolicy {
  const policy = policies.filter(({ valid_from }) => valid_from <= day).at(-1)
  if (policy !== undefined) return policy
  const first = formatDay(policies[0]!.valid_from)
  throw new Refusal('unfit_data', {
    zh: `截止日早于投资限额的生效日 ${first}，没有可用的限额。`,
    en: `The day lies before ${first}, from which the limits are known.`,
  })
}

async function readAssetSeries(folder: string): Promise<SeriesTable> {
  const [prices, returns] = [await findTable(folder, 'price.csv'), await findTable(folder, 'return.csv')]
  if (prices !== null && returns !== null) {
    throw new Refusal('unreadable_input', {
      zh: '文件夹里同时有 price.csv 和 return.csv；请只保留一个。',
      en: 'The folder has both price.csv and return.csv; keep one of them.',
    })
  }
  if (prices !== null) return assetSeries(prices, 'price')
  if (returns !== null) return assetSeries(returns, 'return')
  throw missing({ zh: 'price.csv 或 return.csv', en: 'price.csv or return.csv' })
}

async function findSingle(folder: string, file: string): Promise<SeriesTable | null> {
  const table = await findTable(folder, file)
  return table === null ? null : singleSeries(table)
}

/** The day asked for, or the last day of holdings; what came after it is not read. */
function inForce(all: readonly HoldingDay[], asked: Day | undefined): readonly HoldingDay[] {
  if (asked === undefined) return all
  const known = all.filter(({ day }) => day <= asked)
  if (known.length > 0) return known
  throw new Refusal('unfit_data', {
    zh: `holding.csv 在 ${formatDay(asked)} 及以前没有持仓；最早的是 ${formatDay(all[0]!.day)}。`,
    en: `holding.csv has no holdings on or before ${formatDay(asked)}; its first are of ${formatDay(all[0]!.day)}.`,
  })
}

/** Reads the files of a folder; refuses in one sentence what cannot be used. */
export async function readInvestments({
  folder,
  asOf: asked,
  policies,
}: InvestmentRequest): Promise<Investments> {
  const holdingTable = await findTable(folder, 'holding.csv')
  if (holdingTable === null) throw missing({ zh: 'holding.csv', en: 'holding.csv' })
  const everyClass = { ...policies.at(-1)!, classes: policies.flatMap(({ classes }) => classes) }
  const holdings = inForce(holdingDays(holdingTable, everyClass), asked)
  const asOf = asked ?? holdings.at(-1)!.day
  const policy = policyOn(policies, asOf)
  const { positions } = holdings.at(-1)!
  if (netAssetsOf(positions) <= 0n) {
    throw new Refusal('unfit_data', {
      zh: '持仓合计（净资产）不大于 0，无法计算比例；请检查 holding.csv。',
      en: 'The holdings (net assets) do not add up to more than 0, so there are no shares; check holding.csv.',
    })
  }
  const table = await readAssetSeries(folder)
  const periodsPerYear = periodsPerYearOf(table.days)
  const aligned = alignReturns({
    table: toReturns(table),
    asOf,
    positions,
    periodsPerYear,
    riskFree: await findSingle(folder, 'risk_free.csv'),
    benchmark: await findSingle(folder, 'benchmark.csv'),
  })
  const monthTable = await findTable(folder, 'fund_month.csv')
  return {
    asOf,
    policy,
    holdings,
    ...aligned,
    periodsPerYear,
    months:
      monthTable === null ? [] : fundMonths(monthTable).filter(({ month }) => month <= monthOfDay(asOf)),
  }
}
