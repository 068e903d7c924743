import type { Bilingual } from '#base/bilingual.ts'

/** Codes of a major event (要情, domain 7.3); the grades follow the three levels of findings. */

type Codes = Readonly<Record<string, Bilingual>>

export const eventStatuses = {
  DRAFTED: { zh: '首报待审签', en: 'first report to be signed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  REPORTED: { zh: '已报告，处置中', en: 'reported' },
  FURTHER_DRAFTED: { zh: '续报待审签', en: 'further report to be signed' },
  CLOSED: { zh: '已终报', en: 'final report made' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Codes
export type EventStatus = keyof typeof eventStatuses

export const grades = {
  '1': { zh: '一级', en: 'first grade' },
  '2': { zh: '二级', en: 'second grade' },
  '3': { zh: '三级', en: 'third grade' },
} as const satisfies Codes

/** 补报 is a first report of what should have been reported before; 重报 corrects what was reported too lightly. */
export const firstStages = {
  FIRST: { zh: '首报', en: 'first report' },
  SUPPLEMENT: { zh: '补报', en: 'supplementary report' },
} as const satisfies Codes
export const furtherStages = {
  FOLLOW_UP: { zh: '续报', en: 'follow-up report' },
  RESTATEMENT: { zh: '重报', en: 'restated report' },
  FINAL: { zh: '终报', en: 'final report' },
} as const satisfies Codes
export const stages = { ...firstStages, ...furtherStages } as const
export type Stage = keyof typeof stages

export const natures = {
  EMBEZZLEMENT: { zh: '贪污', en: 'embezzlement' },
  DIVERSION: { zh: '挪用', en: 'diversion' },
  MISAPPROPRIATION: { zh: '侵占', en: 'misappropriation' },
  FRAUD: { zh: '诈骗', en: 'fraud' },
  OTHER: { zh: '其他', en: 'other' },
} as const satisfies Codes

export const foundBy = {
  SCREENING: { zh: '系统筛查', en: 'screening' },
  AUDIT: { zh: '稽核内控', en: 'internal audit' },
  INSPECTION: { zh: '监督检查', en: 'inspection' },
  CAMPAIGN: { zh: '排查治理', en: 'campaign' },
  TIP: { zh: '举报投诉', en: 'tip' },
  EXTERNAL_AUDIT: { zh: '审计', en: 'state audit' },
  DISCIPLINE: { zh: '纪检监察', en: 'discipline inspection' },
  POLICE: { zh: '公安司法', en: 'police or court' },
  DISCLOSURE: { zh: '主动说明', en: 'voluntary disclosure' },
  OTHER: { zh: '其他', en: 'other' },
} as const satisfies Codes

export const transfers = {
  NONE: { zh: '未移送', en: 'not handed over' },
  DISCIPLINE: { zh: '移送纪检监察', en: 'to discipline inspection' },
  POLICE: { zh: '移送公安', en: 'to the police' },
  BOTH: { zh: '移送纪检监察和公安', en: 'to both' },
} as const satisfies Codes

export const codesOf = <Code extends string>(
  titles: Readonly<Record<Code, Bilingual>>,
): readonly [Code, ...Code[]] => Object.keys(titles) as [Code, ...Code[]]

/** What the codes of the forms are called, by the Chinese title of their field. */
export const eventCodes: Readonly<Record<string, Codes>> = {
  要情等级: grades,
  报告类别: firstStages,
  续报类别: furtherStages,
  要情类型: natures,
  发现途径: foundBy,
  移送情况: transfers,
}

/**
 * Defaults of the parameters of R-WF-03, dated values of which two people set (register.rule_parameter, WF-03.*). No
 * public figure of hours or amounts was found (domain 7.7): these are the design's.
 */
export const limits = {
  hours_1: '24',
  days: '3',
  amount: '100000',
  share: '0.9',
} as const
