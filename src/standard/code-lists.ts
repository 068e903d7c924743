/** Code lists that several tables of the standard share: code → Chinese title. */
export const registrationStatuses = {
  ACTIVE: '存续',
  REVOKED: '吊销',
  CANCELLED: '注销',
} as const

export const schemes = {
  '110': '企业职工基本养老',
  '120': '机关事业单位养老',
  '170': '城乡居民基本养老',
  '210': '失业',
  '310': '职工基本医疗',
  '390': '城乡居民医疗',
  '410': '工伤',
  '510': '生育',
} as const

export const benefits = {
  OLD_AGE: '基本养老金',
  RESIDENT_BASIC: '居民基础养老金',
  ILLNESS_ALLOWANCE: '病残津贴',
  FUNERAL: '丧葬补助金',
  SURVIVOR_LUMP: '抚恤金',
  SURVIVOR_MONTHLY: '供养亲属救济',
  ACCOUNT_REFUND: '个人账户返还',
  UNEMPLOYMENT: '失业保险金',
  INJURY_ALLOWANCE: '伤残津贴',
  INJURY_NURSING: '生活护理费',
  INJURY_LUMP: '一次性伤残补助金',
  MATERNITY: '生育津贴',
  OTHER: '其他',
} as const

export const channels = {
  COUNTER: '窗口',
  ONLINE: '网厅',
  BATCH: '批量',
  BACKEND: '后台',
} as const

export const functions = {
  ACCOUNT_CHANGE: '待遇账号变更',
  STATUS_CHANGE: '暂停转正常',
  DEATH_RESUME: '死亡恢复',
  BACK_PAY: '补发',
  MANUAL_ADJUST: '手工调整',
  DETERMINATION: '待遇核定',
  IDENTITY_CHANGE: '关键信息变更',
  ACCOUNT_MERGE: '账户合并',
  BACK_FILL: '补填补录',
  LUMP_CONTRIBUTION: '一次性补缴',
  TRANSFER_IN: '转移接入',
  REFUND: '退费',
  FUNERAL: '丧葬抚恤',
  RESEND: '退票重发',
  BATCH_IMPORT: '批量导入',
  PAYMENT_FILE: '报盘',
  PARAMETER_CHANGE: '参数变更',
  GRANT_ROLE: '授权',
  DEATH_FLAG_CANCEL: '撤销死亡标识',
  CONTRIBUTION_CHANGE: '缴费记录修改',
  WRITE_OFF: '核销',
  DATA_REPAIR: '后台数据维护',
  ORDINARY: '一般业务',
} as const

export const roles = {
  ENTRY: '初审',
  REVIEW: '复核',
  APPROVAL: '审批',
  BENEFIT_REVIEW: '待遇审核',
  BENEFIT_PAYMENT: '待遇发放',
  CERTIFICATION: '资格认证',
  ACCOUNTANT: '会计',
  CASHIER: '出纳',
  RECONCILIATION: '对账审核',
  INTERNAL_AUDIT: '稽核',
  ARCHIVE: '档案',
  CARD_ISSUE: '社保卡发放',
  CARD_VAULT: '社保卡库管',
  SYSTEM_ADMIN: '系统管理员',
  SECURITY_ADMIN: '安全员',
  AUDIT_ADMIN: '审计员',
  SUPERVISION: '基金监督',
} as const

export type Role = keyof typeof roles
