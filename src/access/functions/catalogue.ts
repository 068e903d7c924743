import { allDuties, businessRoles, type Duty, isOfficerRole } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { assert } from '#base/refusal.ts'
import {
  type AccessArea,
  type AccessFunction,
  type AccessStep,
  type FunctionCatalogue,
  step,
} from './access-function.ts'
import { highRiskFunctions } from './high-risk-functions.ts'

/** Whatever is no officer's: the roles and the properties of posts. */
const businessDuties: readonly Duty[] = allDuties.filter((duty) => !isOfficerRole(duty))
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const officers = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] as const satisfies readonly Duty[]
const overseers = ['INTERNAL_AUDIT', 'SUPERVISION', 'DISCIPLINE'] as const satisfies readonly Duty[]

interface Outline {
  readonly title: Bilingual
  readonly steps: readonly AccessStep[]
  readonly coverage?: AccessFunction['coverage']
}

const one = (
  duties: readonly Duty[],
  options: { readonly allowsSelf?: boolean } = {},
): readonly AccessStep[] => [step('ACT', duties, { reach: 'REGION', ...options })]
const reading = { coverage: 'ANY' } as const
const seen = { allowsSelf: true } as const
/** An officer serves every agency of the regions granted: small ones have none of their own. */
const inRegion = { reach: 'REGION' } as const

/** What is done with any record of business. */
const recordOutlines: Readonly<Record<string, Outline>> = {
  READ: {
    title: { zh: '查看业务记录', en: 'read business records' },
    steps: one(businessDuties, seen),
    ...reading,
  },
  COMMENT: { title: { zh: '备注', en: 'comment' }, steps: one(businessRoles), ...reading },
  ATTACH: { title: { zh: '上传附件', en: 'attach a file' }, steps: one(businessRoles) },
  EXPORT: {
    title: { zh: '导出', en: 'export' },
    steps: one(['APPROVAL', 'BENEFIT_REVIEW', 'ACCOUNTANT', 'RECONCILIATION', 'DATA_ANALYSIS', ...overseers]),
  },
  UNMASK: {
    title: { zh: '查看未脱敏信息', en: 'see unmasked personal data' },
    steps: one([
      'ENTRY',
      'REVIEW',
      'APPROVAL',
      'BENEFIT_REVIEW',
      'BENEFIT_PAYMENT',
      'CERTIFICATION',
      ...overseers,
    ]),
  },
  ORDINARY: {
    title: { zh: '一般业务', en: 'ordinary business' },
    steps: [step('ENTRY', ['ENTRY']), step('REVIEW', ['REVIEW'])],
  },
  // platform.md 5: a standing decision on a missing feed is made by two people.
  FEED_DECISION: {
    title: { zh: '数据缺失时的办理决定', en: 'standing decision on a missing feed' },
    steps: [step('ENTRY', ['APPROVAL']), step('APPROVAL', leaders)],
  },
  // platform.md 5: if the gate is down on pay day, two leaders of different posts.
  EMERGENCY_RELEASE: {
    title: { zh: '应急放行发放', en: 'emergency release of payments' },
    steps: [step('ENTRY', ['FINANCE_HEAD', 'DEPUTY_HEAD']), step('APPROVAL', ['UNIT_HEAD'])],
  },
}

/**
 * Accounts, grants, cover: the first officer proposes, the second decides, the third sees both and can do neither
 * (issue 4, point 3; platform.md 6, 7). Taking access away needs one person, for it must happen the same day.
 */
