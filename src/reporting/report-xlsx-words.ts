import type { Bilingual, Language } from '#base/bilingual.ts'
import { reviewHeaders } from './reviewed.ts'

/** The sheets' names are part of the standard: the same in every language. */
export const sheetNames = {
  overview: '概览',
  findings: '疑点清单',
  subjects: '风险画像',
  cleared: '已核销',
  quality: '数据质量',
  notEvaluated: '未评估规则',
} as const

/** So are the Chinese titles of columns; in English they come with a translation. */
export function headerIn(title: Bilingual, language: Language): string {
  return language === 'zh' ? title.zh : `${title.zh} ${title.en}`
}

/** The columns of findings.csv. */
export const findingTitles = {
  findingId: { zh: reviewHeaders.findingId, en: 'Finding' },
  ruleCode: { zh: '规则编号', en: 'Rule' },
  ruleTitle: { zh: '规则名称', en: 'Title' },
  level: { zh: '等级', en: 'Level' },
  subjectKind: { zh: '对象类别', en: 'Subject kind' },
  subjectId: { zh: '对象编号', en: 'Subject' },
  personName: { zh: '姓名', en: 'Name' },
  periodFrom: { zh: '起始期间', en: 'From' },
  periodTo: { zh: '截止期间', en: 'To' },
  amount: { zh: '涉及金额（元）', en: 'Amount (yuan)' },
  evidenceCount: { zh: '证据行数', en: 'Rows' },
  explanation: { zh: '疑点说明', en: 'Explanation' },
  evidence: { zh: '证据位置', en: 'Evidence' },
  region: { zh: '统筹区', en: 'Region' },
} as const satisfies Record<string, Bilingual>

export const reviewTitles = {
  state: { zh: '核查情况', en: 'Review' },
  conclusion: { zh: reviewHeaders.conclusion, en: 'Conclusion' },
  reviewer: { zh: reviewHeaders.reviewer, en: 'Reviewer' },
  reviewedOn: { zh: reviewHeaders.reviewedOn, en: 'Date' },
  recovered: { zh: reviewHeaders.recovered, en: 'Recovered (yuan)' },
  evidenceDigest: { zh: reviewHeaders.evidenceDigest, en: 'Evidence digest' },
} as const satisfies Record<string, Bilingual>

export const unknownRegion = '未知地区'
