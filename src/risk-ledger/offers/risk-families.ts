import type { Duty } from '#access/duties.ts'
import type { RiskPoint } from '../risk-point-data.ts'

/**
 * What a first ledger is offered from: for each family of rules the risk that it watches, with the founding text that
 * names it. Offers, not decisions: a person chooses, corrects and proposes each, and a leader approves it.
 */
export interface RiskFamily {
  readonly code: string
  /** Whose findings are those of the point. */
  readonly rules: readonly string[]
  /** Who bears it directly: the first of these that the unit has; a unit with none is not offered it. */
  readonly duties: readonly [Duty, ...Duty[]]
  readonly basis: { readonly document: '000' | '002' | '004'; readonly quote: string }
  /** Scores are a start for the discussion, from how the founding texts speak of it. */
  readonly draft: Omit<RiskPoint, 'direct_staff_id' | 'department_head_id' | 'unit_head_id' | 'rule_codes'>
}

type Axes = Pick<RiskPoint, 'stage' | 'channel' | 'origin' | 'domain' | 'class' | 'concerned' | 'line'>
const payment: Axes = {
  ...{ stage: 'PAYMENT', channel: 'OUTLET', origin: 'EXTERNAL', domain: 'BUSINESS' },
  ...{ class: 'FALSE_CLAIM', concerned: 'INDIVIDUAL', line: 'BUSINESS' },
}
const handling: Axes = { ...payment, origin: 'INTERNAL', class: 'IRREGULAR_OPERATION', concerned: 'AGENCY' }
const system: Axes = {
  ...{ stage: 'MANAGEMENT', channel: 'CHANNEL', origin: 'INTERNAL', domain: 'INFORMATION' },
  ...{ class: 'INFO_SYSTEM', concerned: 'AGENCY', line: 'BUSINESS' },
}

const scored = (likelihood: number, impact: number, after: readonly [number, number]) => ({
  ...{ likelihood, impact, residual_likelihood: after[0], residual_impact: after[1] },
})
const measures = (...texts: readonly string[]): RiskPoint['measures'] => texts.map((text) => ({ text }))
/** 居民养老、企业职工养老、机关养老 */
const pensions: RiskPoint['schemes'] = ['110', '120', '170']

