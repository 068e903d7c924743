/** Lists of other departments: the tables of ../shared/standard/tables.json as typed data. */
import { benefits, registrationStatuses, schemes } from './code-lists.ts'
import { table } from './table.ts'

export const death = table({
  name: 'death',
  title: '死亡信息',
  group: 'external',
  key: ['source', 'id_number', 'died_on'],
  domain_name: 'x_death',
  is_state: true,
  dated_by: ['died_on', 'reported_on'],
  columns: [
    {
      name: 'source',
      type: 'code',
      title: '来源',
      required: true,
      codes: { HEALTH: '卫健', POLICE: '公安', COURT: '法院', CIVIL_AFFAIRS: '民政', VILLAGE: '村居' },
    },
    { name: 'id_number', type: 'text', title: '公民身份号码', required: true },
    { name: 'name', type: 'text', title: '姓名' },
    { name: 'died_on', type: 'date', title: '死亡日期', required: true },
    { name: 'reported_on', type: 'date', title: '报送日期' },
    { name: 'revoked', type: 'bool', title: '已撤销' },
  ],
})

export const imprisonment = table({
  name: 'imprisonment',
  title: '服刑信息',
  group: 'external',
  key: ['id_number', 'started_on'],
  domain_name: 'x_prison',
  is_state: true,
  dated_by: ['started_on'],
  columns: [
    { name: 'id_number', type: 'text', title: '公民身份号码', required: true },
    { name: 'name', type: 'text', title: '姓名' },
    {
      name: 'kind',
      type: 'code',
      title: '类别',
      required: true,
      codes: { IMPRISONED: '收监服刑', PROBATION: '缓刑', COMMUNITY: '社区矫正', OUTSIDE: '监外执行' },
    },
    { name: 'started_on', type: 'date', title: '开始日期', required: true },
    { name: 'ended_on', type: 'date', title: '结束日期' },
  ],
})

export const otherRegionBenefit = table({
  name: 'other_region_benefit',
  title: '异地待遇',
  group: 'external',
  key: ['id_number', 'region', 'scheme', 'benefit'],
  domain_name: 'x_otherbenefit',
  is_state: true,
  dated_by: ['starts'],
  columns: [
    { name: 'id_number', type: 'text', title: '公民身份号码', required: true },
    { name: 'name', type: 'text', title: '姓名' },
    { name: 'region', type: 'text', title: '统筹区', required: true },
    { name: 'scheme', type: 'code', title: '险种', required: true, codes: schemes },
    { name: 'benefit', type: 'code', title: '待遇项目', required: true, codes: benefits },
    { name: 'starts', type: 'month', title: '享受开始年月', required: true },
    { name: 'ended', type: 'month', title: '终止年月' },
    { name: 'monthly_amount', type: 'money', title: '月待遇' },
  ],
})

export const taxedWage = table({
  name: 'taxed_wage',
  title: '个税工资',
  group: 'external',
  key: ['id_number', 'credit_code', 'period'],
  domain_name: 'x_wage',
  is_state: true,
  dated_by: ['period'],
  columns: [
    { name: 'id_number', type: 'text', title: '公民身份号码', required: true },
    { name: 'credit_code', type: 'text', title: '统一社会信用代码', required: true },
    { name: 'period', type: 'month', title: '所属期', required: true },
    { name: 'wage', type: 'money', title: '工资薪金收入', required: true },
  ],
})

export const marketEntity = table({
  name: 'market_entity',
  title: '市场主体',
  group: 'external',
  key: ['credit_code'],
  domain_name: 'x_market',
  is_state: true,
  columns: [
    { name: 'credit_code', type: 'text', title: '统一社会信用代码', required: true },
    { name: 'name', type: 'text', title: '名称', required: true },
    { name: 'registered_on', type: 'date', title: '成立日期' },
    { name: 'status', type: 'code', title: '状态', codes: registrationStatuses },
    { name: 'cancelled_on', type: 'date', title: '注销日期' },
    { name: 'legal_representative_id_number', type: 'text', title: '法定代表人证件号码' },
    { name: 'employee_count', type: 'int', title: '从业人数' },
  ],
})

export const taxCollection = table({
  name: 'tax_collection',
  title: '社保费征收',
  group: 'external',
  key: ['voucher_number', 'scheme', 'period'],
  domain_name: 'x_tax',
  is_state: true,
  dated_by: ['paid_on'],
  columns: [
    { name: 'voucher_number', type: 'text', title: '税票号码', required: true },
    { name: 'payer_code', type: 'text', title: '缴费人识别号', required: true },
    { name: 'scheme', type: 'code', title: '险种', required: true, codes: schemes },
    { name: 'period', type: 'month', title: '所属期', required: true },
    { name: 'amount', type: 'money', title: '金额', required: true },
    { name: 'paid_on', type: 'date', title: '缴款日期', required: true },
    { name: 'treasury_on', type: 'date', title: '入库日期' },
  ],
})

export const accountVerification = table({
  name: 'account_verification',
  title: '账户核验',
  group: 'external',
  key: ['account_number'],
  domain_name: 'x_bankverify',
  is_state: true,
  dated_by: ['verified_on'],
  columns: [
    { name: 'account_number', type: 'text', title: '银行账号', required: true },
    { name: 'holder_name', type: 'text', title: '户名' },
    { name: 'holder_id_number', type: 'text', title: '户主证件号码' },
    {
      name: 'status',
      type: 'code',
      title: '账户状态',
      codes: { NORMAL: '正常', CLOSED: '销户', DORMANT: '睡眠', FROZEN: '冻结' },
    },
    { name: 'verified_on', type: 'date', title: '核验日期' },
  ],
})
