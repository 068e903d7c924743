import type { Bilingual } from '#base/bilingual.ts'

/** Statuses of the records of sampling, apart from their kinds: pages read them, too. */

export const planStatuses = {
  FROZEN: { zh: '已冻结，待抽取', en: 'frozen, to be drawn' },
  DRAWN: { zh: '复核中', en: 'being checked' },
  CORRECTION_ASKED: { zh: '待审批更正', en: 'correction asked for' },
  SUPERSEDED: { zh: '已由新计划更正', en: 'replaced by a new plan' },
  COMPLETED: { zh: '已完成', en: 'completed' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type PlanStatus = keyof typeof planStatuses

export const itemStatuses = {
  OPEN: { zh: '待领办', en: 'to be taken' },
  CLAIMED: { zh: '复核中', en: 'being checked' },
  AGREED: { zh: '结果一致', en: 'agrees' },
  DIFFERS: { zh: '不一致，待二次确认', en: 'differs, to be confirmed' },
  OVERRULED: { zh: '二次确认：原结果正确', en: 'second look: the first result stands' },
  WRONG: { zh: '确认有误', en: 'confirmed to be wrong' },
  REFERRED: { zh: '已转疑点', en: 'made a finding' },
  DROPPED: { zh: '随计划更正作废', en: 'dropped with the corrected plan' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type ItemStatus = keyof typeof itemStatuses

export const issuedStatuses = {
  ISSUED: { zh: '待反馈', en: 'to be written back' },
  WRITTEN_BACK: { zh: '已反馈，待审核', en: 'written back' },
  CLOSED: { zh: '已办结', en: 'closed' },
  RECALLED: { zh: '已收回', en: 'recalled' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type IssuedStatus = keyof typeof issuedStatuses
