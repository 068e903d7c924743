import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { taskStatuses } from '#campaigns/answering/define-task.ts'
import { checkLevels, checkOutcomes } from '#campaigns/checking/check-codes.ts'
import { checkStatuses } from '#campaigns/checking/define-check.ts'
import { answerCodes } from '#campaigns/forms/answer.ts'
import { getCategory } from '#campaigns/forms/categories.ts'
import { problemStatuses } from '#campaigns/rectifying/define-problem.ts'
import { natures, problemSources, rectifications } from '#campaigns/rectifying/problem-codes.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { maskData } from '../acting/mask-data.ts'
import type { CheckRow, ProblemRow, UnitRow } from './list-lines.ts'

/** Lines of lists and of their exports. */

const count = z.int()
const placed = {
  agency_id: z.string(),
  agency_name: z.string(),
  region: z.string(),
  region_name: z.string(),
  status: z.string(),
  due_on: z.string().nullable(),
  is_overdue: z.boolean(),
}

export const UnitForm = z
  .object({
    ...placed,
    task_id: z.string(),
    submitted_on: z.string().nullable(),
    accepted_on: z.string().nullable(),
    ...{ answered: count, yes: count, no: count, partial: count, contradictions: count, explained: count },
    ...{ claimed_fen: z.string(), detected_count: count, detected_fen: z.string() },
    ...{ problems: count, handled: count, rectified: count, problems_overdue: count },
  })
  .meta({ id: 'CampaignUnit' })
export type UnitForm = z.infer<typeof UnitForm>

export function unitForm(row: UnitRow): UnitForm {
  const { cursor_value: _value, cursor_id: _id, claimed_fen, detected_fen, detected_count, ...rest } = row
  return {
    ...rest,
    claimed_fen: claimed_fen.toString(),
    detected_count: Number(detected_count),
    detected_fen: detected_fen.toString(),
  }
}

export const CheckForm = z
  .object({
    ...placed,
    check_id: z.string(),
    task_id: z.string(),
    level: z.string(),
    by_agency_id: z.string(),
    by_agency_name: z.string(),
    outcome: z.string().nullable(),
    done_on: z.string().nullable(),
  })
  .meta({ id: 'CampaignCheck' })
export type CheckForm = z.infer<typeof CheckForm>

export function checkForm({ cursor_value: _value, cursor_id: _id, ...rest }: CheckRow): CheckForm {
  return rest
}

export const ProblemForm = z
  .object({
    ...placed,
    problem_id: z.string(),
    category: count,
    ...{ source: z.string(), kind: z.string(), nature: z.string() },
    ...{ description: z.string(), cause: z.string(), responsible: z.string(), measures: z.string() },
    people_count: count,
    amount_fen: z.string(),
    found_on: z.string(),
    handled_on: z.string().nullable(),
    rectified_on: z.string().nullable(),
    ...{ needs_legislation: z.boolean(), in_crime: z.boolean(), major_event_reported: z.boolean() },
  })
  .meta({ id: 'CampaignProblem' })
export type ProblemForm = z.infer<typeof ProblemForm>

export function problemForm(row: ProblemRow): ProblemForm {
  const { cursor_value: _value, cursor_id: _id, people_count, amount_fen, ...rest } = row
  const said = ProblemText.parse(maskData(ProblemText.parse(rest)))
  return { ...rest, ...said, people_count: Number(people_count), amount_fen: amount_fen.toString() }
}
/** What people wrote may name somebody by number. */
const ProblemText = z.object({
  description: z.string(),
  cause: z.string(),
  responsible: z.string(),
  measures: z.string(),
})

const titleIn = (titles: Readonly<Record<string, Bilingual>>, code: string | null): string | null =>
  code === null ? null : (titles[code]?.zh ?? code)
const yes = (is: boolean): string => (is ? '是' : '否')

const places = <Row extends UnitForm | CheckForm | ProblemForm>(): ExportColumn<Row>[] => [
  textColumn('地区', 'region', { width: 16, of: (row) => row.region_name }),
  textColumn('单位', 'unit', { width: 28, of: (row) => row.agency_name }),
]