const authorityOutlines: Readonly<Record<string, Outline>> = {
  READ_AUTHORITY: {
    title: { zh: '查看账号与权限', en: 'read accounts and authority' },
    steps: one([...officers, ...leaders, ...overseers], seen),
    ...reading,
  },
  // Absence and overtime: colleagues plan by it, and whoever asked must see what became of it.
  READ_ATTENDANCE: {
    title: { zh: '查看请休假与加班', en: 'read absences and overtime' },
    steps: one(allDuties, seen),
    ...reading,
  },
  ACCOUNT: {
    title: { zh: '开立账号', en: 'opening of an account' },
    steps: [step('ENTRY', ['SYSTEM_ADMIN'], inRegion), step('REVIEW', ['SECURITY_ADMIN'], inRegion)],
  },
  COVER: {
    title: { zh: '顶岗', en: 'cover' },
    steps: [
      step('ENTRY', ['SYSTEM_ADMIN'], inRegion),
      step('REVIEW', ['SECURITY_ADMIN'], inRegion),
      step('APPROVAL', ['UNIT_HEAD'], { when: 'KEY_POST' }),
    ],
  },
  ACCESS_REMOVAL: {
    title: { zh: '停用权限', en: 'removal of access' },
    steps: [step('ACT', ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'UNIT_HEAD'], inRegion)],
  },
  SECOND_FACTOR_RESET: {
    title: { zh: '重置第二认证因素', en: 'reset of a second factor' },
    steps: [step('ENTRY', ['SYSTEM_ADMIN'], inRegion), step('REVIEW', ['SECURITY_ADMIN'], inRegion)],
  },
  CREDENTIAL: {
    title: { zh: '登记登录凭据', en: 'registration of a credential' },
    steps: [step('ENTRY', ['SYSTEM_ADMIN'], inRegion), step('REVIEW', ['SECURITY_ADMIN'], inRegion)],
  },
  OFFICER_REPLACEMENT: {
    title: { zh: '更换三员', en: 'replacement of an officer' },
    steps: [
      step('ENTRY', officers, inRegion),
      step('REVIEW', officers, inRegion),
      step('APPROVAL', ['UNIT_HEAD']),
    ],
  },
  ORGANISATION: {
    title: { zh: '机构与岗位维护', en: 'organisation' },
    steps: [step('ENTRY', ['SYSTEM_ADMIN'], inRegion), step('REVIEW', ['SECURITY_ADMIN'], inRegion)],
  },
  ABSENCE: {
    title: { zh: '请休假登记', en: 'absence' },
    steps: [step('ENTRY', allDuties, { allowsSelf: true }), step('APPROVAL', leaders)],
  },
  OVERTIME: {
    title: { zh: '加班许可', en: 'overtime permit' },
    steps: [step('ENTRY', allDuties, { allowsSelf: true }), step('APPROVAL', leaders)],
  },
  RELATIVES: {
    title: { zh: '亲属申报', en: 'declaration of relatives' },
    steps: [step('ENTRY', allDuties, { allowsSelf: true }), step('REVIEW', ['SECURITY_ADMIN'], inRegion)],
  },
}

const trailOutlines: Readonly<Record<string, Outline>> = {
  READ_TRAIL: {
    title: { zh: '查看留痕', en: 'read the trail' },
    steps: one(['AUDIT_ADMIN', ...overseers], seen),
    ...reading,
  },
}

function functionsOf(area: AccessArea, outlines: Readonly<Record<string, Outline>>): AccessFunction[] {
  return Object.entries(outlines).map(
    ([code, { title, steps, coverage = 'ALL' }]): AccessFunction => ({
      code,
      title,
      area,
      isHighRisk: false,
      isTogether: false,
      hasAmount: false,
      coverage,
      steps,
    }),
  )
}

/** Everything that can be asked for; other slices add theirs with `extendCatalogue`. */
export const accessFunctions: FunctionCatalogue = new Map(
  [
    ...highRiskFunctions,
    ...functionsOf('BUSINESS', recordOutlines),
    ...functionsOf('AUTHORITY', authorityOutlines),
    ...functionsOf('TRAIL', trailOutlines),
  ].map((each) => [each.code, each]),
)

/** A code that is already there is a fault of the program: who may do something must not depend on import order. */
export function extendCatalogue(
  catalogue: FunctionCatalogue,
  added: readonly AccessFunction[],
): FunctionCatalogue {
  const next = new Map(catalogue)
  for (const each of added) {
    assert(!next.has(each.code), `function ${each.code} is defined twice`)
    next.set(each.code, each)
  }
  return next
}

/** Whoever may read an area sees that a record of it is there; for everybody else it does not exist. */
export const readersOf: Readonly<Record<AccessArea, readonly Duty[]>> = {
  BUSINESS: businessDuties,
  AUTHORITY: recordDuties('READ_AUTHORITY'),
  TRAIL: recordDuties('READ_TRAIL'),
}

function recordDuties(code: string): readonly Duty[] {
  return accessFunctions.get(code)!.steps.flatMap(({ duties }) => duties)
}
