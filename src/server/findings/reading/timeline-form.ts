import { z } from 'zod'
import { fenOfYuan } from '#base/money.ts'
import type { SubjectRow, SubjectRows } from '#findings/reading/subject-rows.ts'
import { getShownTable } from '#standard/record-views.ts'
import { maskData } from '../../acting/mask-data.ts'

/** What happened to the subject of a finding, in the order of time; masked, money in fen as text of digits. */
export const TimelineForm = z
  .object({
    months: z.array(
      z.object({
        month: z
          .string()
          .describe(
            'YYYY-MM, 发放年月；证据未载明的用所属期起 / the month of the payment, else the first month it is for',
          ),
        paid_fen: z.string().describe('证据中该月的发放合计 / paid in the month, as far as evidence shows'),
        counted_fen: z.string().describe('其中列入疑点的金额 / of that, counted by a finding'),
        rows: z.int(),
      }),
    ),
    events: z.array(
      z.object({
        day: z.string().describe('YYYY-MM-DD, YYYY-MM; 空：未载明 / empty: the row names no day'),
        table: z.string(),
        table_title: z.string(),
        key: z.string(),
        counted_fen: z.string(),
        values: z.array(
          z.object({
            column: z.string(),
            title: z.string(),
            value: z.union([z.string(), z.boolean()]).nullable(),
          }),
        ),
        finding_ids: z.array(z.string()),
      }),
    ),
    is_cut: z.boolean().describe('证据过多，仅列部分 / more rows than a time line shows'),
  })
  .meta({ id: 'FindingTimeline' })
export type TimelineForm = z.infer<typeof TimelineForm>

type Month = TimelineForm['months'][number]
type Event = TimelineForm['events'][number]

const textOf = (value: string | boolean | null | undefined): string =>
  typeof value === 'string' ? value : ''
const monthPattern = /^\d{4}-(0[1-9]|1[0-2])/

/** Paid in that month; a line that says nothing of it is shown among the events. */
function monthOf({ table, content }: SubjectRow): string {
  if (table !== 'payment') return ''
  const said = textOf(content.pay_month) || textOf(content.period_from)
  return monthPattern.test(said) ? said.slice(0, 7) : ''
}

/** A line that did not arrive was not paid. */
function paidFen({ content, countedFen }: SubjectRow): bigint {
  const status = textOf(content.status)
  if (status !== '' && status !== 'PAID') return 0n
  return fenOfYuan(textOf(content.amount)) ?? countedFen
}

function monthsOf(rows: readonly SubjectRow[]): Month[] {
  const sums = new Map<string, { paid: bigint; counted: bigint; rows: number }>()
  for (const row of rows) {
    const month = monthOf(row)
    const { paid, counted, rows: count } = sums.get(month) ?? { paid: 0n, counted: 0n, rows: 0 }
    sums.set(month, { paid: paid + paidFen(row), counted: counted + row.countedFen, rows: count + 1 })
  }
  return [...sums]
    .map(([month, sum]) => ({
      month,
      paid_fen: sum.paid.toString(),
      counted_fen: sum.counted.toString(),
      rows: sum.rows,
    }))
    .toSorted((one, other) => (one.month < other.month ? -1 : 1))
}

/** The first day or month that the rule's own columns name: they stand in the order that matters to it. */
function dayOf({ table, content }: SubjectRow): string {
  const dated = getShownTable(table).columns.filter(({ type }) =>
    ['date', 'month', 'timestamp'].includes(type),
  )
  const names = new Set<string>(dated.map(({ name }) => name))
  const first = Object.entries(content).find(
    ([name, value]) => names.has(name) && monthPattern.test(textOf(value)),
  )
  return textOf(first?.[1]).slice(0, 10)
}

function eventOf(row: SubjectRow): Event {
  const table = getShownTable(row.table)
  return {
    day: dayOf(row),
    table: row.table,
    table_title: table.title,
    key: maskData(row.key) as string,
    counted_fen: row.countedFen.toString(),
    values: Object.entries(row.content)
      .filter(([, value]) => value !== null && value !== '')
      .map(([column, value]) => ({
        column,
        title: table.columns.find(({ name }) => name === column)?.title ?? column,
        value: maskData(value, column) as string | boolean | null,
      })),
    finding_ids: [...row.findingIds],
  }
}

export function timelineForm({ rows, isCut }: SubjectRows): TimelineForm {
  const isOfMonth = (row: SubjectRow): boolean => monthOf(row) !== ''
  return {
    months: monthsOf(rows.filter(isOfMonth)),
    events: rows
      .filter((row) => !isOfMonth(row))
      .map(eventOf)
      .toSorted((one, other) => one.day.localeCompare(other.day) || one.key.localeCompare(other.key)),
    is_cut: isCut,
  }
}
