import type { Question } from './question.ts'

/** Who may do what in payment, and the fund accounts. */
export const controlQuestions: readonly Question[] = [
  {
    number: '3.1',
    category: 3,
    text: {
      zh: '是否存在一人同时获得待遇支付、待遇审核等初审复核权限？',
      en: 'Does one person hold rights both to pay and to review?',
    },
    quote: '存在一人同时获得待遇支付、待遇审核等初审复核权限',
    rules: ['SYS-02'],
    unseen: null,
    evidence: { zh: '权限清单及岗位分工表', en: 'list of rights, division of posts' },
  },
  {
    number: '3.2',
    category: 3,
    text: {
      zh: '是否存在一人通办待遇发放、补发业务？',
      en: 'Did one person do payment or back-pay from beginning to end?',
    },
    quote: '能够一人通办待遇发放、补发业务的情况',
    rules: ['SYS-01'],
    unseen: null,
    evidence: { zh: '业务单各环节经办人清单', en: 'who did which step of each order' },
  },
  {
    number: '3.3',
    category: 3,
    text: {
      zh: '是否存在个人账号、密码管理不善，告知他人、借给他人使用？',
      en: 'Were accounts or passwords told or lent to others?',
    },
    quote: '经办人员个人账号、密码管理不善，将账号、密码告知他人、借给他人使用',
    rules: [],
    unseen: {
      zh: '须交付登录日志（时间、终端、地址）和考勤，比对同一账号多终端、请假期间登录',
      en: 'the sign-in log (time, terminal, address) and attendance would be needed',
    },
    evidence: { zh: '登录日志抽查、谈话记录', en: 'sample of the sign-in log, notes of talks' },
  },
  {
    number: '3.4',
    category: 3,
    text: { zh: '是否存在账号密码被盗用、冒用？', en: 'Were accounts or passwords stolen or misused?' },
    quote: '账号密码被盗用、冒用情况',
    rules: [],
    unseen: {
      zh: '须交付登录日志（时间、终端、地址）和考勤',
      en: 'the sign-in log (time, terminal, address) and attendance would be needed',
    },
    evidence: { zh: '登录异常核查记录', en: 'what was found about strange sign-ins' },
  },
  {
    number: '3.5',
    category: 3,
    text: {
      zh: '待遇发放业务人员与信息系统管理人员是否兼任？',
      en: 'Does somebody who pays benefits also administer the system?',
    },
    quote: '待遇发放业务人员与信息系统管理人员兼任',
    rules: ['SYS-07', 'SYS-02'],
    unseen: null,
    evidence: { zh: '岗位分工表、系统管理权限清单', en: 'division of posts, list of administrators' },
  },
  {
    number: '3.6',
    category: 3,
    text: {
      zh: '待遇发放与待遇资格认证是否由同一人负责？',
      en: 'Is one person responsible for payment and certification?',
    },
    quote: '待遇发放与待遇资格认证由同一人负责',
    rules: ['CER-03', 'SYS-02'],
    unseen: null,
    evidence: { zh: '岗位分工表、认证与发放经办人清单', en: 'division of posts, who certifies and who pays' },
  },
  {
    number: '4.1',
    category: 4,
    text: { zh: '是否存在社银人工报盘？', en: 'Are payment files carried to the bank by hand?' },
    quote: '存在社银人工报盘情况',
    rules: ['FIN-27'],
    unseen: null,
    evidence: {
      zh: '社银直连清单、报盘介质交接登记',
      en: 'list of direct links, register of files handed over',
    },
  },
  {
    number: '4.2',
    category: 4,
    text: {
      zh: '是否没有安排出纳以外的财务人员对银行对账情况进行审核？',
      en: 'Is reconciliation not reviewed by somebody other than the cashier?',
    },
    quote: '没有安排出纳以外的财务人员对银行对账情况进行审核',
    rules: ['FIN-06'],
    unseen: null,
    evidence: { zh: '对账单及审核签字', en: 'statements and who signed the review' },
  },
  {
    number: '4.3',
    category: 4,
    text: {
      zh: '支出户发生额明细、余额是否存在核对不一致？',
      en: 'Do movements or balances of the payment account disagree?',
    },
    quote: '支出户发生额明细、余额存在核对不一致情况',
    rules: ['FIN-24', 'FIN-03'],
    unseen: null,
    evidence: { zh: '银行流水、余额调节表', en: 'bank statement, reconciliation' },
  },
  {
    number: '4.4',
    category: 4,
    text: { zh: '会计、出纳是否兼任？', en: 'Is one person accountant and cashier?' },
    quote: '会计、出纳兼任',
    rules: ['SYS-02'],
    unseen: null,
    evidence: { zh: '财务岗位分工表', en: 'division of posts in accounts' },
  },
]
