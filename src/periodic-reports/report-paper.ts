import { dayInChinese, formatDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { figures, figureText } from './figure-list.ts'
import { outlines, reportKinds, type SectionCode, sections } from './report-codes.ts'
import type { ReportData } from './report-data.ts'
import { periodInChinese } from './report-period.ts'

/** The paper of a report: `templates/reports/periodic-report.docx`, filled from what was frozen. */

export const reportTags: ReadonlySet<string> = new Set([
  ...['机构', '报告', '期间', '数据时间', '起草人', '审签人', '日期'],
  ...['章节', '部分标题', '正文', '数据', '部分', '指标', '数值', '来源'],
])

const numerals = '一二三四五六七八九十'
/** 1 → 一, 14 → 十四 */
export function numeralOf(position: number): string {
  const ten = position > 10 ? '十' : ''
  return ten + numerals[(position - 1) % 10]!
}

/** `2026-11-21 16:05`, Beijing. */
function momentInChinese(iso: string): string {
  const shifted = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString()
  return `${dayInChinese(shifted.slice(0, 10))}${shifted.slice(11, 16)}`
}

/** The figures of a section as one sentence, before what the handler wrote. */
function sentenceOf(data: ReportData, section: SectionCode): string {
  const items = (data.figures?.items ?? []).filter(({ code }) => figures.get(code)?.section === section)
  if (items.length === 0) return ''
  return `${items.map((each) => `${each.title}：${figureText(each, 'zh')}`).join('；')}。`
}

/** One paragraph of the template, whose further lines are indented as a first line is. */
function paragraphs(...texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '')
  return lines.length === 0 ? '无。' : lines.join('\n　　')
}

export interface PaperGiven {
  readonly agency: string
  readonly nameOf: (staffId: string) => string
}

export function reportValues(data: ReportData, { agency, nameOf }: PaperGiven) {
  const { figures: kept, submitted, approved } = data
  const approvedOn = approved === null ? '' : dayInChinese(formatDay(shanghaiDay(new Date(approved.at))))
  return {
    机构: agency,
    报告: reportKinds[data.kind].zh,
    期间: periodInChinese(data.period),
    数据时间: kept === null ? '' : `截至${momentInChinese(kept.at)}`,
    起草人: submitted === null ? '' : nameOf(submitted.by),
    审签人: approved === null ? '' : nameOf(approved.by),
    日期: approvedOn,
    章节: outlines[data.kind].sections.map((section, index) => ({
      部分标题: `${numeralOf(index + 1)}、${sections[section].zh}`,
      正文: paragraphs(sentenceOf(data, section), data.narrative[section] ?? ''),
    })),
    数据: (kept?.items ?? []).map((each) => ({
      部分: sections[figures.get(each.code)!.section].zh,
      指标: each.title,
      数值: figureText(each, 'zh'),
      来源: each.hasSource ? each.source : '—',
    })),
  }
}
