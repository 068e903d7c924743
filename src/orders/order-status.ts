import type { Bilingual } from '#base/bilingual.ts'

/** Who owns the register (platform.md 1): orders write it, or tell the core system and wait for a delivery. */
export type RegisterOwner = 'own' | 'mirror'

export const orderStatuses = {
  ENTERED: { zh: '待复核', en: 'awaiting review' },
  RETURNED: { zh: '已退回', en: 'returned' },
  REVIEWED: { zh: '待审批', en: 'awaiting approval' },
  AWAITING_CONFIRMATION: { zh: '待核心系统确认', en: 'awaiting confirmation by the core system' },
  DONE: { zh: '已生效', en: 'done' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type OrderStatus = keyof typeof orderStatuses

/** Where an order stands once nobody has to say yes any more; what concerns our own tables waits for no delivery. */
export function finalStatus(register: RegisterOwner, place: 'REGISTER' | 'SYSTEM' = 'REGISTER'): OrderStatus {
  return register === 'own' || place === 'SYSTEM' ? 'DONE' : 'AWAITING_CONFIRMATION'
}
