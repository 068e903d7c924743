import { formatMonth, type Month, parseMonth } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { findColumn, getColumn, type TextTable, unreadable } from './csv-text.ts'

/** A month of the fund that the investments belong to, in fen. */
export interface FundMonth {
  readonly month: Month
  readonly income: bigint
  readonly expenditure: bigint
  readonly balance: bigint
  /** Of the resident fund; null where the file has no such column. */
  readonly newBalanceSince2017: bigint | null
  readonly entrusted: bigint | null
}

/** fund_month.csv, in the order of time. */
export function fundMonths(table: TextTable): FundMonth[] {
  const amount = (line: number, cells: readonly string[], column: number): bigint => {
    const fen = fenOfYuan(cells[column]!.replaceAll(',', ''))
    if (fen !== null) return fen
    throw unreadable(
      table.file,
      line,
      `“${cells[column]}”不是以元为单位的金额。`,
      `"${cells[column]}" is not an amount of yuan.`,
    )
  }
  const [month, income, expenditure, balance] = [
    getColumn(table, ['month', '月份']),
    getColumn(table, ['income', '收入']),
    getColumn(table, ['expenditure', '支出']),
    getColumn(table, ['balance', '累计结余']),
  ]
  const fresh = findColumn(table, ['new_balance_since_2017', '2017年后新增结余'])
  const entrusted = findColumn(table, ['entrusted', '委托投资金额'])
  const months = table.rows.map(({ line, cells }): FundMonth => {
    const parsed = parseMonth(cells[month]!)
    if (parsed === null) {
      throw unreadable(
        table.file,
        line,
        `“${cells[month]}”不是月份；请写成 2025-01 的形式。`,
        `"${cells[month]}" is not a month; write it like 2025-01.`,
      )
    }
    return {
      month: parsed,
      income: amount(line, cells, income),
      expenditure: amount(line, cells, expenditure),
      balance: amount(line, cells, balance),
      newBalanceSince2017: fresh < 0 || cells[fresh] === '' ? null : amount(line, cells, fresh),
      entrusted: entrusted < 0 || cells[entrusted] === '' ? null : amount(line, cells, entrusted),
    }
  })
  months.sort((a, b) => a.month - b.month)
  const twice = months.find((each, index) => each.month === months[index - 1]?.month)
  if (twice === undefined) return months
  const shown = formatMonth(twice.month)
  throw unreadable(table.file, null, `月份 ${shown} 出现两次。`, `the month ${shown} stands twice.`)
}
