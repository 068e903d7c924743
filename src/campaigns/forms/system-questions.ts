import type { Question } from './question.ts'

/** The information system and its links. */
export const systemQuestions: readonly Question[] = [
  {
    number: '7.1',
    category: 7,
    text: {
      zh: '系统是否未对关键信息变更、待遇核定、补发等高风险业务设置初审、复核并做到权限互斥？',
      en: 'Does the system lack review and separation of rights for high-risk business?',
    },
    quote:
      '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能，并做到权限互斥',
    rules: ['SYS-01', 'SYS-02'],
    unseen: null,
    evidence: { zh: '系统流程配置截图、权限互斥配置', en: 'configuration of processes and rights' },
  },
  {
    number: '7.2',
    category: 7,
    text: {
      zh: '系统是否未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警？',
      en: 'Does the system not warn of large payments, repeated back-pay, revival and manual change?',
    },
    quote: '未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能',
    rules: [],
    unseen: {
      zh: '须交付业务系统的预警参数和预警日志',
      en: 'the core system’s warnings and their log would be needed',
    },
    evidence: { zh: '预警功能清单、预警日志', en: 'list of warnings, their log' },
  },
  {
    number: '7.3',
    category: 7,
    text: {
      zh: '系统管理员、安全员、操作员“三员”分立是否未落实到位？',
      en: 'Are administrator, security officer and operator not separate?',
    },
    quote: '系统管理员、安全员、操作员“三员"分立管理制度未落实到位',
    rules: ['SYS-07'],
    unseen: null,
    evidence: { zh: '三员任命文件、账号清单', en: 'appointment of the three, list of accounts' },
  },
  {
    number: '7.4',
    category: 7,
    text: {
      zh: '登录系统是否没有采用数字证书或电子社保卡扫码等实名制管理方式？',
      en: 'Do people sign in without certificate or electronic card?',
    },
    quote: '登录系统没有采用数字证书或电子社保卡扫码登录等实名制管理方式',
    rules: [],
    unseen: { zh: '须交付登录日志中的认证方式', en: 'the way of signing in, in the log, would be needed' },
    evidence: { zh: '登录方式配置、账号实名清单', en: 'configuration of sign-in, list of real names' },
  },
  {
    number: '7.5',
    category: 7,
    text: { zh: '离职、离岗等用户是否未及时注销系统权限？', en: 'Do people who left keep their rights?' },
    quote: '离职、离岗等用户未及时注销系统权限',
    rules: ['SYS-06'],
    unseen: null,
    evidence: { zh: '离岗人员名单与账号注销记录', en: 'list of leavers, records of closed accounts' },
  },
  {
    number: '7.6',
    category: 7,
    text: {
      zh: '系统操作日志功能是否不齐全，不能按条件筛查查询？',
      en: 'Is the log of operations incomplete or not searchable?',
    },
    quote: '系统操作日志功能不齐全，不能按条件筛查查询',
    rules: [],
    unseen: {
      zh: '须交付操作日志的完整性校验和字段清单',
      en: 'a check of the log’s completeness and its fields would be needed',
    },
    evidence: { zh: '日志查询截图、日志保存期限', en: 'pictures of log queries, how long it is kept' },
  },
  {
    number: '8.1',
    category: 8,
    text: {
      zh: '业务系统是否未接入省级社保卡持卡人员基础信息库校验关键基础信息？',
      en: 'Is the system not linked to the province’s base of card holders?',
    },
    quote:
      '各级社保业务系统未接入省级社保卡持卡人员基础信息库，对姓名、社会保障号码、生存状态等关键基础信息进行校验',
    rules: [],
    unseen: {
      zh: '须交付持卡人员基础信息库及校验日志',
      en: 'the base of card holders and the log of checks would be needed',
    },
    evidence: { zh: '接口上线证明、校验失败清单', en: 'proof of the interface, list of failed checks' },
  },
  {
    number: '8.2',
    category: 8,
    text: {
      zh: '是否没有以接口模式与部级社保信息比对查询系统实现对接，开展重复领取、死亡冒领比对？',
      en: 'Is there no interface with the ministry’s system to find duplicates and claims for the dead?',
    },
    quote: '没有以接口模式与部级社保信息比对查询系统实现对接，开展重复领取待遇、死亡冒领等问题的数据比对',
    rules: ['DUP-03', 'DTH-01'],
    unseen: {
      zh: '跨地区重复、死亡后发放反映未比对的后果；是否对接须交付接口调用日志',
      en: 'duplicates elsewhere and payments after death show what came of it; the log of calls would be needed',
    },
    evidence: {
      zh: '接口上线证明、比对结果处理清单',
      en: 'proof of the interface, what was done about the results',
    },
  },
  {
    number: '8.3',
    category: 8,
    text: {
      zh: '是否未推进待遇领取人员的人脸识别自助认证？',
      en: 'Is certification by face not being introduced?',
    },
    quote: '推进待遇领取人员的人脸识别自助认证',
    rules: [],
    unseen: { zh: '须交付认证记录中的认证渠道', en: 'the channel of each certification would be needed' },
    evidence: { zh: '人脸认证推进情况及人次', en: 'state of the introduction, number of certifications' },
  },
]
