import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'

/**
 * A unit's line for one scheme in 附件1; null where the unit has not said it, and on its further lines what is of the unit
 * as a whole, so that no sum counts it twice.
 */
export interface BasicSummaryRow {
  readonly region: string
  readonly scheme: string
  readonly recipients: number | null
  readonly monthlyFen: bigint | null
  readonly staff: number | null
  readonly accounts: number | null
  /** YYYY-MM-DD */
  readonly startedOn: string | null
  readonly finishedOn: string | null
  readonly sampled: number | null
  readonly leads: number | null
  readonly verified: number | null
  readonly confirmed: number | null
  readonly amountFen: bigint | null
  readonly rectified: number | null
  readonly open: number | null
}

/** Who fills a form in, as its second line says. */
export interface FormHead {
  readonly agency: string
  /** YYYY-MM-DD */
  readonly on: string
}

/** 填报单位（盖章）, day and unit of money: the line above the columns of every form. */
export function headingOf(title: string, { agency, on }: FormHead): readonly string[] {
  return [title, `填报单位（盖章）：${agency}　　填报日期：${on}　　金额单位：元`]
}

const title = '社保基金管理风险排查基本情况汇总表'

const period = ({ startedOn, finishedOn }: BasicSummaryRow): string | null =>
  startedOn === null ? null : `${startedOn} 至 ${finishedOn ?? '（未完成）'}`

/** Sums what was said; nothing said stays empty, for zero would be a claim. */
function countSum(values: readonly (number | null)[]): number | null {
  const said = values.filter((value) => value !== null)
  return said.length === 0 ? null : said.reduce((sum, value) => sum + value, 0)
}

function fenSum(values: readonly (bigint | null)[]): bigint | null {
  const said = values.filter((value) => value !== null)
  return said.length === 0 ? null : said.reduce((sum, value) => sum + value, 0n)
}

function totalRow(rows: readonly BasicSummaryRow[]): readonly OutputCell[] {
  const count = (of: (row: BasicSummaryRow) => number | null): number | null => countSum(rows.map(of))
  const fen = (of: (row: BasicSummaryRow) => bigint | null): bigint | null => fenSum(rows.map(of))
  return [
    ...['合计', null, count(({ recipients }) => recipients), fen(({ monthlyFen }) => monthlyFen)],
    ...[count(({ staff }) => staff), count(({ accounts }) => accounts), null],
    ...[count(({ sampled }) => sampled), count(({ leads }) => leads), count(({ verified }) => verified)],
    ...[count(({ confirmed }) => confirmed), fen(({ amountFen }) => amountFen)],
    ...[count(({ rectified }) => rectified), count(({ open }) => open)],
  ]
}

/** 附件1, with the columns of 7.3 and a line of sums. */
export function basicSummarySheet(head: FormHead, rows: readonly BasicSummaryRow[]): OutputSheet {
  const lines = rows.map((row): readonly OutputCell[] => [
    ...[row.region, row.scheme, row.recipients, row.monthlyFen, row.staff, row.accounts, period(row)],
    ...[row.sampled, row.leads, row.verified, row.confirmed, row.amountFen, row.rectified, row.open],
  ])
  return {
    name: '附件1',
    heading: headingOf(title, head),
    columns: [
      { header: '地区', width: 18, kind: 'text' },
      { header: '险种', width: 20, kind: 'wrapped' },
      { header: '领取人数', width: 11, kind: 'integer' },
      { header: '月发放额', width: 18, kind: 'yuan' },
      { header: '经办人数', width: 10, kind: 'integer' },
      { header: '账号数', width: 8, kind: 'integer' },
      { header: '自查起止', width: 26, kind: 'text' },
      { header: '抽查业务数', width: 12, kind: 'integer' },
      { header: '疑点数', width: 8, kind: 'integer' },
      { header: '核实数', width: 8, kind: 'integer' },
      { header: '属实数', width: 8, kind: 'integer' },
      { header: '金额', width: 18, kind: 'yuan' },
      { header: '已整改', width: 8, kind: 'integer' },
      { header: '未整改', width: 8, kind: 'integer' },
    ],
    rows: rows.length === 0 ? lines : [...lines, totalRow(rows)],
    toneOf: ([first]) => (first === '合计' ? 'strong' : 'plain'),
  }
}
