import type { Bilingual } from '#base/bilingual.ts'
import { subjectKindTitles } from '#reporting/page/page-data.ts'
import type { AnySubjectKind } from '#screening/finding.ts'
import type { AnyRule } from '#screening/rule.ts'

/** What rules about work read beside records, and whom they speak of. */
export const referenceTitles: Readonly<Record<string, Bilingual>> = {
  work_calendar: { zh: '工作日历', en: 'working days' },
  workflow_step: { zh: '各类记录的流程', en: 'workflows' },
  rule_need: { zh: '规则所需数据', en: 'what rules need' },
  answer_likeness: { zh: '答复相似度', en: 'likeness of answers' },
}

const subjects: Readonly<Record<AnySubjectKind, Bilingual>> = {
  ...subjectKindTitles,
  agency: { zh: '机构', en: 'agency' },
  feed: { zh: '数据交付', en: 'feed' },
}

export const subjectTitle = ({ subjectKind }: AnyRule): Bilingual => subjects[subjectKind]

/** Rules about the work itself run on the system's own records, never on a delivery at the console. */
export const isProcessRule = ({ id }: AnyRule): boolean => id.startsWith('process/')
