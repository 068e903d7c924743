import { roleConflicts } from '#standard/role-conflicts.ts'
import { businessRoles, type Duty, officerRoles } from './duties.ts'

/**
 * What the person stands in to the matter itself rather than a duty held: looked at per record (`subject.handlers`,
 * `subject.reportedAgencies` of a request), because no grant can show it.
 */
export const recordRelations = {
  AUDITED_WORK: { zh: '被稽核业务的经办', en: 'having handled what is audited' },
  REPORTED_UNIT: { zh: '被举报单位的人员', en: 'working for the unit that a tip is about' },
} as const
export type RecordRelation = keyof typeof recordRelations
export type ConflictTerm = Duty | RecordRelation

/** A pair of domain 3.11, in its words, and what it means here. */
export interface SeparatedPair {
  /** As the matrix writes it. */
  readonly text: string
  readonly pairs: readonly (readonly [ConflictTerm, ConflictTerm])[]
}

const officersAgainst = (duties: readonly Duty[]): (readonly [Duty, Duty])[] =>
  officerRoles.flatMap((officer) => duties.map((duty) => [officer, duty] as const))

/** Leading a unit confirms what officers do and keeping parameters is business: an officer may do neither. */
const businessProperties = [
  'UNIT_HEAD',
  'DEPUTY_HEAD',
  'FINANCE_HEAD',
  'POLICY',
  'FUND_MANAGEMENT',
  'LEDGER',
  'FINANCE_SEAL',
  'LEGAL_SEAL',
  'BANK_KEY_MAKER',
  'BANK_KEY_CHECKER',
] as const satisfies readonly Duty[]

/** Domain 3.11, every pair in its order. */
export const separatedPairs: readonly SeparatedPair[] = [
  { text: '经办初审×复核', pairs: [['ENTRY', 'REVIEW']] },
  {
    text: '经办×基金管理',
    pairs: [
      ['ENTRY', 'FUND_MANAGEMENT'],
      ['ENTRY', 'ACCOUNTANT'],
      ['ENTRY', 'CASHIER'],
    ],
  },
  { text: '复核×审批', pairs: [['REVIEW', 'APPROVAL']] },
  { text: '待遇审核×待遇支付', pairs: [['BENEFIT_REVIEW', 'BENEFIT_PAYMENT']] },
  { text: '待遇发放×资格认证', pairs: [['BENEFIT_PAYMENT', 'CERTIFICATION']] },
  { text: '待遇发放×信息系统管理', pairs: [['BENEFIT_PAYMENT', 'SYSTEM_ADMIN']] },
  { text: '会计×出纳', pairs: [['ACCOUNTANT', 'CASHIER']] },
  { text: '出纳×银行对账审核', pairs: [['CASHIER', 'RECONCILIATION']] },
  {
    text: '出纳×稽核/档案/收支账登记',
    pairs: [
      ['CASHIER', 'INTERNAL_AUDIT'],
      ['CASHIER', 'ARCHIVE'],
      ['CASHIER', 'LEDGER'],
    ],
  },
  { text: '财务章保管×法人章保管', pairs: [['FINANCE_SEAL', 'LEGAL_SEAL']] },
  { text: '网银制单U盾×复核U盾', pairs: [['BANK_KEY_MAKER', 'BANK_KEY_CHECKER']] },
  { text: '系统管理员×安全(保密)员', pairs: [['SYSTEM_ADMIN', 'SECURITY_ADMIN']] },
  { text: '系统管理员×审计员', pairs: [['SYSTEM_ADMIN', 'AUDIT_ADMIN']] },
  { text: '安全员×审计员', pairs: [['SECURITY_ADMIN', 'AUDIT_ADMIN']] },
  { text: '三员×任何业务角色', pairs: officersAgainst([...businessRoles, ...businessProperties]) },
  {
    text: '参数维护×业务经办',
    pairs: [
      ['POLICY', 'ENTRY'],
      ['POLICY', 'BENEFIT_PAYMENT'],
    ],
  },
  {
    text: '数据库管理×业务',
    pairs: businessRoles.map((role) => ['DATABASE_ADMIN', role] as const),
  },
  {
    text: '监督检查×经办',
    pairs: [
      ['SUPERVISION', 'ENTRY'],
      ['SUPERVISION', 'REVIEW'],
      ['SUPERVISION', 'APPROVAL'],
      ['SUPERVISION', 'BENEFIT_PAYMENT'],
    ],
  },
  { text: '稽核×被稽核业务', pairs: [['INTERNAL_AUDIT', 'AUDITED_WORK']] },
  { text: '社保卡发放×社保卡库管', pairs: [['CARD_ISSUE', 'CARD_VAULT']] },
  { text: '社保卡激活(银行)×代领人', pairs: [['CARD_ACTIVATION', 'CARD_PROXY']] },
  { text: '举报受理×被举报单位', pairs: [['TIP_HANDLING', 'REPORTED_UNIT']] },
  { text: '投资决策×托管核算', pairs: [['INVESTMENT', 'CUSTODY']] },
  { text: '补填补录经办×审核', pairs: [['ENTRY', 'REVIEW']] },
  { text: '档案保管×档案销毁审批', pairs: [['ARCHIVE', 'ARCHIVE_DESTRUCTION']] },
]

const conflictsOf: ReadonlyMap<ConflictTerm, ReadonlySet<ConflictTerm>> = (() => {
  const map = new Map<ConflictTerm, Set<ConflictTerm>>()
  const add = (a: ConflictTerm, b: ConflictTerm): void => {
    const known = map.get(a) ?? new Set()
    map.set(a, known.add(b))
  }
  const ofTheStandard = roleConflicts.map(({ roleA, roleB }) => [roleA, roleB] as const)
  for (const [a, b] of [...separatedPairs.flatMap(({ pairs }) => pairs), ...ofTheStandard]) {
    add(a, b)
    add(b, a)
  }
  return map
})()

/** Whether one person may not have both; a duty does not conflict with itself. */
export function isConflict(a: ConflictTerm, b: ConflictTerm): boolean {
  return conflictsOf.get(a)?.has(b) ?? false
}
