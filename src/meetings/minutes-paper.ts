import { dayInChinese } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { meetingKinds } from './meeting-codes.ts'
import type { MeetingData } from './meeting-data.ts'

/** 会议纪要 (支付调拨会议纪要 of domain 7.3): `templates/reports/minutes.docx`. */

export const minutesTags: ReadonlySet<string> = new Set([
  ...[
    '机构',
    '文号',
    '会议',
    '时间',
    '地点',
    '主持人',
    '出席',
    '缺席',
    '会议内容',
    '记录人',
    '审签人',
    '日期',
  ],
  ...['议程', '议题', '内容', '议定', '序号', '事项', '金额', '责任', '时限'],
])

/** The day in Beijing. */
const dayOfInstant = (iso: string): string =>
  dayInChinese(new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 10))

export function minutesValues(
  data: MeetingData,
  { agency, nameOf }: { readonly agency: string; readonly nameOf: (staffId: string) => string },
) {
  const { minuted, approved } = data
  return {
    机构: agency,
    文号: data.number?.text ?? '',
    会议: `${data.month.replace('-', '年')}月${meetingKinds[data.kind].zh}`,
    时间: data.held_on === null ? '' : dayInChinese(data.held_on),
    地点: data.place,
    主持人: data.chair,
    出席: data.present.join('、'),
    缺席: data.absent.length === 0 ? '无' : data.absent.join('、'),
    会议内容: data.minutes ?? '',
    记录人: minuted === null ? '' : nameOf(minuted.by),
    审签人: approved === null ? '' : nameOf(approved.by),
    日期: approved === null ? '' : dayOfInstant(approved.at),
    议程: data.agenda.map(({ topic, content }, index) => ({
      议题: `（${index + 1}）${topic}`,
      内容: content,
    })),
    议定: data.decisions.map(({ text, amount_fen, responsible, due_on, payment_files }, index) => ({
      序号: String(index + 1),
      事项: payment_files.length === 0 ? text : `${text}（报盘：${payment_files.join('、')}）`,
      金额: amount_fen === null ? '—' : `${formatYuanGrouped(amount_fen)}元`,
      责任: responsible,
      时限: due_on ?? '—',
    })),
  }
}
