import type { Texts } from '#web/language/language.ts'
import { calendarTitle } from './title.ts'

export const calendarTexts = {
  calendar: calendarTitle,
  month: { zh: '{year} 年 {month} 月', en: '{year}-{month}' },
  previous: { zh: '上个月', en: 'Month before' },
  next: { zh: '下个月', en: 'Month after' },
  thisMonth: { zh: '本月', en: 'This month' },
  wholeMonth: { zh: '整月', en: 'Whole month' },
  slice: { zh: '类别', en: 'Kind' },
  state: { zh: '状态', en: 'State' },
  region: { zh: '地区编码', en: 'Region code' },
  due: { zh: '期限', en: 'Due' },
  what: { zh: '事项', en: 'What' },
  unit: { zh: '单位', en: 'Unit' },
  doneOn: { zh: '完成日期', en: 'Done on' },
  off: { zh: '休', en: 'off' },
  rest: { zh: '休息日', en: 'day off' },
  provisional: {
    zh: '{year} 年放假安排尚未公布，暂按周一至周五为工作日；公布后重新计算。',
    en: 'The holidays of {year} are not announced; Monday to Friday count for now, and it is counted again then.',
  },
  openCount: { zh: '{count} 待办', en: '{count} open' },
  overdueCount: { zh: '{count} 逾期', en: '{count} overdue' },
  doneCount: { zh: '{count} 完成', en: '{count} done' },
  nothing: { zh: '无到期事项', en: 'nothing due' },
  today: { zh: '今天', en: 'today' },
  ics: { zh: '导出日历文件', en: 'Calendar file' },
  icsMore: { zh: '可导入其他日历软件（.ics）', en: 'for other calendars (.ics)' },
} as const satisfies Texts

export const weekdayTexts = {
  mon: { zh: '一', en: 'Mon' },
  tue: { zh: '二', en: 'Tue' },
  wed: { zh: '三', en: 'Wed' },
  thu: { zh: '四', en: 'Thu' },
  fri: { zh: '五', en: 'Fri' },
  sat: { zh: '六', en: 'Sat' },
  sun: { zh: '日', en: 'Sun' },
} as const satisfies Texts
