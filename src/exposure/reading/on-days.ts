import type { Bilingual } from '#base/bilingual.ts'
import type { Day } from '#base/calendar-math.ts'
import { unreadable } from './csv-text.ts'
import { periodsPerYearOf, type SeriesTable } from './series-table.ts'

/** The days of the assets' returns, with the day on which the first of these returns begins where that is known. */
export interface ReturnDays {
  /** The file that the days come from, for sentences. */
  readonly file: string
  readonly days: readonly Day[]
  readonly before: Day | null
  readonly periodsPerYear: number
}

const periodNames: Readonly<Record<number, Bilingual>> = {
  250: { zh: '每日', en: 'daily' },
  52: { zh: '每周', en: 'weekly' },
  12: { zh: '每月', en: 'monthly' },
  4: { zh: '每季', en: 'quarterly' },
  1: { zh: '每年', en: 'yearly' },
}

/** A return of a month beside one of a day would be compared with it all the same: the periods must agree. */
function requireSamePeriods(table: SeriesTable, { file, periodsPerYear }: ReturnDays): void {
  const own = periodsPerYearOf(table.days)
  const isFine = table.kind === 'price' ? own >= periodsPerYear : own === periodsPerYear
  if (isFine || table.days.length < 3) return
  const [mine, theirs] = [periodNames[own]!, periodNames[periodsPerYear]!]
  throw unreadable(
    table.file,
    null,
    `数据是${mine.zh}的，而 ${file} 是${theirs.zh}的，无法逐期比较；请提供相同日期的数据${table.file === 'risk_free.csv' ? '，或改用年利率（annual_rate）' : ''}。`,
    `is ${mine.en} and ${file} ${theirs.en}, so the periods cannot be compared; give it on the same days${table.file === 'risk_free.csv' ? ', or as annual_rate' : ''}.`,
  )
}

function returnsOfPrices({ days: own, series }: SeriesTable, { days, before }: ReturnDays): Float64Array {
  const values = series.get('value')!
  const prices = new Map(own.map((day, index) => [day, values[index]!]))
  const last = before ?? own.findLast((day) => day < days[0]!)
  const at = (day: Day | undefined): number =>
    day === undefined ? Number.NaN : (prices.get(day) ?? Number.NaN)
  return Float64Array.from(days, (day, t) => at(day) / at(t === 0 ? last : days[t - 1]) - 1)
}

/** A rate holds until the next one is given. */
function returnsOfRates(
  { days: own, series }: SeriesTable,
  { days, periodsPerYear }: ReturnDays,
): Float64Array {
  const rates = series.get('value')!
  let [next, rate] = [0, Number.NaN]
  return Float64Array.from(days, (day) => {
    for (; next < own.length && own[next]! <= day; next += 1) {
      if (!Number.isNaN(rates[next]!)) rate = rates[next]!
    }
    return (1 + rate) ** (1 / periodsPerYear) - 1
  })
}

/**
 * The returns of a benchmark or of a risk-free asset over the very periods of the assets' returns, NaN where it has
 * none: prices from day to day of the assets, yearly rates carried forward, returns on their own days.
 */
export function returnsOnDays(table: SeriesTable, on: ReturnDays): Float64Array {
  if (table.kind === 'annual-rate') return returnsOfRates(table, on)
  requireSamePeriods(table, on)
  if (table.kind === 'price') return returnsOfPrices(table, on)
  const values = new Map(table.days.map((day, index) => [day, table.series.get('value')![index]!]))
  return Float64Array.from(on.days, (day) => values.get(day) ?? Number.NaN)
}
