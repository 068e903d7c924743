import type { Bilingual } from '#base/bilingual.ts'

/** Kinds, periods and sections of the periodic reports (C349, C350; domain 7.4). */

type Codes = Readonly<Record<string, Bilingual>>

export const reportStatuses = {
  DRAFTING: { zh: '起草中', en: 'being drafted' },
  SUBMITTED: { zh: '待审签', en: 'to be approved' },
  FILED: { zh: '已报送', en: 'filed' },
  ACCEPTED: { zh: '上级已接收', en: 'accepted' },
  WITHDRAWN: { zh: '已撤销', en: 'withdrawn' },
} as const satisfies Codes
export type ReportStatus = keyof typeof reportStatuses

export const reportKinds = {
  RISK_HALF_YEAR: { zh: '半年风险防控报告', en: 'half-year risk report' },
  SUPERVISION_PLAN: { zh: '年度监督检查计划', en: 'yearly plan of supervision' },
  SUPERVISION_YEAR: { zh: '年度监督检查报告', en: 'yearly report of supervision' },
} as const satisfies Codes
export type ReportKindCode = keyof typeof reportKinds

export const halves = {
  H1: { zh: '上半年', en: 'first half' },
  H2: { zh: '下半年', en: 'second half' },
} as const satisfies Codes

/** The fourteen sections of domain 7.4; 13 and 14 are for the handler alone. */
const halfYear = {
  ORGANISATION: { zh: '组织部署', en: 'organisation and deployment' },
  LEDGER: { zh: '风险防控台账变化', en: 'changes of the risk ledger' },
  MONITORING: { zh: '监测筛查结果', en: 'results of monitoring' },
  SAMPLING: { zh: '抽查稽核', en: 'sampling and audit' },
  INSPECTION: { zh: '现场监督检查', en: 'on-site inspection' },
  FINANCE: { zh: '对账与基金财务', en: 'reconciliation and finance' },
  SYSTEM: { zh: '信息系统与权限', en: 'system and permissions' },
  CERTIFICATION: { zh: '资格认证与社保卡', en: 'certification and cards' },
  EVENTS: { zh: '要情', en: 'major events' },
  TIPS: { zh: '举报与奖励', en: 'tips and rewards' },
  RECTIFICATION: { zh: '整改情况', en: 'rectification' },
  TRAINING: { zh: '教育培训与轮岗', en: 'education, training, rotation' },
  PROBLEMS: { zh: '存在问题与建议', en: 'problems and suggestions' },
  NEXT: { zh: '下一步工作安排', en: 'what comes next' },
} as const satisfies Codes

const plan = {
  GOALS: { zh: '目标与依据', en: 'aims and basis' },
  PLAN_INSPECTION: { zh: '现场监督检查安排', en: 'planned inspections' },
  PLAN_MONITORING: { zh: '非现场监督与筛查安排', en: 'planned monitoring' },
  PLAN_SAMPLING: { zh: '抽查稽核安排', en: 'planned sampling' },
  PLAN_TRAINING: { zh: '警示教育与培训安排', en: 'planned education' },
  SCHEDULE: { zh: '进度与分工', en: 'schedule and division of work' },
} as const satisfies Codes

export const sections = { ...halfYear, ...plan } as const
export type SectionCode = keyof typeof sections

const keysOf = <Key extends string>(codes: Readonly<Record<Key, Bilingual>>): readonly Key[] =>
  Object.keys(codes) as Key[]

const yearly: readonly SectionCode[] = [
  ...(['ORGANISATION', 'MONITORING', 'SAMPLING', 'INSPECTION', 'EVENTS', 'TIPS'] as const),
  ...(['RECTIFICATION', 'TRAINING', 'PROBLEMS', 'NEXT'] as const),
]

export interface Outline {
  readonly sections: readonly SectionCode[]
  /** Without what only a person can say it is not submitted. */
  readonly needed: readonly SectionCode[]
}

export const outlines: Readonly<Record<ReportKindCode, Outline>> = {
  RISK_HALF_YEAR: { sections: keysOf(halfYear), needed: ['ORGANISATION', 'PROBLEMS', 'NEXT'] },
  SUPERVISION_PLAN: { sections: keysOf(plan), needed: keysOf(plan) },
  SUPERVISION_YEAR: { sections: yearly, needed: ['ORGANISATION', 'PROBLEMS', 'NEXT'] },
}

export const reportCodes: Readonly<Record<string, Codes>> = {
  报告种类: reportKinds,
  上下半年: halves,
  报告部分: sections,
}

export const codesOf = <Code extends string>(
  titles: Readonly<Record<Code, Bilingual>>,
): readonly [Code, ...Code[]] => Object.keys(titles) as [Code, ...Code[]]
