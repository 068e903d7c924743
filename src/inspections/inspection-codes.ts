import type { Bilingual } from '#base/bilingual.ts'

type Codes = Readonly<Record<string, Bilingual>>

export const inspectionStatuses = {
  PREPARED: { zh: '待发通知', en: 'prepared' },
  NOTIFIED: { zh: '已发通知', en: 'notified' },
  UNDER_WAY: { zh: '检查中', en: 'under way' },
  AWAITING_STATEMENT: { zh: '听取意见', en: 'awaiting the statement' },
  OPINION_PROPOSED: { zh: '意见书待审批', en: 'opinion awaiting approval' },
  RECTIFYING: { zh: '整改中', en: 'being rectified' },
  CLOSED: { zh: '已办结，待回头看', en: 'closed, look-back to come' },
  LOOKED_BACK: { zh: '已回头看', en: 'looked back' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
} as const satisfies Codes
export type InspectionStatus = keyof typeof inspectionStatuses

export const planStatuses = {
  PROPOSED: { zh: '待审批', en: 'proposed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  IN_FORCE: { zh: '执行中', en: 'in force' },
  REVISION_PROPOSED: { zh: '调整待审批', en: 'revision proposed' },
  CLOSED: { zh: '已结束', en: 'closed' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Codes
export type PlanStatus = keyof typeof planStatuses

/** Seeds 000, 001: 采取定期自查和专项检查、抽查、巡视督导等手段 (C288). */
export const inspectionKinds = {
  SELF_CHECK: { zh: '自查', en: 'self-check' },
  SPECIAL: { zh: '专项检查', en: 'special inspection' },
  SPOT: { zh: '抽查', en: 'spot check' },
  ROVING: { zh: '巡视督导', en: 'roving inspection' },
} as const satisfies Codes

/** Seed 004: 梳理流程、查看系统、核查日志、抽查资料、盘点对账 (C336), and the interview (约谈). */
export const paperMethods = {
  PROCESS: { zh: '梳理流程', en: 'walk through the procedure' },
  SYSTEM: { zh: '查看系统', en: 'look into the system' },
  LOGS: { zh: '核查日志', en: 'check the logs' },
  FILES: { zh: '抽查资料', en: 'sample the files' },
  COUNT: { zh: '盘点对账', en: 'count and reconcile' },
  INTERVIEW: { zh: '约谈', en: 'interview' },
} as const satisfies Codes

/** Seeds 003, 004: 立行立改、限期整改，完善相应制度、机制 (C320). */
export const rectificationWays = {
  IMMEDIATE: { zh: '立行立改', en: 'put right at once' },
  LIMITED: { zh: '限期整改', en: 'put right by a day' },
  SYSTEM: { zh: '制度完善', en: 'mend the system' },
} as const satisfies Codes

export const lookBackResults = {
  NOT_RECURRED: { zh: '未再发生', en: 'did not recur' },
  RECURRED: { zh: '整改回潮', en: 'recurred' },
} as const satisfies Codes

/** platform.md 19: at least. */
export const statementWorkingDays = 5
export const approvalWorkingDays = 5
/** R-WF-13 */
export const lookBackMonths = 12
/** R-WF-18 */
export const servedYears = 3

/** What the codes of the forms of inspections are called, by the Chinese title of their field. */
export const inspectionCodes: Readonly<Record<string, Codes>> = {
  检查类型: inspectionKinds,
  检查方法: paperMethods,
  整改方式: rectificationWays,
  回头看结果: lookBackResults,
}
