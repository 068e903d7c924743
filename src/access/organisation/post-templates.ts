import type { PostProperty } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'
import type { Role } from '#standard/code-lists.ts'

/** A kind of post as agencies have it, and which of the standard's roles it may be granted. */
export interface PostTemplate {
  /** As domain 7.6 names it. */
  readonly title: Bilingual
  readonly roles: readonly Role[]
  readonly properties: readonly PostProperty[]
  /** 待遇发放、待遇审核、会计、出纳等重要岗位 (seed 004), approval and the three officers. */
  readonly isKey: boolean
}

const post = (
  zh: string,
  en: string,
  rest: {
    readonly roles?: readonly Role[]
    readonly properties?: readonly PostProperty[]
    readonly isKey?: true
  } = {},
): PostTemplate => ({
  title: { zh, en },
  roles: rest.roles ?? [],
  properties: rest.properties ?? [],
  isKey: rest.isKey ?? false,
})

const key = { isKey: true } as const

/**
 * Domain 7.6 mapped to the standard's 17 roles and the properties of posts. Liaison people of other offices, insured
 * persons and tipsters have no account here, so they are no posts.
 */
export const postTemplates = {
  head: post('局长', 'director of the bureau', { properties: ['UNIT_HEAD'], ...key }),
  deputyHead: post('分管领导', 'deputy head', { properties: ['DEPUTY_HEAD'], ...key }),
  supervisionHead: post('基金监督科负责人', 'head of fund supervision', { roles: ['SUPERVISION'] }),
  supervisor: post('监督员', 'fund supervisor', { roles: ['SUPERVISION'], properties: ['TIP_HANDLING'] }),
  analyst: post('数据分析员', 'data analyst', { properties: ['DATA_ANALYSIS'] }),
  agencyHead: post('经办机构主任', 'head of the agency', { properties: ['UNIT_HEAD'], ...key }),
  acceptance: post('受理岗', 'acceptance', { roles: ['ENTRY'] }),
  entry: post('初审岗', 'entry', { roles: ['ENTRY'] }),
  review: post('复核岗', 'review', { roles: ['REVIEW'] }),
  approval: post('审批岗', 'approval', { roles: ['APPROVAL'], ...key }),
  benefitReview: post('待遇核定岗', 'benefit determination', { roles: ['BENEFIT_REVIEW'], ...key }),
  benefitPayment: post('待遇发放岗', 'benefit payment', { roles: ['BENEFIT_PAYMENT'], ...key }),
  certification: post('资格认证岗', 'certification', { roles: ['CERTIFICATION'] }),
  internalAudit: post('稽核内控岗', 'internal audit', { roles: ['INTERNAL_AUDIT'] }),
  cardIssue: post('社保卡管理岗', 'social security cards', { roles: ['CARD_ISSUE'] }),
  cardVault: post('社保卡库管岗', 'card vault', { roles: ['CARD_VAULT'] }),
  archive: post('档案岗', 'archives', { roles: ['ARCHIVE'] }),
  accountant: post('会计', 'accountant', {
    roles: ['ACCOUNTANT'],
    properties: ['LEDGER', 'FINANCE_SEAL'],
    ...key,
  }),
  cashier: post('出纳', 'cashier', { roles: ['CASHIER'], properties: ['BANK_KEY_MAKER'], ...key }),
  reconciliation: post('财务复核', 'reconciliation', {
    roles: ['RECONCILIATION'],
    properties: ['BANK_KEY_CHECKER'],
    ...key,
  }),
  financeHead: post('财务负责人', 'head of finance', {
    properties: ['FINANCE_HEAD', 'FUND_MANAGEMENT'],
    ...key,
  }),
  systemOfficer: post('系统管理员', 'system officer', { roles: ['SYSTEM_ADMIN'], ...key }),
  securityOfficer: post('安全管理员', 'security officer', { roles: ['SECURITY_ADMIN'], ...key }),
  auditOfficer: post('审计管理员', 'audit officer', { roles: ['AUDIT_ADMIN'], ...key }),
  operations: post('运维', 'operations', { properties: ['DATABASE_ADMIN'], ...key }),
  policy: post('政策科', 'policy', { properties: ['POLICY'] }),
  discipline: post('纪检监察', 'discipline inspection', { properties: ['DISCIPLINE'] }),
  audit: post('审计', 'auditor', { roles: ['INTERNAL_AUDIT'] }),
  townshipOffice: post('乡镇（街道）就业和劳动保障所', 'township office', { roles: ['ENTRY'] }),
  villageHelper: post('村（社区）协办员', 'village helper', { roles: ['CERTIFICATION'] }),
  investment: post('投资管理岗', 'investment', { properties: ['INVESTMENT'], ...key }),
  custody: post('托管对接岗', 'custody', { properties: ['CUSTODY'], ...key }),
} as const satisfies Readonly<Record<string, PostTemplate>>

export type PostTemplateCode = keyof typeof postTemplates
