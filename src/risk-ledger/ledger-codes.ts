import type { Bilingual } from '#base/bilingual.ts'

/** Codes of the ledger with their titles, for the server and the pages alike. */

type Codes = Readonly<Record<string, Bilingual>>

export const stages = {
  COLLECTION: { zh: '筹集', en: 'collection' },
  PAYMENT: { zh: '拨付', en: 'payment' },
  MANAGEMENT: { zh: '管理', en: 'management' },
} as const satisfies Codes
export const channels = {
  INLET: { zh: '入口', en: 'inlet' },
  OUTLET: { zh: '出口', en: 'outlet' },
  CHANNEL: { zh: '运行通道', en: 'channel' },
} as const satisfies Codes
export const origins = {
  INTERNAL: { zh: '内部风险', en: 'internal' },
  EXTERNAL: { zh: '外部风险', en: 'external' },
  LONG_TERM: { zh: '中长期运行风险', en: 'medium and long term' },
} as const satisfies Codes
export const domains = {
  BUSINESS: { zh: '业务', en: 'business' },
  FINANCE: { zh: '财务', en: 'finance' },
  INFORMATION: { zh: '信息', en: 'information' },
  ARCHIVES: { zh: '档案', en: 'archives' },
} as const satisfies Codes
export const classes = {
  FUND_LOSS: { zh: '资金流失', en: 'loss of contributions' },
  FALSE_CLAIM: { zh: '冒领', en: 'false claim' },
  IRREGULAR_OPERATION: { zh: '违规运作', en: 'irregular operation' },
  INFO_SYSTEM: { zh: '信息系统', en: 'information system' },
} as const satisfies Codes
export const concerned = {
  ADMINISTRATION: { zh: '行政部门', en: 'administration' },
  AGENCY: { zh: '经办机构', en: 'agency' },
  SERVICE_INSTITUTION: { zh: '服务机构', en: 'service institution' },
  EMPLOYER: { zh: '参保单位', en: 'employer' },
  INDIVIDUAL: { zh: '参保个人', en: 'individual' },
} as const satisfies Codes
export const lines = {
  BUSINESS: { zh: '业务防线', en: 'business' },
  FINANCE: { zh: '财务防线', en: 'finance' },
  AUDIT: { zh: '稽核防线', en: 'audit' },
} as const satisfies Codes

export const riskPointStatuses = {
  PROPOSED: { zh: '待审定', en: 'proposed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  IN_FORCE: { zh: '在册', en: 'in force' },
  REVISION_PROPOSED: { zh: '待审定修改', en: 'revision proposed' },
  RETIREMENT_PROPOSED: { zh: '待审定销号', en: 'removal proposed' },
  RETIRED: { zh: '已销号', en: 'removed' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
} as const
export type RiskPointStatus = keyof typeof riskPointStatuses

export const filingStatuses = {
  CALLED: { zh: '待填报', en: 'to be prepared' },
  PREPARED: { zh: '待签报', en: 'to be signed' },
  FILED: { zh: '已报送，待受理', en: 'filed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  ACCEPTED: { zh: '已受理', en: 'accepted' },
} as const
export type FilingStatus = keyof typeof filingStatuses

export const assessmentStatuses = {
  DRAFT: { zh: '填写中', en: 'being filled in' },
  SUBMITTED: { zh: '待审定', en: 'submitted' },
  APPROVED: { zh: '已审定', en: 'approved' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const
export type AssessmentStatus = keyof typeof assessmentStatuses

export const answers = {
  YES: { zh: '已落实', en: 'done' },
  PARTLY: { zh: '部分落实', en: 'partly' },
  NO: { zh: '未落实', en: 'not done' },
  NOT_APPLICABLE: { zh: '不适用', en: 'not applicable' },
} as const
export type RiskLevel = 1 | 2 | 3

/**
 * 一级、二级、三级: likelihood × impact, from 15 and from 8 on. The founding text has the three levels, not the bounds
 * (C039): they are defaults of ours.
 */
export function levelOf({
  likelihood,
  impact,
}: {
  readonly likelihood: number
  readonly impact: number
}): RiskLevel {
  const product = likelihood * impact
  return product >= 15 ? 1 : product >= 8 ? 2 : 3
}

export function residualLevelOf(point: {
  readonly residual_likelihood: number
  readonly residual_impact: number
}): RiskLevel {
  return levelOf({ likelihood: point.residual_likelihood, impact: point.residual_impact })
}

/** Codes of the forms by the Chinese title of their field. */
export const ledgerCodes: Readonly<Record<string, Codes>> = {
  基金环节: stages,
  '入口、出口、运行通道': channels,
  风险来源: origins,
  风险领域: domains,
  风险类别: classes,
  涉及对象: concerned,
  防线: lines,
  自评结果: answers,
}
