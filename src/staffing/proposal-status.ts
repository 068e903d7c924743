import type { Bilingual } from '#base/bilingual.ts'

export const proposalStatuses = {
  PROPOSED: { zh: '待审批', en: 'proposed' },
  AWAITING_HEAD: { zh: '待负责人确认', en: 'awaiting the head' },
  DONE: { zh: '已办结', en: 'done' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
  ENDED: { zh: '已提前结束', en: 'ended early' },
} as const satisfies Readonly<Record<string, Bilingual>>

export type ProposalStatus = keyof typeof proposalStatuses
