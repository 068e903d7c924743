import { z } from 'zod'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { riskPointStatuses, stages } from '#risk-ledger/ledger-codes.ts'
import { People, RiskPoint } from '#risk-ledger/risk-point-data.ts'
import { TextForm } from '../acting/record-forms.ts'
import { ruleTitle } from '../cases/case-forms.ts'
import type { PointRow } from './list-points.ts'

const score = z.int().min(1).max(5)

export const PointForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    version: z.int(),
    agency_id: z.string(),
    agency_name: z.string(),
    region: z.string(),
    department: z.string(),
    risk: z.string(),
    measures: z.array(z.string()),
    people: People,
    has_left: z.boolean().describe('有责任人已不在岗 / one of the three has left'),
    stage: z.string(),
    domain: z.string(),
    likelihood: score,
    impact: score,
    residual_likelihood: score,
    residual_impact: score,
    level: z.int().min(1).max(3),
    residual_level: z.int().min(1).max(3),
    rules: z.array(z.object({ code: z.string(), title: TextForm })),
    findings: z.string().describe('对应规则未结疑点数 / open findings of its rules in its region'),
    open_amount_fen: z.string(),
    in_force_on: z.string().nullable(),
    reviewed_on: z.string().nullable(),
    due_day: z.string().nullable(),
    is_overdue: z.boolean(),
    changed_at: z.iso.datetime(),
  })
  .meta({ id: 'RiskPoint' })
export type PointForm = z.infer<typeof PointForm>

export function pointForm(row: PointRow): PointForm {
  const point = RiskPoint.parse(row.point)
  const { department, risk, stage, domain, likelihood, impact, residual_likelihood, residual_impact } = point
  const { record_id, status, version, agency_id, agency_name, region, level, residual_level } = row
  const { has_left, findings, open_amount_fen, in_force_on, reviewed_on, due_day, is_overdue } = row
  return {
    ...{ record_id, status, version, agency_id, agency_name, region, level, residual_level },
    ...{ department, risk, stage, domain, likelihood, impact, residual_likelihood, residual_impact },
    ...{ has_left, findings, open_amount_fen, in_force_on, reviewed_on, due_day, is_overdue },
    measures: point.measures.map(({ text }) => text),
    people: People.parse(row.people),
    rules: point.rule_codes.map((code) => ({ code, title: ruleTitle(code) })),
    changed_at: row.changed_at.toISOString(),
  }
}

const levels = ['一级', '二级', '三级']

/** The ledger as people search it; the form for filing is another file, with its seven columns. */
export const pointColumns: readonly ExportColumn<PointForm>[] = [
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency_name }),
  textColumn('部门（岗位）', 'department', { width: 24, of: (row) => row.department }),
  textColumn('风险点', 'risk', { width: 40, of: (row) => row.risk }),
  textColumn('风险防控措施', 'measures', { width: 60, of: (row) => row.measures.join('；') }),
  textColumn('直接责任人', 'direct', { width: 12, of: (row) => row.people.direct }),
  textColumn('部门负责人', 'department head', { width: 12, of: (row) => row.people.department_head }),
  textColumn('单位负责人', 'unit head', { width: 12, of: (row) => row.people.unit_head }),
  textColumn('环节', 'stage', { width: 10, of: ({ stage }) => stages[stage as keyof typeof stages].zh }),
  textColumn('可能性×影响', 'inherent', { width: 12, of: (row) => `${row.likelihood}×${row.impact}` }),
  textColumn('等级', 'level', { width: 8, of: ({ level }) => levels[level - 1]! }),
  textColumn('措施后', 'residual', {
    width: 12,
    of: (row) => `${row.residual_likelihood}×${row.residual_impact}`,
  }),
  textColumn('剩余等级', 'residual level', { width: 10, of: (row) => levels[row.residual_level - 1]! }),
  textColumn('对应规则', 'rules', { width: 30, of: (row) => row.rules.map(({ code }) => code).join('、') }),
  textColumn('未结疑点', 'open findings', { width: 10, of: (row) => row.findings }),
  yuanColumn('未结金额（元）', 'open amount (yuan)', (row) => row.open_amount_fen),
  textColumn('状态', 'status', {
    width: 14,
    of: ({ status }) => riskPointStatuses[status as keyof typeof riskPointStatuses].zh,
  }),
  textColumn('最近复查', 'last review', { width: 12, of: (row) => row.reviewed_on }),
  textColumn('下次复查', 'next review', { width: 12, of: (row) => row.due_day }),
]
