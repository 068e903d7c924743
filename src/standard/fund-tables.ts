/** Fund accounts, bank statements and dated policy values: the tables of ../shared/standard/tables.json as typed data. */
import { schemes } from './code-lists.ts'
import { table } from './table.ts'

export const fundAccount = table({
  name: 'fund_account',
  title: '基金账户',
  group: 'fund',
  key: ['fund_account_id'],
  domain_name: 'fund_account',
  is_state: true,
  columns: [
    { name: 'fund_account_id', type: 'id', title: '基金账户编号', required: true },
    {
      name: 'kind',
      type: 'code',
      title: '账户类别',
      required: true,
      codes: { INCOME: '收入户', EXPENDITURE: '支出户', SPECIAL: '财政专户', TREASURY: '国库' },
    },
    { name: 'bank', type: 'text', title: '开户银行' },
    { name: 'account_number', type: 'text', title: '账号' },
    { name: 'approval_number', type: 'text', title: '开户批复文号' },
    { name: 'opened_on', type: 'date', title: '开户日期' },
    { name: 'closed_on', type: 'date', title: '销户日期' },
  ],
})

export const bankTransaction = table({
  name: 'bank_transaction',
  title: '银行流水',
  group: 'fund',
  key: ['fund_account_id', 'sequence'],
  domain_name: 'bank_txn',
  dated_by: ['occurred_at'],
  columns: [
    { name: 'fund_account_id', type: 'id', title: '基金账户编号', required: true },
    { name: 'sequence', type: 'int', title: '流水序号', required: true },
    { name: 'occurred_at', type: 'timestamp', title: '交易时间', required: true },
    { name: 'direction', type: 'code', title: '收付方向', required: true, codes: { IN: '收', OUT: '付' } },
    { name: 'amount', type: 'money', title: '金额', required: true },
    { name: 'balance_after', type: 'money', title: '余额', required: true },
    { name: 'counterparty_name', type: 'text', title: '对方户名' },
    { name: 'counterparty_account', type: 'text', title: '对方账号' },
    { name: 'memo', type: 'text', title: '摘要' },
    { name: 'batch_id', type: 'id', title: '支付批次号' },
    { name: 'voucher_number', type: 'text', title: '凭证号' },
  ],
})

export const approvedPayee = table({
  name: 'approved_payee',
  title: '收款白名单',
  group: 'fund',
  key: ['account_number'],
  domain_name: 'payee_whitelist',
  columns: [
    { name: 'account_number', type: 'text', title: '账号', required: true },
    { name: 'name', type: 'text', title: '户名' },
    {
      name: 'kind',
      type: 'code',
      title: '类别',
      codes: { FISCAL: '财政', BANK: '代发银行', MEDICAL: '医疗机构', SUPERIOR: '上级', OTHER: '其他' },
    },
  ],
})

export const reconciliation = table({
  name: 'reconciliation',
  title: '对账记录',
  group: 'fund',
  key: ['reconciliation_id'],
  domain_name: 'recon',
  dated_by: ['period_to', 'completed_on'],
  columns: [
    { name: 'reconciliation_id', type: 'id', title: '对账编号', required: true },
    { name: 'fund_account_id', type: 'id', title: '基金账户编号' },
    {
      name: 'kind',
      type: 'code',
      title: '类别',
      required: true,
      codes: { DAILY: '日对账', MONTHLY: '月对账' },
    },
    { name: 'period_from', type: 'date', title: '期间起', required: true },
    { name: 'period_to', type: 'date', title: '期间止', required: true },
    { name: 'prepared_by', type: 'id', title: '编制人' },
    { name: 'reviewed_by', type: 'id', title: '审核人' },
    { name: 'difference', type: 'money', title: '差额' },
    { name: 'completed_on', type: 'date', title: '完成日期' },
  ],
})

export const policyParameter = table({
  name: 'policy_parameter',
  title: '政策参数',
  group: 'policy',
  key: ['name', 'region', 'scheme', 'valid_from'],
  domain_name: 'policy_param',
  is_state: true,
  columns: [
    {
      name: 'name',
      type: 'code',
      title: '参数',
      required: true,
      codes: {
        BASE_MIN: '缴费基数下限',
        BASE_MAX: '缴费基数上限',
        AVERAGE_WAGE: '全口径平均工资',
        PENSION_BASE: '养老金计发基数',
        EMPLOYER_RATE: '单位费率',
        PERSON_RATE: '个人费率',
        MONTHLY_CAP: '月待遇上限',
        RESIDENT_BASIC: '居民基础养老金',
      },
    },
    { name: 'region', type: 'text', title: '统筹区', required: true },
    { name: 'scheme', type: 'code', title: '险种', required: true, codes: schemes },
    { name: 'value', type: 'rate', title: '值', required: true },
    { name: 'valid_from', type: 'month', title: '起始年月', required: true },
    { name: 'valid_to', type: 'month', title: '终止年月' },
    { name: 'document', type: 'text', title: '文号' },
  ],
})
