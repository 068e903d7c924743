import type { Cast } from '../../cast.ts'

/** Risk points that a county's handling centre, its bureau and a city's bureau would have (seeds 003, 004). */

interface Scores {
  readonly likelihood: number
  readonly impact: number
  /** After the measures. */
  readonly after: readonly [likelihood: number, impact: number]
}

interface Words extends Scores {
  readonly department: string
  readonly risk: string
  readonly measures: readonly string[]
  /** stage, channel, origin, domain, class, concerned, line */
  readonly codes: readonly [string, string, string, string, string, string, string]
  readonly rules: readonly string[]
  readonly schemes?: readonly string[]
}

const asked = (
  { department, risk, measures, codes, rules, likelihood, impact, after, schemes = [] }: Words,
  people: readonly [direct: string, department: string, unit: string],
) => ({
  ...{ department, risk, measures: measures.map((text) => ({ text })) },
  ...{ direct_staff_id: people[0], department_head_id: people[1], unit_head_id: people[2] },
  ...{ stage: codes[0], channel: codes[1], origin: codes[2], domain: codes[3] },
  ...{ class: codes[4], concerned: codes[5], line: codes[6], schemes, rule_codes: rules },
  ...{ likelihood, impact, residual_likelihood: after[0], residual_impact: after[1] },
})

const payment = [
  'PAYMENT',
  'OUTLET',
  'EXTERNAL',
  'BUSINESS',
  'FALSE_CLAIM',
  'INDIVIDUAL',
  'BUSINESS',
] as const

/** Of the county's handling centre, by name. */
export function centrePoints(cast: Cast) {
  return { ...pointsOfPayment(cast), ...pointsOfManagement(cast) }
}

/** False claims from outside. */
function pointsOfPayment(cast: Cast) {
  const [unit, approver] = [cast('agencyHead'), cast('approval', 1)]
  return {
    dead: asked(
      {
        ...{ department: '待遇发放科（发放岗）', risk: '参保人死亡后未及时停发，亲属继续领取养老金' },
        measures: ['每月与民政、卫健、公安死亡信息比对', '疑点当月核实，次月停发并追回'],
        ...{ codes: payment, rules: ['DTH-01', 'DTH-02', 'DTH-06'], schemes: ['110', '170'] },
        ...{ likelihood: 4, impact: 4, after: [2, 4] },
      },
      [cast('benefitPayment'), approver, unit],
    ),
    twice: asked(
      {
        ...{ department: '待遇核定科（核定岗）', risk: '同一人在两地或两个险种重复领取待遇' },
        measures: ['核定前查询全省参保信息', '每季度跨险种、跨地区比对'],
        ...{ codes: payment, rules: ['DUP-01', 'DUP-03'], schemes: ['110', '170'] },
        ...{ likelihood: 3, impact: 4, after: [2, 3] },
      },
      [cast('benefitReview'), approver, unit],
    ),
    prison: asked(
      {
        ...{ department: '待遇发放科（发放岗）', risk: '服刑人员违规领取或调整养老金' },
        measures: ['每季度取得服刑人员名单比对', '名单未更新时人工函询'],
        ...{ codes: payment, rules: ['PRS-01'], likelihood: 2, impact: 4, after: [1, 3] },
      },
      [cast('benefitPayment', 1), approver, unit],
    ),
    certification: asked(
      {
        ...{ department: '资格认证科（认证岗）', risk: '待遇资格认证流于形式，代认证、补录认证' },
        measures: ['人脸识别与静默认证相结合', '每月抽查认证影像'],
        ...{ codes: payment, rules: ['CER-01', 'CER-03'], likelihood: 3, impact: 2, after: [2, 2] },
      },
      [cast('certification'), approver, unit],
    ),
  }
}