export const riskFamilies: readonly RiskFamily[] = [
  {
    code: 'DEATH',
    rules: ['DTH-01', 'DTH-02', 'DTH-03', 'DTH-04', 'DTH-06'],
    duties: ['BENEFIT_PAYMENT', 'CERTIFICATION'],
    basis: { document: '004', quote: '因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况' },
    draft: {
      ...{ ...payment, schemes: pensions, ...scored(4, 4, [2, 4]) },
      department: '待遇发放岗',
      risk: '领取人死亡后未及时停发，或停发后恢复、补发待遇，造成冒领',
      measures: measures(
        '每月与民政、卫健、公安死亡信息比对，疑点当月核实',
        '死亡恢复、补发须两人办理并由领导审批',
        '多发待遇立案追回',
      ),
    },
  },
  {
    code: 'PRISON',
    rules: ['PRS-01'],
    duties: ['BENEFIT_PAYMENT', 'CERTIFICATION'],
    basis: { document: '004', quote: '未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对' },
    draft: {
      ...{ ...payment, schemes: pensions, ...scored(3, 3, [1, 3]) },
      department: '待遇发放岗',
      risk: '服刑人员继续领取养老金',
      measures: measures('按月与司法、法院服刑信息比对', '服刑期间停发，多发待遇追回'),
    },
  },
  {
    code: 'DUPLICATE',
    rules: ['DUP-01', 'DUP-03', 'DUP-08'],
    duties: ['BENEFIT_REVIEW', 'BENEFIT_PAYMENT'],
    basis: {
      document: '002',
      quote: '部分城乡参保人员同时参加城乡居民保险和企业职工养老保险，并享受双份待遇',
    },
    draft: {
      ...{ ...payment, schemes: pensions, ...scored(3, 4, [2, 3]) },
      department: '待遇核定岗',
      risk: '跨险种、跨地区重复领取待遇',
      measures: measures('核定前与部、省级数据比对', '重复领取的终止一份，多领待遇追回'),
    },
  },
  {
    code: 'ACCOUNT',
    rules: ['ACC-01', 'ACC-02', 'ACC-03', 'ACC-04', 'ACC-05', 'ACC-08', 'ACC-10'],
    duties: ['BENEFIT_PAYMENT', 'REVIEW'],
    basis: { document: '004', quote: '多个待遇领取人员共用一个银行账号情况' },
    draft: {
      ...{ ...handling, schemes: [], ...scored(3, 5, [1, 5]) },
      department: '待遇发放岗',
      risk: '篡改发放账户、多人共用账户或发到工作人员账户，侵占待遇',
      measures: measures(
        '账户变更初审、复核两人办理并核验户名',
        '每月比对共用账户、户名不一致和工作人员账户',
        '退票重发须原账户核实',
      ),
    },
  },
  {
    code: 'AMOUNT',
    rules: ['AMT-01', 'AMT-02', 'AMT-03', 'AMT-04', 'AMT-07', 'AMT-14'],
    duties: ['BENEFIT_REVIEW', 'APPROVAL'],
    basis: { document: '004', quote: '核定待遇时存在手工核定、录入结果情况' },
    draft: {
      ...{ ...handling, schemes: [], ...scored(3, 4, [2, 4]) },
      department: '待遇核定岗',
      risk: '超标准核定、手工调整或多次补发待遇',
      measures: measures('系统内核定，手工调整须审批', '发放前审核大额、补发和增减明细，不只核总数'),
    },
  },
  {
    code: 'RETIREMENT',
    rules: ['RET-01', 'RET-14'],
    duties: ['BENEFIT_REVIEW', 'APPROVAL'],
    basis: { document: '000', quote: '伪造病历、特殊工种证明，修改身份证' },
    draft: {
      ...{ ...payment, class: 'FALSE_CLAIM', schemes: ['110', '120'], ...scored(3, 4, [2, 3]) },
      department: '待遇核定岗',
      risk: '伪造年龄、病历、特殊工种材料违规提前退休',
      measures: measures('退休年龄、特殊工种按档案和系统核对', '提前退休公示期满后审批'),
    },
  },
  {
    code: 'CERTIFICATION',
    rules: ['CER-01', 'CER-03', 'CER-05', 'CER-06'],
    duties: ['CERTIFICATION', 'BENEFIT_PAYMENT'],
    basis: { document: '004', quote: '存在连续两年未进行待遇资格认证人员' },
    draft: {
      ...{ ...payment, schemes: pensions, ...scored(3, 3, [2, 3]) },
      department: '资格认证岗',
      risk: '领取资格长期未认证或认证不实',
      measures: measures('每年认证一次，未认证的上门核实', '社会化认证结果初审、复核并留存佐证'),
    },
  },
  {
    code: 'CARD',
    rules: ['CRD-01', 'CRD-02', 'CRD-03'],
    duties: ['CARD_ISSUE', 'CARD_VAULT'],
    basis: { document: '004', quote: '超过6个月未发放到人的社保卡没有回收入库集中保管' },
    draft: {
      ...{ ...handling, schemes: [], ...scored(3, 3, [1, 3]) },
      department: '社保卡管理岗',
      risk: '社保卡滞留、死亡人员卡未清理或未见面激活，被他人支取',
      measures: measures('超过6个月未发放的卡回收入库并盘点', '激活须见面核验', '死亡人员卡按月清理'),
    },
  },
  {
    code: 'CONTRIBUTION',
    rules: ['CTR-01', 'CTR-02', 'CTR-03', 'CTR-21'],
    duties: ['REVIEW', 'ENTRY', 'INTERNAL_AUDIT'],
    basis: { document: '000', quote: '少报、瞒报、漏报缴费基数' },
    draft: {
      ...{ stage: 'COLLECTION', channel: 'INLET', origin: 'EXTERNAL', domain: 'BUSINESS' },
      ...{ class: 'FUND_LOSS', concerned: 'EMPLOYER', line: 'BUSINESS' },
      ...{ schemes: [], ...scored(4, 3, [3, 2]) },
      department: '初审复核岗',
      risk: '少报、瞒报、漏报缴费基数，拖欠社会保险费，违规补填',
      measures: measures('基数与个税、工资比对', '欠费按月催缴', '个人账户补填须两人办理并附依据'),
    },
  },
  {
    code: 'AUTHORITY',
    rules: ['SYS-01', 'SYS-02', 'SYS-03', 'SYS-04', 'SYS-14'],
    duties: ['INTERNAL_AUDIT', 'SUPERVISION'],
    basis: {
      document: '004',
      quote: '存在一人同时获得待遇支付、待遇审核等初审复核权限，能够一人通办待遇发放、补发业务的情况',
    },
    draft: {
      ...{ ...handling, line: 'AUDIT', schemes: [], ...scored(3, 5, [1, 5]) },
      department: '稽核内控岗',
      risk: '权限不互斥、一人通办、非工作时间批量办理高风险业务，风险岗位超期不轮岗',
      measures: measures('初审、复核、审批权限互斥', '非工作时间办理须加班许可', '风险岗位3年轮岗'),
    },
  },
  {
    code: 'SYSTEM',
    rules: ['SYS-06', 'SYS-07'],
    duties: ['SECURITY_ADMIN', 'SUPERVISION'],
    basis: { document: '004', quote: '离职、离岗等用户未及时注销系统权限' },
    draft: {
      ...{ ...system, schemes: [], ...scored(3, 4, [1, 4]) },
      department: '信息安全岗',
      risk: '离岗账号未注销、三员兼任，账号被盗用冒用',
      measures: measures('离岗当日停用权限', '系统管理员、安全员、审计员分设'),
    },
  },
  {
    code: 'FUND',
    rules: ['FIN-03', 'FIN-06', 'FIN-24', 'FIN-27'],
    duties: ['RECONCILIATION', 'ACCOUNTANT', 'FINANCE_HEAD'],
    basis: { document: '004', quote: '没有安排出纳以外的财务人员对银行对账情况进行审核' },
    draft: {
      ...{ stage: 'MANAGEMENT', channel: 'CHANNEL', origin: 'INTERNAL', domain: 'FINANCE' },
      ...{ class: 'IRREGULAR_OPERATION', concerned: 'AGENCY', line: 'FINANCE' },
      ...{ schemes: [], ...scored(3, 5, [1, 5]) },
      department: '财务科',
      risk: '人工报盘、对账不独立、支出与业务不符，挪用基金',
      measures: measures('社银直连，取消人工报盘', '出纳以外人员按日、按月对账', '支出户流水逐笔与业务核对'),
    },
  },
]
