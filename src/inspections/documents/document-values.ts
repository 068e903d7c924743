import { dayInChinese, formatDay } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { inspectionKinds, rectificationWays } from '../inspection-codes.ts'
import { type InspectionData, standingFacts } from '../inspection-data.ts'
import type { DocumentValues } from './document-tags.ts'

const period = (from: string, to: string): string => `${dayInChinese(from)}至${dayInChinese(to)}`

/** What the unit said, or why it said nothing. */
function saidByUnit({ statement }: InspectionData): string {
  if (statement === null) return '—'
  if (statement.answers.length > 0) return statement.answers.map(({ text }) => text).join('\n')
  if (statement.absence !== null) return '在规定期限内未反馈意见。'
  return statement.waiver === null ? '—' : '经批准免于等待反馈。'
}

/** Of the inspection as it is when a leader signs; names of the team are no secret of the unit's. */
export function documentValues(
  data: InspectionData,
  { number, at }: { readonly number: string; readonly at: Date },
): DocumentValues {
  const items = data.proposed?.items ?? data.items
  return {
    文号: number,
    机构: data.supervisor.title,
    日期: dayInChinese(formatDay(shanghaiDay(at))),
    收文: data.inspected.title,
    检查事项: data.title,
    检查类型: inspectionKinds[data.kind].zh,
    检查方式: data.is_on_site ? '现场检查' : '非现场检查',
    检查内容: data.scope,
    依据: data.basis,
    检查期间: period(data.looked_from, data.looked_to),
    检查时间: period(data.planned_from, data.planned_to),
    组长: data.team.find(({ is_head }) => is_head)?.name ?? '—',
    联系人: data.contact,
    检查情况: data.proposed?.summary ?? '—',
    单位意见: saidByUnit(data),
    通知书文号: data.notice?.number.text ?? '—',
    检查组: data.team.map(({ name, is_head }) => ({ 姓名: name, 职责: is_head ? '组长' : '组员' })),
    问题: standingFacts(data).map((fact, index) => ({
      问题序号: String(index + 1),
      问题: fact.title,
      具体情况: fact.description,
      问题依据: fact.basis,
      涉及人数: String(fact.people_count),
      涉及金额: `${formatYuanGrouped(fact.amount_fen)}元`,
    })),
    整改: items.map((item, index) => ({
      整改序号: String(index + 1),
      整改方式: rectificationWays[item.way].zh,
      整改要求: item.what,
      整改责任: item.responsible,
      整改期限: dayInChinese(item.due_on),
    })),
  }
}
