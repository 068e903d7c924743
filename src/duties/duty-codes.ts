import type { Bilingual } from '#base/bilingual.ts'

type Titles = Readonly<Record<string, Bilingual>>

/** “采取集中培训、经验交流、书面考试”，“举办廉政讲座、收看警示片”，“通报违法违纪典型案例” (C376–C378). */
export const trainingKinds = {
  CENTRALISED: { zh: '集中培训', en: 'centralised training' },
  EXCHANGE: { zh: '经验交流', en: 'exchange of experience' },
  LECTURE: { zh: '廉政讲座', en: 'integrity lecture' },
  WARNING: { zh: '警示教育', en: 'warning education' },
} as const satisfies Titles

/** “识别真伪发票、身份证、原始资料和业务、信息管理” (C379). */
export const subjects = {
  FORGED_PAPERS: {
    zh: '识别真伪发票、身份证、原始资料',
    en: 'forged invoices, identity cards, original papers',
  },
  BUSINESS: { zh: '业务', en: 'business' },
  INFORMATION: { zh: '信息管理', en: 'information systems' },
  LAW: { zh: '政策法规', en: 'law and policy' },
  INTEGRITY: { zh: '廉政纪律', en: 'integrity' },
  CASES: { zh: '典型案例', en: 'cases' },
} as const satisfies Titles

export const trainingStatuses = {
  PLANNED: { zh: '已安排', en: 'planned' },
  HELD: { zh: '已举办', en: 'held' },
  EXAMINED: { zh: '已考试', en: 'examined' },
  CLOSED: { zh: '已确认', en: 'confirmed' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
} as const satisfies Titles
export type TrainingStatus = keyof typeof trainingStatuses

export const rotationStatuses = {
  PROPOSED: { zh: '待审定', en: 'proposed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  IN_FORCE: { zh: '执行中', en: 'in force' },
  CLOSED: { zh: '已完成', en: 'carried out' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Titles
export type RotationStatus = keyof typeof rotationStatuses

export const matterStatuses = {
  ORDERED: { zh: '督办中', en: 'ordered' },
  REPORTED: { zh: '已报结果', en: 'reported' },
  CLOSED: { zh: '已销号', en: 'closed' },
  RECALLED: { zh: '已撤销', en: 'recalled' },
} as const satisfies Titles
export type MatterStatus = keyof typeof matterStatuses

export const assessmentStatuses = {
  DRAFTED: { zh: '待本人阅签', en: 'to be read by the person' },
  READ: { zh: '待审定', en: 'to be decided' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  DECIDED: { zh: '已审定', en: 'decided' },
  APPEALED: { zh: '复核中', en: 'appealed' },
  FINAL: { zh: '复核已定', en: 'decided on appeal' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Titles
export type AssessmentStatus = keyof typeof assessmentStatuses

export const results = {
  EXCELLENT: { zh: '优秀', en: 'excellent' },
  COMPETENT: { zh: '合格', en: 'competent' },
  BARELY: { zh: '基本合格', en: 'barely competent' },
  NOT: { zh: '不合格', en: 'not competent' },
} as const satisfies Titles
export type Result = keyof typeof results

/** “将考核结果与经办人员的评先评优挂钩” (C381): what the people who decide make of it. */
export const commendations = {
  MAY: { zh: '可参加评先评优', en: 'may be commended' },
  MAY_NOT: { zh: '不参加评先评优', en: 'not to be commended' },
} as const satisfies Titles

export const halves = {
  H1: { zh: '上半年', en: 'first half' },
  H2: { zh: '下半年', en: 'second half' },
} as const satisfies Titles

export const outcomes = {
  UPHELD: { zh: '维持原结果', en: 'upheld' },
  CHANGED: { zh: '变更结果', en: 'changed' },
} as const satisfies Titles

/** What the codes of the forms of duties are called, by the Chinese title of their field. */
export const dutyCodes: Readonly<Record<string, Titles>> = {
  培训形式: trainingKinds,
  培训内容: subjects,
  '半年（全年考核不选）': halves,
  拟定等次: results,
  审定等次: results,
  评先评优: commendations,
  复核结论: outcomes,
  变更后等次: results,
  变更后评先评优: commendations,
}
