import { formatYuanGrouped } from '#base/money.ts'
import { foundBy, grades, natures, stages, transfers } from './event-codes.ts'
import type { EventData } from './event-data.ts'
import { minutesLate } from './lateness.ts'

/** 要情报告 in the fields of domain 7.3: `templates/reports/major-event.docx`, of the last signed report. */

const schemeNames: Readonly<Record<string, string>> = {
  '110': '企业职工基本养老保险',
  '120': '机关事业单位养老保险',
  '170': '城乡居民基本养老保险',
  '210': '失业保险',
  '310': '职工基本医疗保险',
  '390': '城乡居民基本医疗保险',
  '410': '工伤保险',
  '510': '生育保险',
}

export const eventTags: ReadonlySet<string> = new Set([
  ...['机构', '编号', '报告类别', '发生时间', '发现时间', '发现途径', '要情等级', '险种', '类型', '涉及人员'],
  ...[
    '金额',
    '损失',
    '追回',
    '移送情况',
    '主要情节',
    '原因',
    '采取措施',
    '报告时限',
    '报告人',
    '审签人',
    '日期',
  ],
])

/** `2026年11月21日16:05`, Beijing. */
function momentInChinese(iso: string): string {
  const shifted = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString()
  const [year, month, day] = shifted.slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${day}日${shifted.slice(11, 16)}`
}

function lateText(data: EventData): string {
  const due = `首报时限 ${momentInChinese(data.first_due_at)}`
  if (data.first_reported_at === null) return due
  const late = minutesLate(data, new Date(data.first_reported_at))
  const reported = `${due}，首报 ${momentInChinese(data.first_reported_at)}`
  return late === 0 ? `${reported}，按时` : `${reported}，超时 ${Math.floor(late / 60)} 小时 ${late % 60} 分`
}

export function eventValues(
  data: EventData,
  { agency, nameOf }: { readonly agency: string; readonly nameOf: (staffId: string) => string },
) {
  const last = data.reports.at(-1)!
  const { facts } = last
  const yuan = (fen: bigint): string => `${formatYuanGrouped(fen)}元`
  return {
    机构: agency,
    编号: data.number?.text ?? '',
    报告类别: stages[last.stage].zh,
    发生时间: facts.occurred_on ?? '不详',
    发现时间: momentInChinese(data.found_at),
    发现途径: foundBy[facts.channel].zh,
    要情等级: grades[data.grade].zh,
    险种: facts.schemes.map((code) => schemeNames[code] ?? code).join('、'),
    类型: natures[facts.nature].zh,
    涉及人员:
      facts.people.map(({ person_name, position }) => `${person_name}（${position}）`).join('、') || '待查',
    金额: yuan(facts.amount_fen),
    损失: yuan(facts.loss_fen),
    追回: yuan(facts.recovered_fen),
    移送情况: transfers[facts.transfer].zh,
    主要情节: facts.summary,
    原因: facts.cause,
    采取措施: facts.measures,
    报告时限: lateText(data),
    报告人: nameOf(last.by),
    审签人: nameOf(last.signed_by),
    日期: momentInChinese(last.signed_at).slice(0, -5),
  }
}
