import type { Bilingual } from '#base/bilingual.ts'

/** Codes of meetings (C049, C069, C077) and of the register of leading groups. */

type Codes = Readonly<Record<string, Bilingual>>

export const meetingStatuses = {
  CALLED: { zh: '已通知', en: 'called' },
  MINUTED: { zh: '纪要待审签', en: 'minutes to be approved' },
  DECIDED: { zh: '纪要已审签', en: 'minutes approved' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
} as const satisfies Codes
export type MeetingStatus = keyof typeof meetingStatuses

export const meetingKinds = {
  PAY_ALLOC: { zh: '支付调拨会', en: 'payment and allocation meeting' },
  LEADING_GROUP: { zh: '领导小组会议', en: 'meeting of the leading group' },
  JOINT: { zh: '联席会议', en: 'joint conference' },
} as const satisfies Codes

export const groupStatuses = {
  PROPOSED: { zh: '待审定', en: 'proposed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  IN_OFFICE: { zh: '在任', en: 'in office' },
  ENDED: { zh: '已撤销', en: 'ended' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Codes
export type GroupStatus = keyof typeof groupStatuses

export const groupKinds = {
  RISK_CONTROL: { zh: '风险防控领导小组', en: 'risk control' },
  CAMPAIGN: { zh: '专项治理领导小组', en: 'special campaign' },
  TASK_FORCE: { zh: '工作专班', en: 'task force' },
} as const satisfies Codes

export const meetingCodes: Readonly<Record<string, Codes>> = {
  会议类别: meetingKinds,
  小组类别: groupKinds,
}

export const codesOf = <Code extends string>(
  titles: Readonly<Record<Code, Bilingual>>,
): readonly [Code, ...Code[]] => Object.keys(titles) as [Code, ...Code[]]
