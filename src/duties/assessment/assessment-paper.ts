import { commendations, outcomes, results } from '../duty-codes.ts'
import type { AssessmentData } from './assessment-data.ts'
import { figureText } from './kept-figures.ts'
import { performanceFigures } from './performance-figures.ts'

/** 考核表: `templates/reports/assessment.docx`, of what was decided. */

export const assessmentTags: ReadonlySet<string> = new Set([
  ...[
    '机构',
    '姓名',
    '工号',
    '岗位',
    '考核期',
    '取数日期',
    '评语',
    '拟定等次',
    '拟定人',
    '本人意见',
    '审定等次',
  ],
  ...['评先评优', '审定意见', '审定人', '审定日期', '复核'],
  ...['指标', '名称', '数值', '口径', '查实', '问题'],
])

const periodText = (period: string): string => {
  const [year, half] = period.split('-')
  return `${year}年${half === undefined ? '度' : half === 'H1' ? '上半年' : '下半年'}`
}

/** The day in Beijing. */
function dayOfInstant(iso: string): string {
  const shifted = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString()
  const [year, month, day] = shifted.slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

type NameOf = (staffId: string) => string

function ownWords({ read, passed_over }: AssessmentData, nameOf: NameOf): string {
  if (read !== null) {
    return `${read.statement ?? '已阅，无意见。'}（${nameOf(read.by)}，${dayOfInstant(read.at)}）`
  }
  return passed_over === null ? '' : `逾期未阅签：${passed_over.reason}`
}

function appealWords({ appeal, appeal_decided: after }: AssessmentData, nameOf: NameOf): string {
  if (appeal === null || after === null) return '无'
  const result = `${outcomes[after.outcome].zh}：${results[after.result].zh}，${commendations[after.commendation].zh}`
  return `申请：${appeal.reason} 结论：${result}。${after.opinion}（${nameOf(after.by)}，${dayOfInstant(after.at)}）`
}

export function assessmentValues(
  data: AssessmentData,
  { agency, nameOf }: { readonly agency: string; readonly nameOf: NameOf },
) {
  const { decided, proposed, violations } = data
  const facts = violations.map(({ rule_code, level, conclusion, concluded_on, record_id }, index) => {
    const verdict = conclusion === 'TRUE' ? '属实' : '部分属实'
    const basis = record_id === null ? '' : `，案件 ${record_id}`
    const grade = ['一', '二', '三'][level - 1]
    return { 问题: `${index + 1}. 规则 ${rule_code}（${grade}级），${concluded_on} 核结为${verdict}${basis}` }
  })
  return {
    机构: agency,
    姓名: data.name,
    工号: data.staff_id,
    岗位: data.posts.join('、') || '—',
    考核期: periodText(data.period),
    取数日期: data.taken_on,
    评语: proposed.comment,
    拟定等次: results[proposed.result].zh,
    拟定人: nameOf(proposed.by),
    本人意见: ownWords(data, nameOf),
    审定等次: decided === null ? '' : results[decided.result].zh,
    评先评优: decided === null ? '' : commendations[decided.commendation].zh,
    审定意见: decided?.opinion ?? '',
    审定人: decided === null ? '' : nameOf(decided.by),
    审定日期: decided === null ? '' : dayOfInstant(decided.at),
    复核: appealWords(data, nameOf),
    指标: data.figures.map((figure) => ({
      名称: performanceFigures.get(figure.code)?.title.zh ?? figure.code,
      数值: figureText(figure),
      口径: performanceFigures.get(figure.code)?.definition.zh ?? '',
    })),
    查实: facts.length === 0 ? [{ 问题: '无' }] : facts,
  }
}
