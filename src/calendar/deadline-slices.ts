import type { Bilingual } from '#base/bilingual.ts'

/** What the calendar gathers, and the reading that shows it: a deadline says no more than its record's list does. */
export const deadlineSlices = {
  ledger: { title: { zh: '风险台账', en: 'risk ledger' }, reading: 'READ' },
  campaigns: { title: { zh: '排查', en: 'campaigns' }, reading: 'READ' },
  sampling: { title: { zh: '稽核', en: 'internal audit' }, reading: 'READ_SAMPLE' },
  inspections: { title: { zh: '检查', en: 'inspections' }, reading: 'READ_INSPECTION' },
  events: { title: { zh: '要情', en: 'major events' }, reading: 'READ_MAJOR_EVENT' },
  reports: { title: { zh: '报告与会议', en: 'reports and meetings' }, reading: 'READ_PERIODIC_REPORT' },
  duties: { title: { zh: '履职', en: 'duties' }, reading: 'READ' },
  cases: { title: { zh: '案件与追回', en: 'cases and recoveries' }, reading: 'READ_CASE' },
} as const satisfies Readonly<Record<string, { readonly title: Bilingual; readonly reading: string }>>

export type DeadlineSlice = keyof typeof deadlineSlices
export const deadlineSliceCodes = Object.keys(deadlineSlices) as [DeadlineSlice, ...DeadlineSlice[]]

/** Of a deadline, as of today. */
export const deadlineStates = {
  OPEN: { zh: '未完成', en: 'open' },
  OVERDUE: { zh: '已逾期', en: 'overdue' },
  LATE: { zh: '逾期完成', en: 'done late' },
  DONE: { zh: '按期完成', en: 'done in time' },
} as const satisfies Readonly<Record<string, Bilingual>>

export type DeadlineState = keyof typeof deadlineStates
export const deadlineStateCodes = Object.keys(deadlineStates) as [DeadlineState, ...DeadlineState[]]
