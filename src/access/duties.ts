import type { Bilingual } from '#base/bilingual.ts'
import { type Role, roles } from '#standard/code-lists.ts'

/**
 * What a person may be there for. A role is granted by the three officers; a property belongs to a post and is held by
 * whoever is assigned to it or covers for its holder (domain 7.6, platform.md 14).
 */

const roleTitlesInEnglish: Readonly<Record<Role, string>> = {
  ENTRY: 'entry',
  REVIEW: 'review',
  APPROVAL: 'approval',
  BENEFIT_REVIEW: 'benefit review',
  BENEFIT_PAYMENT: 'benefit payment',
  CERTIFICATION: 'certification',
  ACCOUNTANT: 'accountant',
  CASHIER: 'cashier',
  RECONCILIATION: 'reconciliation',
  INTERNAL_AUDIT: 'internal audit',
  ARCHIVE: 'archive',
  CARD_ISSUE: 'card issue',
  CARD_VAULT: 'card vault',
  SYSTEM_ADMIN: 'system officer',
  SECURITY_ADMIN: 'security officer',
  AUDIT_ADMIN: 'audit officer',
  SUPERVISION: 'fund supervision',
}

/** Properties of posts beside the standard's roles: what domain 3.11 and platform.md 5 and 6 speak of. */
export const postProperties = {
  UNIT_HEAD: { zh: '单位主要负责人', en: 'head of the unit' },
  DEPUTY_HEAD: { zh: '分管领导', en: 'deputy head' },
  FINANCE_HEAD: { zh: '财务负责人', en: 'head of finance' },
  POLICY: { zh: '政策参数维护', en: 'policy parameters' },
  FUND_MANAGEMENT: { zh: '基金管理', en: 'fund management' },
  LEDGER: { zh: '收支账登记', en: 'ledger of income and expenditure' },
  FINANCE_SEAL: { zh: '财务章保管', en: 'keeper of the finance seal' },
  LEGAL_SEAL: { zh: '法人章保管', en: 'keeper of the legal seal' },
  BANK_KEY_MAKER: { zh: '网银制单U盾', en: 'bank key of the maker' },
  BANK_KEY_CHECKER: { zh: '网银复核U盾', en: 'bank key of the checker' },
  DATABASE_ADMIN: { zh: '数据库管理', en: 'database administration' },
  CARD_ACTIVATION: { zh: '社保卡激活', en: 'card activation' },
  CARD_PROXY: { zh: '社保卡代领', en: 'collecting cards for others' },
  TIP_HANDLING: { zh: '举报受理', en: 'handling of tips' },
  DISCIPLINE: { zh: '纪检监察', en: 'discipline inspection' },
  DATA_ANALYSIS: { zh: '数据分析', en: 'data analysis' },
  INVESTMENT: { zh: '投资决策', en: 'investment decisions' },
  CUSTODY: { zh: '托管核算', en: 'custody accounting' },
  ARCHIVE_DESTRUCTION: { zh: '档案销毁审批', en: 'approval of archive destruction' },
} as const satisfies Readonly<Record<string, Bilingual>>

export type PostProperty = keyof typeof postProperties
export type Duty = Role | PostProperty

export const allRoles: readonly Role[] = Object.keys(roles) as Role[]
export const allProperties: readonly PostProperty[] = Object.keys(postProperties) as PostProperty[]
export const allDuties: readonly Duty[] = [...allRoles, ...allProperties]

/** 三员 */
export const officerRoles = [
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDIT_ADMIN',
] as const satisfies readonly Role[]

export function isOfficerRole(duty: Duty): boolean {
  return (officerRoles as readonly Duty[]).includes(duty)
}

/** Every role that is not an officer's handles, checks or supervises business. */
export const businessRoles: readonly Role[] = allRoles.filter((role) => !isOfficerRole(role))

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text)
}

export function isPostProperty(text: string): text is PostProperty {
  return Object.hasOwn(postProperties, text)
}

export function titleOfDuty(duty: Duty): Bilingual {
  return isRole(duty) ? { zh: roles[duty], en: roleTitlesInEnglish[duty] } : postProperties[duty]
}
