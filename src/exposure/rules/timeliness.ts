import type { Bilingual } from '#base/bilingual.ts'
import { formatDay, formatMonth, monthOfDay } from '#base/calendar-math.ts'
import type { Investments } from '#exposure/reading/read-investments.ts'

/** The longest holidays close the exchange for ten days; further back prices say nothing of today. */
const daysBehindMax = 12
/** For data that come once a week, a month, a quarter: two and a half of their periods. */
const periodsBehindMax = 2.5
/** The rules on the fund itself are monthly and quarterly. */
const monthsBehindMax = 3

/** Why the returns are too old for a judgement of the day; null where they are not. A stale feed is never a PASS. */
export function stalePrices({ asOf, days, periodsPerYear }: Investments): Bilingual | null {
  const last = days.at(-1)!
  const allowed = Math.max(daysBehindMax, (periodsBehindMax * 365) / periodsPerYear)
  if (asOf - last <= allowed) return null
  return {
    zh: `价格只到 ${formatDay(last)}，比截止日 ${formatDay(asOf)} 早 ${asOf - last} 天；请补充最新价格。`,
    en: `Prices end on ${formatDay(last)}, ${asOf - last} days before ${formatDay(asOf)}; add the latest ones.`,
  }
}

/** The same for fund_month.csv. */
export function staleMonths({ asOf, months }: Investments): Bilingual | null {
  const last = months.at(-1)
  const behind = last === undefined ? 0 : monthOfDay(asOf) - last.month
  if (last === undefined || behind <= monthsBehindMax) return null
  return {
    zh: `fund_month.csv 只到 ${formatMonth(last.month)}，比截止日早 ${behind} 个月；请补充。`,
    en: `fund_month.csv ends with ${formatMonth(last.month)}, ${behind} months before the day; add what is missing.`,
  }
}

/** Why ten periods are not ten days; null for daily data. */
export function notDaily({ periodsPerYear }: Investments): Bilingual | null {
  if (periodsPerYear === 250) return null
  return {
    zh: '该规则按交易日衡量，现有数据不是日数据；请提供每日价格。',
    en: 'This rule is about trading days and the data are not daily; provide daily prices.',
  }
}
