import type { Question } from './question.ts'

/** Banks, audit and supervision. */
export const oversightQuestions: readonly Question[] = [
  {
    number: '9.1',
    category: 9,
    text: {
      zh: '是否未对合作银行的义务、违约责任等作出明确规定？',
      en: 'Are the bank’s duties and liability not laid down?',
    },
    quote: '未对合作银行的义务、违约责任等作出明确规定',
    rules: [],
    unseen: { zh: '协议文本不在交付数据内', en: 'the texts of agreements are not in the data' },
    evidence: { zh: '合作银行协议文本', en: 'the agreements' },
  },
  {
    number: '9.2',
    category: 9,
    text: {
      zh: '合作银行是否未对信息不一致、金额异常等情况进行核验、提示、停止支付？',
      en: 'Does the bank not check, warn and stop when names or amounts are irregular?',
    },
    quote: '合作银行未对待遇发放信息与银行账号信息不一致、待遇金额异常等情况进行核验、提示、停止支付',
    rules: ['ACC-02'],
    unseen: null,
    evidence: { zh: '银行核验回执、停止支付记录', en: 'the bank’s answers, stopped payments' },
  },
  {
    number: '9.3',
    category: 9,
    text: {
      zh: '是否未落实支出户账户变动提醒功能？',
      en: 'Are movements of the payment account not notified?',
    },
    quote: '未落实支出户账户变动提醒功能',
    rules: [],
    unseen: { zh: '须交付银行变动提醒的发送记录', en: 'the bank’s record of notices would be needed' },
    evidence: { zh: '变动提醒开通证明', en: 'proof that notices are on' },
  },
  {
    number: '10.1',
    category: 10,
    text: {
      zh: '2019年以来是否存在未落实基金要情报告制度，瞒报、谎报要情？',
      en: 'Were major events concealed or misreported since 2019?',
    },
    quote: '2019年以来存在未落实基金要情报告制度，瞒报、谎报要情的问题',
    rules: [],
    unseen: {
      zh: '须与要情报告、案件和移送记录比对',
      en: 'reports of major events, cases and transfers would have to be compared',
    },
    evidence: { zh: '要情报告台账', en: 'register of major events' },
  },
  {
    number: '10.2',
    category: 10,
    text: {
      zh: '是否未按上级部署开展经办风险防控自查？',
      en: 'Was the self-check ordered from above not done?',
    },
    quote: '未按上级部署开展经办风险防控自查',
    rules: [],
    unseen: { zh: '须与历次自查任务比对', en: 'earlier self-checks would have to be compared' },
    evidence: { zh: '自查报告', en: 'report of the self-check' },
  },
  {
    number: '10.3',
    category: 10,
    text: { zh: '是否未按规定对各级下发的疑点信息进行核实？', en: 'Were leads sent down not verified?' },
    quote: '未按规定对各级下发的疑点信息进行核实',
    rules: [],
    unseen: {
      zh: '须与下发疑点的核查期限比对',
      en: 'leads sent down and their deadlines would have to be compared',
    },
    evidence: { zh: '疑点核查台账', en: 'register of leads' },
  },
  {
    number: '10.4',
    category: 10,
    text: {
      zh: '是否未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核？',
      en: 'Was high-risk business not audited in the set proportion?',
    },
    quote: '未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核',
    rules: ['ACC-08'],
    unseen: {
      zh: '账户变更后又改回已筛查；稽核比例须与每月抽查的底稿比对',
      en: 'accounts changed and changed back are screened; the proportion needs the working papers of the monthly samples',
    },
    evidence: { zh: '稽核计划、工作底稿', en: 'audit plan, working papers' },
  },
  {
    number: '10.5',
    category: 10,
    text: {
      zh: '是否没有按照数据稽核规程要求开展数据共享比对、实施数据稽核？',
      en: 'Was data audit with shared data not carried out as the rule asks?',
    },
    quote: '没有按照数据稽核规程要求，开展数据共享比对，实施数据稽核',
    rules: [],
    unseen: { zh: '须与数据稽核记录比对', en: 'records of data audit would have to be compared' },
    evidence: { zh: '数据稽核报告', en: 'report of data audit' },
  },
]
