import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { issuedStatuses, itemStatuses, planStatuses } from '#sampling/statuses.ts'
import { functions } from '#standard/code-lists.ts'
import type { IssuedForm, ItemForm, PlanForm } from './sampling-forms.ts'

/** Columns of the exports. */

function countColumn<Row>(zh: string, en: string, of: (row: Row) => number): ExportColumn<Row> {
  return { title: { zh, en }, kind: 'integer', width: 10, valueOf: of }
}

export const functionTitle = (code: string): string => functions[code as keyof typeof functions] ?? code

const yesNo = (isSo: boolean): string => (isSo ? '是' : '否')

export const planColumns: readonly ExportColumn<PlanForm>[] = [
  textColumn('计划编号', 'plan', { width: 38, of: (row) => row.record_id }),
  textColumn('业务月份', 'month', { width: 10, of: (row) => row.month }),
  textColumn('机构', 'agency', { width: 14, of: (row) => row.agency_id }),
  textColumn('状态', 'status', {
    width: 18,
    of: ({ status }) => planStatuses[status as keyof typeof planStatuses].zh,
  }),
  countColumn('上月业务数', 'population', (row) => row.population),
  countColumn('应抽数', 'wanted', (row) => row.wanted),
  countColumn('已复核', 'checked', (row) => row.checked),
  countColumn('确认有误', 'wrong', (row) => row.wrong),
  textColumn('完成期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('完成日期', 'completed', { width: 12, of: (row) => row.completed_on }),
  textColumn('是否逾期', 'overdue', { width: 10, of: ({ is_overdue }) => yesNo(is_overdue) }),
  textColumn('更正的计划', 'replaces', { width: 38, of: (row) => row.replaces }),
]

export const itemColumns: readonly ExportColumn<ItemForm>[] = [
  textColumn('抽查编号', 'item', { width: 38, of: (row) => row.record_id }),
  textColumn('业务月份', 'month', { width: 10, of: (row) => row.month }),
  textColumn('业务类别', 'function', { width: 18, of: (row) => functionTitle(row.function) }),
  countColumn('抽取顺序', 'place', (row) => row.place),
  textColumn('被抽查机构', 'audited agency', { width: 14, of: (row) => row.audited_agency_id }),
  textColumn('复核机构', 'checking agency', { width: 14, of: (row) => row.checking_agency_id }),
  textColumn('状态', 'status', {
    width: 18,
    of: ({ status }) => itemStatuses[status as keyof typeof itemStatuses].zh,
  }),
  textColumn('复核人', 'checker', { width: 14, of: (row) => row.checker }),
  textColumn('个人编号', 'person', { width: 22, of: (row) => row.person_id }),
  yuanColumn('涉及金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  textColumn('疑点', 'finding', { width: 18, of: (row) => row.finding_id }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_day }),
  textColumn('是否逾期', 'overdue', { width: 10, of: ({ is_overdue }) => yesNo(is_overdue) }),
]

export const issuedColumns: readonly ExportColumn<IssuedForm>[] = [
  textColumn('下发编号', 'set', { width: 38, of: (row) => row.record_id }),
  textColumn('标题', 'title', { width: 40, of: (row) => row.title }),
  textColumn('接收单位', 'unit', { width: 14, of: (row) => row.agency_id }),
  textColumn('下发单位', 'issued by', { width: 24, of: (row) => row.issuing_agency }),
  textColumn('状态', 'status', {
    width: 18,
    of: ({ status }) => issuedStatuses[status as keyof typeof issuedStatuses].zh,
  }),
  countColumn('疑点数', 'findings', (row) => row.finding_count),
  countColumn('已反馈', 'answered', (row) => row.answered_count),
  countColumn('属实', 'true', (row) => row.true_count),
  textColumn('反馈期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('反馈日期', 'written back', { width: 12, of: (row) => row.written_back_on }),
  textColumn('是否逾期', 'overdue', { width: 10, of: ({ is_overdue }) => yesNo(is_overdue) }),
]
