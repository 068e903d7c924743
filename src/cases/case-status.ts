import type { Bilingual } from '#base/bilingual.ts'

/** The standard's life of a finding that somebody looks into (domain 3.8), with the statement of platform.md 19. */
export const caseStatuses = {
  OPENED: { zh: '待分派', en: 'to be assigned' },
  ASSIGNED: { zh: '待核查', en: 'assigned' },
  VERIFYING: { zh: '核查中', en: 'being verified' },
  AWAITING_STATEMENT: { zh: '陈述申辩期', en: 'awaiting the statement' },
  CONCLUDED: { zh: '结论待审批', en: 'conclusion awaiting approval' },
  HANDLING: { zh: '处理中', en: 'being handled' },
  CLOSED: { zh: '已办结', en: 'closed' },
  REOPEN_ASKED: { zh: '重新核查待审批', en: 'reopening awaiting approval' },
  MERGED: { zh: '已并案', en: 'merged into another case' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type CaseStatus = keyof typeof caseStatuses

/** issue 5, point 2 */
export const methods = {
  PROCESS: { zh: '梳理流程', en: 'walk through the procedure' },
  SYSTEM: { zh: '查看系统', en: 'look into the system' },
  LOGS: { zh: '核查日志', en: 'check the logs' },
  FILES: { zh: '抽查资料', en: 'sample the files' },
  COUNT: { zh: '盘点对账', en: 'count and reconcile' },
  VISIT: { zh: '走访', en: 'visit' },
  LETTER: { zh: '函询', en: 'inquiry by letter' },
  VIDEO: { zh: '视频', en: 'video call' },
  INTERVIEW: { zh: '约谈', en: 'interview' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const verdicts = {
  TRUE: { zh: '属实', en: 'true' },
  PARTIAL: { zh: '部分属实', en: 'partly true' },
  FALSE: { zh: '不属实', en: 'not true' },
  UNVERIFIABLE: { zh: '无法核实', en: 'cannot be verified' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type Verdict = keyof typeof verdicts

export const natures = {
  IRREGULAR: { zh: '违规', en: 'breach of rules' },
  DISCIPLINE: { zh: '违纪', en: 'breach of discipline' },
  ILLEGAL: { zh: '违法', en: 'breach of law' },
  MISTAKE: { zh: '差错', en: 'mistake' },
  DATA_QUALITY: { zh: '数据质量', en: 'quality of data' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const intents = {
  DELIBERATE: { zh: '故意', en: 'deliberate' },
  NEGLIGENT: { zh: '过失', en: 'negligent' },
  UNKNOWN: { zh: '不明', en: 'unknown' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const measureKinds = {
  STOP: { zh: '停发', en: 'stop payment' },
  RECOVER: { zh: '追回', en: 'recover' },
  RECTIFY: { zh: '整改', en: 'rectify' },
  TRANSFER: { zh: '移送', en: 'hand over' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** Working days by the level of the gravest finding: R-WF-01, the defaults of the design. */
export const firstWorkingDays = { 1: 5, 2: 15, 3: 30 } as const
export const concludeWorkingDays = { 1: 20, 2: 30, 3: 60 } as const
/** platform.md 19: at least. */
export const statementWorkingDays = 5
export const approvalWorkingDays = 5
export const handlingWorkingDays = 30

export function codesOf<Code extends string>(
  titles: Readonly<Record<Code, Bilingual>>,
): readonly [Code, ...Code[]] {
  return Object.keys(titles) as [Code, ...Code[]]
}
