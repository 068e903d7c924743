/** Every page with somebody who may see it. */
export interface Visited {
  readonly name: string
  readonly path: string
  /** Chinese and English. */
  readonly heading: readonly [RegExp, RegExp]
  readonly by: 'enterer' | 'reviewer' | 'auditor' | 'internalAuditor' | 'securityOfficer'
}

const accountChange = [/待遇账号变更/, /payee account/] as const
const authority = [/^权限$/, /^Authority$/] as const

export const pages: readonly Visited[] = [
  { name: 'workbench', path: '/', heading: [/^工作台$/, /^Workbench$/], by: 'reviewer' },
  { name: 'findings', path: '/findings', heading: [/^疑点$/, /^Findings$/], by: 'reviewer' },
  { name: 'overview', path: '/overview', heading: [/^风险总览$/, /^Risk overview$/], by: 'reviewer' },
  { name: 'profiles', path: '/profiles', heading: [/^对象画像$/, /^Profiles$/], by: 'reviewer' },
  { name: 'handling', path: '/handling', heading: [/^业务办理$/, /^Handling$/], by: 'enterer' },
  {
    name: 'form',
    path: '/handling/ORDER_DETERMINATION',
    heading: [/待遇核定/, /determination/],
    by: 'enterer',
  },
  {
    name: 'form-rows',
    path: '/handling/ORDER_BATCH_IMPORT',
    heading: [/批量导入/, /batch import/],
    by: 'enterer',
  },
  { name: 'review', path: '/review', heading: [/^复核审批$/, /^Review$/], by: 'reviewer' },
  { name: 'record', path: '/records/ORDER_ACCOUNT_CHANGE/{record}', heading: accountChange, by: 'reviewer' },
  { name: 'records', path: '/records/ORDER_ACCOUNT_CHANGE', heading: accountChange, by: 'reviewer' },
  { name: 'kinds', path: '/records', heading: [/^业务记录$/, /^Records$/], by: 'reviewer' },
  { name: 'people', path: '/authority/people', heading: authority, by: 'securityOfficer' },
  { name: 'posts', path: '/authority/posts', heading: authority, by: 'securityOfficer' },
  { name: 'grants', path: '/authority/grants', heading: authority, by: 'securityOfficer' },
  { name: 'conflicts', path: '/authority/conflicts', heading: authority, by: 'securityOfficer' },
  { name: 'rotations', path: '/authority/rotations', heading: authority, by: 'securityOfficer' },
  { name: 'fairness', path: '/fairness', heading: [/^公平性$/, /^Fairness$/], by: 'auditor' },
  { name: 'rules', path: '/rules', heading: [/^规则$/, /^Rules$/], by: 'reviewer' },
  { name: 'rule', path: '/rules/DTH-01', heading: [/^DTH-01 死亡/, /^DTH-01 Benefit/], by: 'reviewer' },
  { name: 'deliveries', path: '/deliveries', heading: [/^数据$/, /^Data$/], by: 'internalAuditor' },
  { name: 'runs', path: '/runs', heading: [/^筛查$/, /^Screening$/], by: 'internalAuditor' },
  { name: 'cases', path: '/cases', heading: [/^案件$/, /^Cases$/], by: 'internalAuditor' },
  { name: 'new-case', path: '/cases/new', heading: [/^立案$/, /^Open a case$/], by: 'internalAuditor' },
  { name: 'recoveries', path: '/recoveries', heading: [/^追回$/, /^Recoveries$/], by: 'internalAuditor' },
  { name: 'trail', path: '/trail', heading: [/^留痕$/, /^Trail$/], by: 'auditor' },
  { name: 'oneself', path: '/me', heading: [/^个人设置$/, /^My settings$/], by: 'enterer' },
]
