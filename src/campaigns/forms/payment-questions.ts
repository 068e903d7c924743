import type { Question } from './question.ts'

/** What was paid, and how it was determined. */
export const paymentQuestions: readonly Question[] = [
  {
    number: '1.1',
    category: 1,
    text: {
      zh: '是否存在月发放金额超高的养老保险待遇？',
      en: 'Were pensions paid above the highest lawful monthly amount?',
    },
    quote: '养老保险待遇月发放金额超高',
    rules: ['AMT-01'],
    unseen: null,
    evidence: { zh: '超高发放明细及核定依据', en: 'list of the payments and how they were determined' },
  },
  {
    number: '1.2',
    category: 1,
    text: {
      zh: '是否存在一年内有2次以上发放金额较高的情况？',
      en: 'Did anybody get high amounts twice or more within a year?',
    },
    quote: '一年内有2次以上发放金额较高的情况',
    rules: ['AMT-02'],
    unseen: null,
    evidence: { zh: '多次高额发放明细及核查说明', en: 'list of the payments and what was checked' },
  },
  {
    number: '1.3',
    category: 1,
    text: {
      zh: '是否存在因死亡原因暂停待遇发放的人员恢复待遇、补发待遇？',
      en: 'Were benefits resumed or paid back after a stop for death?',
    },
    quote: '因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况',
    rules: ['DTH-02', 'DTH-03'],
    unseen: null,
    evidence: { zh: '恢复、补发业务单及生存证明', en: 'orders of resumption and back-pay, proof of life' },
  },
  {
    number: '1.4',
    category: 1,
    text: {
      zh: '是否存在人员死亡终止参保关系后恢复待遇发放？',
      en: 'Was anybody paid again after participation ended for death?',
    },
    quote: '人员死亡终止参保关系后恢复待遇发放情况',
    rules: ['DTH-04'],
    unseen: null,
    evidence: { zh: '恢复发放业务单及审批记录', en: 'orders of resumption and their approval' },
  },
  {
    number: '1.5',
    category: 1,
    text: {
      zh: '是否存在非工作时间批量操作暂停转正常发放、待遇调整或补发等低频高风险业务？',
      en: 'Were high-risk operations done in bulk outside working hours?',
    },
    quote: '非工作时间段（如深夜、节假日等）批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况',
    rules: ['SYS-03', 'SYS-04'],
    unseen: null,
    evidence: { zh: '操作日志及加班审批记录', en: 'operation log and approval of overtime' },
  },
  {
    number: '1.6',
    category: 1,
    text: { zh: '是否存在多个待遇领取人员共用一个银行账号？', en: 'Do several payees share a bank account?' },
    quote: '多个待遇领取人员共用一个银行账号情况',
    rules: ['ACC-01'],
    unseen: null,
    evidence: {
      zh: '共用账号清单、监护或代领委托材料',
      en: 'list of shared accounts, guardianship or mandate',
    },
  },
  {
    number: '2.1',
    category: 2,
    text: {
      zh: '核定待遇前是否未对参保缴费、待遇发放状态等进行比对？',
      en: 'Were benefits determined without comparing contributions and benefits in payment?',
    },
    quote: '核定待遇前未对参保缴费、待遇发放状态等进行比对',
    rules: ['DUP-01', 'DUP-03'],
    unseen: {
      zh: '重复领取只反映未比对的后果；逐笔核查须交付核定前的比对日志',
      en: 'duplicates show only what came of it; the log of comparisons before each determination would be needed',
    },
    evidence: { zh: '核定前比对记录', en: 'records of the comparison' },
  },
  {
    number: '2.2',
    category: 2,
    text: { zh: '核定待遇时是否存在手工核定、录入结果？', en: 'Were amounts determined or entered by hand?' },
    quote: '核定待遇时存在手工核定、录入结果情况',
    rules: ['AMT-07'],
    unseen: null,
    evidence: { zh: '手工核定清单及审批单', en: 'list of determinations by hand and their approval' },
  },
  {
    number: '2.3',
    category: 2,
    text: { zh: '发放待遇前是否未经过待遇审核？', en: 'Were benefits paid without review before payment?' },
    quote: '发放待遇前未经过待遇审核',
    rules: ['FIN-03'],
    unseen: {
      zh: '无业务对应的支出已筛查；有业务而未审核的，须交付发放批次的审核步骤',
      en: 'payments without business are screened; for the others the steps of review of each batch would be needed',
    },
    evidence: { zh: '发放批次审核记录', en: 'records of review of the batches' },
  },
  {
    number: '2.4',
    category: 2,
    text: {
      zh: '是否未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对？',
      en: 'Were life and imprisonment not compared monthly, or at least once a year?',
    },
    quote: '未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对',
    rules: ['DTH-01', 'PRS-01'],
    unseen: {
      zh: '死亡后、服刑期间发放反映未比对的后果；比对频次须交付比对任务记录',
      en: 'payments after death or in prison show what came of it; how often it was compared needs the log of comparisons',
    },
    evidence: {
      zh: '比对任务记录及结果处理清单',
      en: 'log of comparisons and what was done about the results',
    },
  },
  {
    number: '2.5',
    category: 2,
    text: {
      zh: '是否存在部分发放业务手工审核、没有全部实现系统内办理？',
      en: 'Are some payments reviewed by hand, outside the system?',
    },
    quote: '待遇发放审核没有全部实现系统内办理，存在部分发放业务手工审核情况',
    rules: [],
    unseen: {
      zh: '须交付发放审核的系统步骤记录，手工审核的登记簿不在系统内',
      en: 'the system’s steps of review would be needed; registers kept by hand are outside of it',
    },
    evidence: {
      zh: '发放审核流程说明、手工审核登记',
      en: 'description of the process, register of reviews by hand',
    },
  },
  {
    number: '2.6',
    category: 2,
    text: {
      zh: '发放审核是否只核总数，不对人员增减、大额发放、待遇补发等明细进行审核？',
      en: 'Does the review look at totals only and not at changes, large payments and back-pay?',
    },
    quote: '待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况',
    rules: ['AMT-14', 'AMT-04', 'ACC-04'],
    unseen: {
      zh: '总额与明细不符、补发异常、变更账户后大额发放已筛查；是否看过明细须交付审核人打开明细的日志',
      en: 'totals that differ, irregular back-pay and large payments after a change of account are screened; whether lines were looked at needs the log of opened details',
    },
    evidence: {
      zh: '人员增减、大额、补发明细审核表',
      en: 'review sheets of changes, large payments and back-pay',
    },
  },
  {
    number: '2.7',
    category: 2,
    text: {
      zh: '是否未对每月待遇发放不成功业务进行核实？',
      en: 'Were failed payments of the month not looked into?',
    },
    quote: '未对每月待遇发放不成功业务进行核实',
    rules: ['ACC-10'],
    unseen: {
      zh: '退票后重发到他人账户已筛查；逐笔核实须交付退票核实记录',
      en: 'returned payments sent to somebody else are screened; records of each enquiry would be needed',
    },
    evidence: { zh: '发放不成功清单及核实记录', en: 'list of failed payments and what was found' },
  },
]
