import type { TemplateValues } from '#platform/docx/fill-template.ts'
import type { OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import type { LedgerRow } from './filing-data.ts'

/** 《社会保险基金风险防控台账》 (seed 003, 附件): its header and its seven columns, to the letter. */
export const ledgerFormTitle = '社会保险基金风险防控台账'
export const ledgerFormColumns = [
  '序号',
  '部门（岗位）',
  '风险点',
  '风险防控措施',
  '直接责任人',
  '部门负责人',
  '单位负责人',
] as const

export type LedgerFormRow = Pick<
  LedgerRow,
  'department' | 'risk' | 'measures' | 'direct' | 'department_head' | 'unit_head'
>

export interface LedgerForm {
  /** The unit that fills it in, whose seal goes beside its name. */
  readonly unit: string
  readonly rows: readonly LedgerFormRow[]
}

/** Several measures in one cell are numbered, a line each. */
export function measuresText(measures: readonly string[]): string {
  if (measures.length === 1) return measures[0]!
  return measures.map((text, index) => `${index + 1}. ${text}`).join('\n')
}

export const unitLine = (unit: string): string => `填报单位（盖章）：${unit}`

export function ledgerSheet({ unit, rows }: LedgerForm): OutputSheet {
  const widths = [6, 22, 40, 60, 12, 12, 12]
  return {
    name: '台账',
    heading: [ledgerFormTitle, unitLine(unit)],
    columns: ledgerFormColumns.map((header, index) => ({
      ...{ header, width: widths[index]! },
      kind: index === 0 ? 'integer' : 'wrapped',
    })),
    rows: rows.map(
      ({ department, risk, measures, direct, department_head: head, unit_head: chief }, index) => [
        ...[index + 1, department, risk, measuresText(measures)],
        ...[direct, head, chief],
      ],
    ),
  }
}

/** What may stand between braces in `templates/risk-ledger/ledger-form.docx`. */
export const ledgerFormTags: ReadonlySet<string> = new Set(['填报单位', '台账', ...ledgerFormColumns])

export function ledgerFormValues({ unit, rows }: LedgerForm): TemplateValues {
  return {
    填报单位: unit,
    台账: rows.map((row, index) => ({
      序号: String(index + 1),
      '部门（岗位）': row.department,
      风险点: row.risk,
      风险防控措施: measuresText(row.measures),
      直接责任人: row.direct,
      部门负责人: row.department_head,
      单位负责人: row.unit_head,
    })),
  }
}
