/** Staff, authority and operations: the tables of ../shared/standard/tables.json as typed data. */
import { channels, functions, roles } from './code-lists.ts'
import { table } from './table.ts'

export const staff = table({
  name: 'staff',
  title: '工作人员',
  group: 'authority',
  key: ['staff_id'],
  domain_name: 'staff',
  is_state: true,
  columns: [
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    { name: 'name', type: 'text', title: '姓名', required: true },
    { name: 'id_number', type: 'text', title: '证件号码' },
    { name: 'department', type: 'text', title: '部门' },
    {
      name: 'status',
      type: 'code',
      title: '在岗状态',
      required: true,
      codes: { ON_POST: '在岗', LEFT: '离职', TRANSFERRED: '调离', SUSPENDED: '停职', RETIRED: '退休' },
    },
    { name: 'left_on', type: 'date', title: '离岗日期' },
  ],
})

export const staffRelative = table({
  name: 'staff_relative',
  title: '亲属申报',
  group: 'authority',
  key: ['staff_id', 'id_number'],
  domain_name: 'staff_relative',
  columns: [
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    {
      name: 'relation',
      type: 'code',
      title: '关系',
      codes: { SPOUSE: '配偶', PARENT: '父母', CHILD: '子女', SIBLING: '兄弟姐妹', OTHER: '其他' },
    },
    { name: 'name', type: 'text', title: '姓名', required: true },
    { name: 'id_number', type: 'text', title: '证件号码', required: true },
  ],
})

export const userAccount = table({
  name: 'user_account',
  title: '系统账号',
  group: 'authority',
  key: ['account_id'],
  domain_name: 'sys_account',
  is_state: true,
  columns: [
    { name: 'account_id', type: 'id', title: '账号', required: true },
    { name: 'staff_id', type: 'id', title: '工号' },
    {
      name: 'status',
      type: 'code',
      title: '账号状态',
      required: true,
      codes: { ENABLED: '启用', DISABLED: '停用' },
    },
    {
      name: 'login_method',
      type: 'code',
      title: '登录方式',
      codes: { CERTIFICATE: '数字证书', CARD_QR: '社保卡扫码', PASSKEY: '通行密钥', PASSWORD: '口令' },
    },
    { name: 'created_at', type: 'timestamp', title: '创建时间' },
    { name: 'disabled_at', type: 'timestamp', title: '停用时间' },
  ],
})

export const roleGrant = table({
  name: 'role_grant',
  title: '授权',
  group: 'authority',
  key: ['account_id', 'role', 'granted_at'],
  domain_name: 'role_grant',
  is_state: true,
  columns: [
    { name: 'account_id', type: 'id', title: '账号', required: true },
    {
      name: 'role',
      type: 'code',
      title: '角色',
      required: true,
      codes: roles,
    },
    { name: 'granted_at', type: 'timestamp', title: '授权时间', required: true },
    { name: 'revoked_at', type: 'timestamp', title: '撤销时间' },
  ],
})

export const postAssignment = table({
  name: 'post_assignment',
  title: '任岗',
  group: 'authority',
  key: ['staff_id', 'post', 'started_on'],
  domain_name: 'post_assign',
  is_state: true,
  columns: [
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    { name: 'post', type: 'text', title: '岗位', required: true },
    { name: 'is_key_post', type: 'bool', title: '风险岗位', required: true },
    { name: 'started_on', type: 'date', title: '任岗日期', required: true },
    { name: 'ended_on', type: 'date', title: '离岗日期' },
    { name: 'is_substitute', type: 'bool', title: '顶岗' },
  ],
})

export const operation = table({
  name: 'operation',
  title: '操作日志',
  group: 'authority',
  key: ['operation_id'],
  domain_name: 'op_log',
  dated_by: ['recorded_at'],
  columns: [
    { name: 'operation_id', type: 'id', title: '日志编号', required: true },
    { name: 'recorded_at', type: 'timestamp', title: '操作时间', required: true },
    { name: 'staff_id', type: 'id', title: '工号' },
    { name: 'account_id', type: 'id', title: '账号', required: true },
    { name: 'terminal', type: 'text', title: '终端' },
    { name: 'function_code', type: 'code', title: '业务类别', required: true, codes: functions },
    {
      name: 'action',
      type: 'code',
      title: '动作',
      required: true,
      codes: {
        VIEW: '查询',
        CREATE: '新增',
        UPDATE: '修改',
        DELETE: '删除',
        APPROVE: '通过',
        REJECT: '退回',
        EXPORT: '导出',
        IMPORT: '导入',
      },
    },
    { name: 'person_id', type: 'id', title: '个人编号' },
    { name: 'order_id', type: 'id', title: '业务单号' },
  ],
})

export const businessOrder = table({
  name: 'business_order',
  title: '业务单',
  group: 'authority',
  key: ['order_id'],
  domain_name: 'biz_order',
  dated_by: ['applied_at'],
  columns: [
    { name: 'order_id', type: 'id', title: '业务单号', required: true },
    { name: 'function_code', type: 'code', title: '业务类别', required: true, codes: functions },
    { name: 'person_id', type: 'id', title: '个人编号' },
    { name: 'employer_id', type: 'id', title: '单位编号' },
    { name: 'channel', type: 'code', title: '渠道', codes: channels },
    { name: 'amount', type: 'money', title: '金额' },
    { name: 'applied_at', type: 'timestamp', title: '受理时间', required: true },
    {
      name: 'status',
      type: 'code',
      title: '状态',
      codes: { OPEN: '在办', DONE: '办结', REJECTED: '退回', WITHDRAWN: '撤销' },
    },
  ],
})

export const businessStep = table({
  name: 'business_step',
  title: '业务环节',
  group: 'authority',
  key: ['order_id', 'step_number'],
  domain_name: 'biz_step',
  dated_by: ['decided_at'],
  columns: [
    { name: 'order_id', type: 'id', title: '业务单号', required: true },
    { name: 'step_number', type: 'int', title: '环节序号', required: true },
    {
      name: 'step',
      type: 'code',
      title: '环节',
      required: true,
      codes: {
        ACCEPT: '受理',
        ENTRY: '初审',
        REVIEW: '复核',
        APPROVAL: '审批',
        PAYMENT: '支付',
        ARCHIVE: '归档',
      },
    },
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    { name: 'terminal', type: 'text', title: '终端' },
    { name: 'decided_at', type: 'timestamp', title: '办理时间', required: true },
    { name: 'decision', type: 'code', title: '结论', codes: { PASS: '通过', REJECT: '退回' } },
  ],
})

export const overtime = table({
  name: 'overtime',
  title: '加班申请',
  group: 'authority',
  key: ['staff_id', 'started_at'],
  domain_name: 'overtime_ticket',
  dated_by: ['started_at'],
  columns: [
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    { name: 'started_at', type: 'timestamp', title: '开始', required: true },
    { name: 'ended_at', type: 'timestamp', title: '结束', required: true },
  ],
})
