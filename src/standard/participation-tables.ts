/** Participation, contributions and adjustments of personal accounts: the tables of ../shared/standard/tables.json as typed data. */
import { schemes } from './code-lists.ts'
import { table } from './table.ts'

export const enrolment = table({
  name: 'enrolment',
  title: '参保关系',
  group: 'participation',
  key: ['enrolment_id'],
  domain_name: 'enrollment',
  columns: [
    { name: 'enrolment_id', type: 'id', title: '参保关系编号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', code: 'AAC001', required: true },
    { name: 'employer_id', type: 'id', title: '单位编号', code: 'AAB001' },
    { name: 'scheme', type: 'code', title: '险种', code: 'AAE140', required: true, codes: schemes },
    { name: 'region', type: 'text', title: '统筹区' },
    {
      name: 'status',
      type: 'code',
      title: '参保状态',
      code: 'AAC031',
      required: true,
      codes: { ACTIVE: '参保缴费', PAUSED: '暂停缴费', ENDED: '终止参保' },
    },
    { name: 'started_on', type: 'date', title: '开始日期', required: true },
    { name: 'ended_on', type: 'date', title: '终止日期' },
    {
      name: 'end_reason',
      type: 'code',
      title: '终止原因',
      codes: {
        DEATH: '死亡',
        RETIRED: '退休',
        TRANSFERRED: '转出',
        RESIGNED: '离职',
        DUPLICATE: '重复参保',
        OTHER: '其他',
      },
    },
    { name: 'recorded_at', type: 'timestamp', title: '登记时间' },
  ],
})

export const contribution = table({
  name: 'contribution',
  title: '缴费明细',
  group: 'participation',
  key: ['contribution_id'],
  domain_name: 'contribution',
  dated_by: ['period'],
  columns: [
    { name: 'contribution_id', type: 'id', title: '缴费明细编号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', code: 'AAC001', required: true },
    { name: 'employer_id', type: 'id', title: '单位编号', code: 'AAB001' },
    { name: 'scheme', type: 'code', title: '险种', code: 'AAE140', required: true, codes: schemes },
    { name: 'period', type: 'month', title: '费款所属期', code: 'AAE003', required: true },
    { name: 'base', type: 'money', title: '缴费基数', code: 'AAE180', required: true },
    { name: 'employer_rate', type: 'rate', title: '单位费率' },
    { name: 'person_rate', type: 'rate', title: '个人费率' },
    { name: 'employer_amount', type: 'money', title: '单位缴费金额' },
    { name: 'person_amount', type: 'money', title: '个人缴费金额' },
    {
      name: 'kind',
      type: 'code',
      title: '缴费类型',
      codes: {
        NORMAL: '正常',
        BACK_PAYMENT: '补缴',
        TOP_UP: '补差',
        BACK_FILL: '补录',
        TRANSFER: '转入',
        DEEMED: '视同',
      },
    },
    { name: 'paid_on', type: 'date', title: '到账日期' },
    { name: 'voucher_number', type: 'text', title: '税票号码' },
    { name: 'operator_id', type: 'id', title: '经办人' },
    { name: 'reviewer_id', type: 'id', title: '复核人' },
    { name: 'recorded_at', type: 'timestamp', title: '记账时间' },
  ],
})

export const contributionDeclaration = table({
  name: 'contribution_declaration',
  title: '缴费申报核定',
  group: 'participation',
  key: ['employer_id', 'scheme', 'period'],
  domain_name: 'declaration',
  dated_by: ['period'],
  columns: [
    { name: 'employer_id', type: 'id', title: '单位编号', code: 'AAB001', required: true },
    { name: 'scheme', type: 'code', title: '险种', code: 'AAE140', required: true, codes: schemes },
    { name: 'period', type: 'month', title: '费款所属期', code: 'AAE003', required: true },
    { name: 'headcount', type: 'int', title: '申报人数' },
    { name: 'base_total', type: 'money', title: '申报基数合计' },
    { name: 'payable', type: 'money', title: '应缴金额', required: true },
    { name: 'paid', type: 'money', title: '实缴金额', required: true },
    { name: 'declared_on', type: 'date', title: '申报日期' },
  ],
})

export const accountAdjustment = table({
  name: 'account_adjustment',
  title: '个人账户补填补录',
  group: 'participation',
  key: ['adjustment_id'],
  domain_name: 'pa_adjust',
  dated_by: ['recorded_at'],
  columns: [
    { name: 'adjustment_id', type: 'id', title: '调整编号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', required: true },
    { name: 'scheme', type: 'code', title: '险种', required: true, codes: schemes },
    { name: 'period_from', type: 'month', title: '起始年月', required: true },
    { name: 'period_to', type: 'month', title: '终止年月', required: true },
    { name: 'months', type: 'int', title: '月数', required: true },
    { name: 'amount', type: 'money', title: '金额', required: true },
    {
      name: 'kind',
      type: 'code',
      title: '类型',
      codes: { BACK_FILL: '补填', BACK_RECORD: '补录', ADJUST: '调整' },
    },
    { name: 'support_document', type: 'text', title: '依据文书号' },
    { name: 'voucher_number', type: 'text', title: '缴费凭证号' },
    { name: 'operator_id', type: 'id', title: '经办人', required: true },
    { name: 'reviewer_id', type: 'id', title: '复核人' },
    { name: 'recorded_at', type: 'timestamp', title: '办理时间', required: true },
  ],
})