export const unitExport: readonly ExportColumn<UnitForm>[] = [
  ...places<UnitForm>(),
  textColumn('状态', 'status', { width: 12, of: ({ status }) => titleIn(taskStatuses, status) }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('是否逾期', 'overdue', { width: 10, of: (row) => yes(row.is_overdue) }),
  textColumn('提交日期', 'submitted', { width: 12, of: (row) => row.submitted_on }),
  textColumn('已答题数', 'answered', { width: 10, of: (row) => String(row.answered) }),
  ...(['YES', 'NO', 'PARTIAL'] as const).map((code) =>
    textColumn<UnitForm>(answerCodes[code].zh, answerCodes[code].en, {
      width: 8,
      of: (row) => String({ YES: row.yes, NO: row.no, PARTIAL: row.partial }[code]),
    }),
  ),
  textColumn('与数据矛盾', 'contradictions', { width: 10, of: (row) => String(row.contradictions) }),
  textColumn('已说明', 'explained', { width: 10, of: (row) => String(row.explained) }),
  yuanColumn('自查金额（元）', 'amount of the self-check', (row) => row.claimed_fen),
  textColumn('疑点数', 'findings', { width: 10, of: (row) => String(row.detected_count) }),
  yuanColumn('疑点金额（元）', 'amount of findings', (row) => row.detected_fen),
  textColumn('问题数', 'problems', { width: 8, of: (row) => String(row.problems) }),
  textColumn('已整改', 'rectified', { width: 8, of: (row) => String(row.rectified) }),
]

export const checkExport: readonly ExportColumn<CheckForm>[] = [
  ...places<CheckForm>(),
  textColumn('检查类型', 'check', { width: 12, of: ({ level }) => titleIn(checkLevels, level) }),
  textColumn('检查单位', 'by', { width: 28, of: (row) => row.by_agency_name }),
  textColumn('状态', 'status', { width: 12, of: ({ status }) => titleIn(checkStatuses, status) }),
  textColumn('结论', 'outcome', { width: 24, of: ({ outcome }) => titleIn(checkOutcomes, outcome) }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('办结日期', 'done', { width: 12, of: (row) => row.done_on }),
]

export const problemExport: readonly ExportColumn<ProblemForm>[] = [
  ...places<ProblemForm>(),
  textColumn('排查内容', 'category', {
    width: 18,
    of: ({ category }) => getCategory(category as Parameters<typeof getCategory>[0]).title.zh,
  }),
  textColumn('来源', 'source', { width: 10, of: ({ source }) => titleIn(problemSources, source) }),
  textColumn('问题描述', 'problem', { width: 50, of: (row) => row.description }),
  textColumn('涉及人数', 'people', { width: 10, of: (row) => String(row.people_count) }),
  yuanColumn('涉及金额（元）', 'amount', (row) => row.amount_fen),
  textColumn('性质', 'nature', { width: 12, of: ({ nature }) => titleIn(natures, nature) }),
  textColumn('原因', 'cause', { width: 30, of: (row) => row.cause }),
  textColumn('责任人', 'responsible', { width: 12, of: (row) => row.responsible }),
  textColumn('整改方式', 'kind', { width: 12, of: ({ kind }) => titleIn(rectifications, kind) }),
  textColumn('整改措施', 'measures', { width: 40, of: (row) => row.measures }),
  textColumn('完成时限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('状态', 'status', { width: 14, of: ({ status }) => titleIn(problemStatuses, status) }),
  textColumn('处理日期', 'handled', { width: 12, of: (row) => row.handled_on }),
  textColumn('核验日期', 'verified', { width: 12, of: (row) => row.rectified_on }),
  textColumn('是否涉案', 'crime', { width: 8, of: (row) => yes(row.in_crime) }),
  textColumn('是否报要情', 'major event', { width: 10, of: (row) => yes(row.major_event_reported) }),
]
