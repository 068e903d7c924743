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
  { name: 'campaigns', path: '/campaigns', heading: [/^排查$/, /^Campaigns$/], by: 'reviewer' },
  { name: 'recoveries', path: '/recoveries', heading: [/^追回$/, /^Recoveries$/], by: 'internalAuditor' },
  { name: 'duties', path: '/duties?kind=TRAINING', heading: [/^履职$/, /^Duties$/], by: 'internalAuditor' },
  {
    name: 'performance',
    path: '/duties/performance',
    heading: [/^考核$/, /^Performance$/],
    by: 'internalAuditor',
  },
  {
    name: 'assessments',
    path: '/duties/assessments',
    heading: [/^考核记录$/, /^Assessments$/],
    by: 'internalAuditor',
  },
  { name: 'calendar', path: '/calendar', heading: [/^日历$/, /^Calendar$/], by: 'internalAuditor' },
  { name: 'sampling', path: '/sampling', heading: [/^稽核$/, /^Internal audit$/], by: 'internalAuditor' },
  {
    name: 'sampling-items',
    path: '/sampling/items',
    heading: [/^抽查业务$/, /^Sampled orders$/],
    by: 'internalAuditor',
  },
  {
    name: 'sampling-issued',
    path: '/sampling/issued',
    heading: [/^疑点下发$/, /^Issued findings$/],
    by: 'internalAuditor',
  },
  { name: 'ledger', path: '/risk-ledger', heading: [/^台账$/, /^Risk ledger$/], by: 'internalAuditor' },
  {
    name: 'ledger-offers',
    path: '/risk-ledger/offers',
    heading: [/^首份台账草稿$/, /^First ledger$/],
    by: 'internalAuditor',
  },
  {
    name: 'ledger-new',
    path: '/risk-ledger/new',
    heading: [/^提出风险点$/, /^Propose a risk point$/],
    by: 'internalAuditor',
  },
  {
    name: 'ledger-filings',
    path: '/risk-ledger/filings',
    heading: [/^年度报送$/, /^Filings$/],
    by: 'internalAuditor',
  },
  {
    name: 'ledger-measures',
    path: '/risk-ledger/measures',
    heading: [/^48项措施自评$/, /^The 48 measures$/],
    by: 'internalAuditor',
  },
  {
    name: 'major-events',
    path: '/reports/major-events',
    heading: [/^要情$/, /^Major events$/],
    by: 'internalAuditor',
  },
  {
    name: 'periodic-reports',
    path: '/reports/periodic',
    heading: [/^半年报、年报$/, /^Periodic reports$/],
    by: 'internalAuditor',
  },
  {
    name: 'new-event',
    path: '/reports/major-events/new',
    heading: [/^报告要情$/, /^Report an event$/],
    by: 'internalAuditor',
  },
  { name: 'meetings', path: '/reports/meetings', heading: [/^会议$/, /^Meetings$/], by: 'internalAuditor' },
  {
    name: 'decisions',
    path: '/reports/decisions',
    heading: [/^议定事项$/, /^Decisions$/],
    by: 'internalAuditor',
  },
  {
    name: 'groups',
    path: '/reports/groups',
    heading: [/^领导小组$/, /^Leading groups$/],
    by: 'internalAuditor',
  },
  {
    name: 'process-rules',
    path: '/rules/process',
    heading: [/^流程规则$/, /^Rules about work$/],
    by: 'reviewer',
  },
  { name: 'inspections', path: '/inspections', heading: [/^检查$/, /^Inspections$/], by: 'internalAuditor' },
  {
    name: 'inspection-plans',
    path: '/inspections/plans',
    heading: [/^年度计划$/, /^Plans$/],
    by: 'internalAuditor',
  },
  {
    name: 'off-site',
    path: '/inspections/off-site',
    heading: [/^非现场监督$/, /^Off-site supervision$/],
    by: 'internalAuditor',
  },
  { name: 'trail', path: '/trail', heading: [/^留痕$/, /^Trail$/], by: 'auditor' },
  { name: 'oneself', path: '/me', heading: [/^个人设置$/, /^My settings$/], by: 'enterer' },
]
