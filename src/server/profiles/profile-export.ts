import type { ExportColumn } from '#platform/http/list/list-export.ts'
import type { Column } from '#standard/table.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { ProfileForm, ValueForm } from './profile-forms.ts'

/** A line of the file: what the page shows on its axis and in its sums. */
export interface ProfileLine {
  readonly about: string
  readonly from: string | null
  readonly to: string | null
  readonly content: string
  readonly amountFen: bigint | null
}

function columnOf(table: string, name: string): Column | undefined {
  return (getTable(table as TableName).columns as readonly Column[]).find((each) => each.name === name)
}

const computed: Readonly<Record<string, string>> = { month_count: '缴费月数' }

function said(table: string, { column, value }: ValueForm): string[] {
  const found = columnOf(table, column)
  if (value === null || value === '' || found?.type === 'money' || column === 'amount_total') return []
  return [`${found?.title ?? computed[column] ?? column}：${found?.codes?.[value] ?? value}`]
}

/** The first amount of a row: the one it is about. */
function amountOf(table: string, values: readonly ValueForm[]): bigint | null {
  const found = values.find(({ column, value }) => {
    const isMoney = columnOf(table, column)?.type === 'money' || column === 'amount_total'
    return isMoney && value !== null
  })
  return found === undefined ? null : BigInt(found.value!)
}

const declared: Readonly<Record<string, string>> = { payable: '应缴', paid: '实缴' }

function moneyLines({ money }: ProfileForm): ProfileLine[] {
  if (money === null) return []
  const statuses = columnOf(money.table, 'status')?.codes ?? declared
  return money.months.map(({ month, series, lines, amount_fen }) => ({
    about: getTable(money.table as TableName).title,
    from: month,
    to: month,
    content: `${statuses[series] ?? series} ${lines} 笔`,
    amountFen: BigInt(amount_fen),
  }))
}

export function profileLines(profile: ProfileForm): ProfileLine[] {
  const lanes = profile.lanes.flatMap(({ rows }) =>
    rows.map(
      ({ table, from, to, values }): ProfileLine => ({
        about: getTable(table as TableName).title,
        from,
        to,
        content: values.flatMap((value) => said(table, value)).join('；'),
        amountFen: amountOf(table, values),
      }),
    ),
  )
  const findings = profile.findings.map(
    (finding): ProfileLine => ({
      about: '疑点',
      from: finding.period_from,
      to: finding.period_to,
      content: `${finding.rule_code} ${finding.rule_title.zh}`,
      amountFen: BigInt(finding.amount_fen),
    }),
  )
  return [...lanes, ...moneyLines(profile), ...findings]
}

function text(
  zh: string,
  en: string,
  given: { readonly width: number; readonly of: (line: ProfileLine) => string | null },
): ExportColumn<ProfileLine> {
  return { title: { zh, en }, kind: 'text', width: given.width, valueOf: given.of }
}

export const profileColumns: readonly ExportColumn<ProfileLine>[] = [
  text('情况', 'kind', { width: 16, of: ({ about }) => about }),
  text('起', 'from', { width: 12, of: ({ from }) => from }),
  text('止', 'to', { width: 12, of: ({ to }) => to }),
  text('内容', 'content', { width: 80, of: ({ content }) => content }),
  {
    title: { zh: '金额（元）', en: 'amount (yuan)' },
    kind: 'yuan',
    width: 16,
    valueOf: ({ amountFen }) => amountFen,
  },
]
