import type { Bilingual } from '#base/bilingual.ts'

type Codes = Readonly<Record<string, Bilingual>>

/** 梳理流程、查看系统、核查日志、抽查资料、盘点对账 (004, C336): how somebody looked. */
export const checkMethods = {
  PROCESS: { zh: '梳理流程', en: 'walk through the process' },
  SYSTEM: { zh: '查看系统', en: 'look into the system' },
  LOGS: { zh: '核查日志', en: 'check the logs' },
  FILES: { zh: '抽查资料', en: 'check the files' },
  RECONCILE: { zh: '盘点对账', en: 'count and reconcile' },
} as const satisfies Codes

/** What the business should have come to, by whoever looks again; and what it came to. */
export const decisions = {
  APPROVED: { zh: '应予办理', en: 'to be granted' },
  REFUSED: { zh: '不应办理', en: 'to be refused' },
} as const satisfies Codes
export type SampleDecision = keyof typeof decisions

export const problems = {
  DOCUMENT_MISSING: { zh: '材料缺失', en: 'document missing' },
  DOCUMENT_DOUBTFUL: { zh: '材料存疑', en: 'document doubtful' },
  IDENTITY: { zh: '身份未核实', en: 'identity not verified' },
  BASIS: { zh: '依据不符', en: 'no legal basis' },
  AMOUNT: { zh: '金额计算', en: 'amount' },
  ARCHIVE: { zh: '与档案不符', en: 'differs from the archive' },
  COMPARISON: { zh: '未作数据比对', en: 'not compared with other data' },
  OTHER: { zh: '其他', en: 'other' },
} as const satisfies Codes

/** What a unit writes back on a finding that was issued to it. */
export const writeBackResults = {
  TRUE: { zh: '属实', en: 'true' },
  PARTIAL: { zh: '部分属实', en: 'partly true' },
  FALSE: { zh: '不属实', en: 'not true' },
  UNVERIFIABLE: { zh: '暂无法核实', en: 'cannot be verified yet' },
} as const satisfies Codes

/** What the codes of these forms are called, by the Chinese title of their field. */
export const sampleCodes: Readonly<Record<string, Codes>> = {
  稽核方式: checkMethods,
  '复核意见（应予办理或不应办理）': decisions,
  发现的问题: problems,
  核实结果: writeBackResults,
}