/** What the unit's own people might do or leave undone. */
function pointsOfManagement(cast: Cast) {
  const [unit, approver] = [cast('agencyHead'), cast('approval', 1)]
  return {
    account: asked(
      {
        ...{ department: '业务科（复核岗）', risk: '经办人员擅自变更领取账户，转移待遇' },
        measures: ['账户变更双人办理，第二人核对原始凭证', '变更后首次发放前逐笔回访'],
        codes: ['PAYMENT', 'CHANNEL', 'INTERNAL', 'BUSINESS', 'IRREGULAR_OPERATION', 'AGENCY', 'BUSINESS'],
        ...{ rules: ['ACC-02', 'ACC-05'], likelihood: 3, impact: 5, after: [1, 5] },
      },
      [cast('review'), approver, unit],
    ),
    duties: asked(
      {
        ...{ department: '信息科（系统管理岗）', risk: '一人兼任不相容岗位，业务一人通办' },
        measures: ['权限按岗位授予，系统自动拒绝不相容授权', '每月核对账号与在岗人员'],
        codes: ['MANAGEMENT', 'CHANNEL', 'INTERNAL', 'INFORMATION', 'INFO_SYSTEM', 'AGENCY', 'AUDIT'],
        ...{ rules: ['SYS-01', 'SYS-03'], likelihood: 2, impact: 5, after: [1, 4] },
      },
      [cast('systemOfficer'), approver, unit],
    ),
    reconcile: asked(
      {
        ...{ department: '财务科（出纳岗）', risk: '银行、财政、业务三方对账不及时，资金挂账' },
        measures: ['每日核对到账流水', '月末三方对账并双人签字'],
        codes: ['COLLECTION', 'INLET', 'INTERNAL', 'FINANCE', 'FUND_LOSS', 'AGENCY', 'FINANCE'],
        ...{ rules: ['FIN-03', 'FIN-06'], likelihood: 2, impact: 4, after: [1, 4] },
      },
      [cast('cashier'), cast('financeHead'), unit],
    ),
    adjustment: asked(
      {
        ...{ department: '待遇核定科（核定岗）', risk: '手工调整待遇金额缺少依据' },
        measures: ['手工调整逐笔上传依据', '按月由稽核岗抽查30%'],
        codes: ['PAYMENT', 'CHANNEL', 'INTERNAL', 'BUSINESS', 'IRREGULAR_OPERATION', 'AGENCY', 'AUDIT'],
        ...{ rules: ['AMT-01', 'AMT-02'], likelihood: 4, impact: 4, after: [2, 3] },
      },
      [cast('benefitReview', 1), approver, unit],
    ),
    archive: asked(
      {
        ...{ department: '档案室（档案岗）', risk: '业务档案未按期归档，事后无法核查' },
        measures: ['办结后五个工作日内移交'],
        codes: ['MANAGEMENT', 'CHANNEL', 'INTERNAL', 'ARCHIVES', 'IRREGULAR_OPERATION', 'AGENCY', 'BUSINESS'],
        ...{ rules: [], likelihood: 2, impact: 3, after: [2, 2] },
      },
      [cast('archive'), approver, unit],
    ),
    cards: asked(
      {
        ...{ department: '社保卡管理岗', risk: '空白社保卡和待领卡保管不善' },
        measures: ['卡库双人双锁，按月盘点'],
        codes: ['PAYMENT', 'CHANNEL', 'INTERNAL', 'BUSINESS', 'FALSE_CLAIM', 'AGENCY', 'BUSINESS'],
        ...{ rules: ['CRD-01', 'CRD-02'], likelihood: 2, impact: 2, after: [1, 2] },
      },
      [cast('cardVault'), approver, unit],
    ),
  }
}

/** Of a bureau that supervises. */
export function supervisionPoint(cast: Cast, region: string) {
  const head = cast('head', 0, region)
  return asked(
    {
      ...{ department: '基金监督科', risk: '疑点下发后核查不到位、整改销号不实' },
      measures: ['疑点逐条反馈，按比例复核', '整改佐证由第二人核验'],
      codes: [
        'MANAGEMENT',
        'CHANNEL',
        'INTERNAL',
        'BUSINESS',
        'IRREGULAR_OPERATION',
        'ADMINISTRATION',
        'AUDIT',
      ],
      ...{ rules: ['WF-12', 'WF-13'], likelihood: 3, impact: 3, after: [2, 3] },
    },
    [cast('supervisor', 0, region), cast('deputyHead', 0, region), head],
  )
}

/** Of a county without posts of its own for supervision. */
export function smallCentrePoint(cast: Cast, region: string) {
  const head = cast('agencyHead', 0, region)
  return asked(
    {
      ...{ department: '待遇发放岗', risk: '参保人死亡、服刑信息获取滞后，待遇多发' },
      measures: ['每月比对部门共享信息', '村（社区）协办员每周报告'],
      ...{ codes: payment, rules: ['DTH-01', 'PRS-01'], likelihood: 4, impact: 3, after: [2, 3] },
    },
    [cast('benefitPayment', 0, region), cast('approval', 0, region), head],
  )
}
