/** Persons, employers and changes of key facts: the tables of ../shared/standard/tables.json as typed data. */
import { registrationStatuses } from './code-lists.ts'
import { table } from './table.ts'

export const person = table({
  name: 'person',
  title: '参保人员',
  group: 'party',
  key: ['person_id'],
  domain_name: 'person',
  is_state: true,
  columns: [
    { name: 'person_id', type: 'id', title: '个人编号', code: 'AAC001', required: true },
    { name: 'id_number', type: 'text', title: '公民身份号码', code: 'AAC147', required: true },
    { name: 'name', type: 'text', title: '姓名', code: 'AAC003', required: true },
    {
      name: 'sex',
      type: 'code',
      title: '性别',
      code: 'AAC004',
      codes: { '1': '男', '2': '女', '9': '未说明' },
    },
    { name: 'birth_date', type: 'date', title: '出生日期', code: 'AAC006' },
    { name: 'archive_birth_date', type: 'date', title: '档案出生日期' },
    { name: 'first_work_date', type: 'date', title: '参加工作日期', code: 'AAC007' },
    {
      name: 'category',
      type: 'code',
      title: '人员身份',
      codes: { CADRE: '干部', WORKER: '工人', RESIDENT: '居民', FLEXIBLE: '灵活就业' },
    },
    { name: 'phone', type: 'text', title: '联系电话', code: 'AAC067' },
    { name: 'address', type: 'text', title: '地址', code: 'AAE006' },
    { name: 'region', type: 'text', title: '统筹区', code: 'AAC301' },
    {
      name: 'life_status',
      type: 'code',
      title: '生存状态',
      codes: { ALIVE: '生存', DEAD: '死亡', MISSING: '失踪' },
    },
    { name: 'death_date', type: 'date', title: '死亡日期' },
    { name: 'retire_date', type: 'date', title: '退休日期', code: 'AIC162' },
    { name: 'recorded_at', type: 'timestamp', title: '建档时间' },
  ],
})

export const employer = table({
  name: 'employer',
  title: '参保单位',
  group: 'party',
  key: ['employer_id'],
  domain_name: 'employer',
  is_state: true,
  columns: [
    { name: 'employer_id', type: 'id', title: '单位编号', code: 'AAB001', required: true },
    { name: 'credit_code', type: 'text', title: '统一社会信用代码' },
    { name: 'name', type: 'text', title: '单位名称', code: 'AAB004', required: true },
    { name: 'industry_code', type: 'text', title: '行业代码', code: 'AAB022' },
    { name: 'injury_risk_class', type: 'int', title: '工伤行业风险类别', code: 'AAA149' },
    { name: 'region', type: 'text', title: '统筹区', code: 'AAB301' },
    { name: 'registered_on', type: 'date', title: '成立日期' },
    { name: 'registration_status', type: 'code', title: '登记状态', codes: registrationStatuses },
    { name: 'cancelled_on', type: 'date', title: '注销日期' },
    { name: 'legal_representative_id_number', type: 'text', title: '法定代表人证件号码' },
    { name: 'phone', type: 'text', title: '联系电话' },
    { name: 'declared_headcount', type: 'int', title: '申报人数' },
  ],
})

export const personChange = table({
  name: 'person_change',
  title: '关键信息变更',
  group: 'party',
  key: ['change_id'],
  domain_name: 'person_key_change',
  dated_by: ['recorded_at'],
  columns: [
    { name: 'change_id', type: 'id', title: '变更编号', required: true },
    { name: 'person_id', type: 'id', title: '个人编号', required: true },
    {
      name: 'field',
      type: 'code',
      title: '变更字段',
      required: true,
      codes: {
        name: '姓名',
        id_number: '证件号码',
        birth_date: '出生日期',
        sex: '性别',
        category: '身份',
        first_work_date: '参加工作日期',
        phone: '电话',
        life_status: '生存状态',
      },
    },
    { name: 'old_value', type: 'text', title: '原值' },
    { name: 'new_value', type: 'text', title: '新值' },
    { name: 'support_document', type: 'text', title: '佐证材料号' },
    { name: 'order_id', type: 'id', title: '业务单号' },
    { name: 'operator_id', type: 'id', title: '经办人' },
    { name: 'reviewer_id', type: 'id', title: '复核人' },
    { name: 'recorded_at', type: 'timestamp', title: '办理时间', required: true },
  ],
})
