import { formatYuanGrouped } from '#base/money.ts'
import type { Figures } from '../reporting/define-monthly-report.ts'
import { percentText } from './percent.ts'
import type { monthlyReportTags, ValuesOf } from './report-tags.ts'

export interface MonthlyReportGiven {
  readonly campaign: string
  /** YYYY-MM */
  readonly month: string
  readonly agency: string
  /** `2026年8月31日` */
  readonly on: string
  readonly workDone: string
  readonly difficulties: string
  readonly nextSteps: string
  readonly important: string | null
  readonly figures: Figures
  readonly ratePercent: number
}

/** 每月底向省级专项治理领导小组上报 (002 五（三）): what fills `monthly-report.docx`. */
export function monthlyReportValues(given: MonthlyReportGiven): ValuesOf<typeof monthlyReportTags> {
  const { figures } = given
  const counted = figures.problems - figures.legislation
  const lines: readonly (readonly [string, string])[] = [
    ['应报自查单位', String(figures.units)],
    ['已提交自查', String(figures.submitted)],
    ['已认可自查', String(figures.accepted)],
    ['与系统疑点不一致的答复', String(figures.contradictions)],
    ['其中已说明', String(figures.explained)],
    ['发现问题', String(figures.problems)],
    ['其中须上级完善制度', String(figures.legislation)],
    ['已处理', String(figures.handled)],
    ['已整改', String(figures.rectified)],
    ['逾期未整改', String(figures.overdue)],
    ['涉及金额（元）', formatYuanGrouped(figures.amount_fen)],
  ]
  const [year, month] = given.month.split('-').map(Number)
  return {
    名称: given.campaign,
    月份: `${year}年${month}月`,
    填报单位: given.agency,
    日期: given.on,
    进展: given.workDone,
    数量: lines.map(([项目, 数]) => ({ 项目, 数 })),
    处理率: percentText(figures.counted_handled, counted),
    整改率: percentText(figures.counted_rectified, counted),
    率要求: `${given.ratePercent}%`,
    困难: given.difficulties,
    重要情况: given.important ?? '无',
    安排: given.nextSteps,
  }
}
