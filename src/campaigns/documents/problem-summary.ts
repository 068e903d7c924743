import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { type FormHead, headingOf } from './basic-summary.ts'

/** A problem's line in 附件2. */
export interface ProblemSummaryRow {
  readonly unit: string
  /** One of the ten categories, as the form names it. */
  readonly category: string
  readonly description: string
  readonly people: number | null
  readonly amountFen: bigint | null
  readonly nature: string
  readonly cause: string
  readonly responsible: string
  readonly measures: string
  /** YYYY-MM-DD */
  readonly dueOn: string | null
  /** `2026-08-01 已整改`, `整改中`. */
  readonly done: string
  readonly isCase: boolean
  readonly isMajorEvent: boolean
}

const title = '社保基金管理风险排查问题情况汇总表'

const yesNo = (value: boolean): string => (value ? '是' : '否')

/** 附件2, with the columns of 7.3. */
export function problemSummarySheet(head: FormHead, rows: readonly ProblemSummaryRow[]): OutputSheet {
  return {
    name: '附件2',
    heading: headingOf(title, head),
    columns: [
      { header: '序号', width: 6, kind: 'integer' },
      { header: '地区单位', width: 20, kind: 'wrapped' },
      { header: '排查内容', width: 18, kind: 'wrapped' },
      { header: '问题描述', width: 36, kind: 'wrapped' },
      { header: '涉及人数', width: 9, kind: 'integer' },
      { header: '涉及金额', width: 16, kind: 'yuan' },
      { header: '性质', width: 12, kind: 'wrapped' },
      { header: '原因', width: 24, kind: 'wrapped' },
      { header: '责任人', width: 12, kind: 'wrapped' },
      { header: '整改措施', width: 28, kind: 'wrapped' },
      { header: '完成时限', width: 12, kind: 'text' },
      { header: '完成情况', width: 14, kind: 'wrapped' },
      { header: '是否涉案', width: 9, kind: 'text' },
      { header: '是否报要情', width: 11, kind: 'text' },
    ],
    rows: rows.map((row, index): readonly OutputCell[] => [
      ...[index + 1, row.unit, row.category, row.description, row.people, row.amountFen],
      ...[row.nature, row.cause, row.responsible, row.measures, row.dueOn, row.done],
      ...[yesNo(row.isCase), yesNo(row.isMajorEvent)],
    ]),
  }
}
