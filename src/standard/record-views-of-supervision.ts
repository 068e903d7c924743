import { table } from './table.ts'

/** Views that the slices of supervision make of their own records, by the contract between them. */

const group = 'record'
const agencyId = { name: 'agency_id', type: 'id', title: '机构' } as const
const region = { name: 'region', type: 'text', title: '地区' } as const

export const recordRiskPoint = table({
  name: 'record_risk_point',
  title: '风险点',
  group,
  key: ['risk_point_id'],
  domain_name: 'risk_point',
  columns: [
    { name: 'risk_point_id', type: 'id', title: '风险点编号', required: true },
    agencyId,
    region,
    { name: 'status', type: 'text', title: '状态' },
    { name: 'level', type: 'int', title: '级别' },
    { name: 'stage', type: 'text', title: '环节' },
    { name: 'measures_count', type: 'int', title: '防控措施数' },
    { name: 'direct_staff_id', type: 'id', title: '直接责任人' },
    { name: 'department_head_id', type: 'id', title: '部门负责人' },
    { name: 'unit_head_id', type: 'id', title: '单位负责人' },
    { name: 'reviewed_on', type: 'date', title: '最近评审日期' },
  ],
})

export const recordCampaignAnswer = table({
  name: 'record_campaign_answer',
  title: '排查自查答复',
  group,
  key: ['task_id', 'question'],
  domain_name: 'campaign_task',
  columns: [
    { name: 'campaign_id', type: 'id', title: '排查编号' },
    { name: 'task_id', type: 'id', title: '任务编号', required: true },
    agencyId,
    region,
    { name: 'question', type: 'text', title: '排查项目', required: true },
    { name: 'answer', type: 'code', title: '答复', codes: { YES: '是', NO: '否', PARTIAL: '部分' } },
    { name: 'count', type: 'int', title: '数量' },
    { name: 'amount', type: 'money', title: '金额' },
    { name: 'detected_count', type: 'int', title: '系统疑点数' },
    { name: 'detected', type: 'money', title: '系统疑点金额' },
    { name: 'explained', type: 'bool', title: '已说明' },
    { name: 'text', type: 'text', title: '情况说明' },
    { name: 'answered_at', type: 'timestamp', title: '答复时间' },
  ],
})

export const recordCampaignCheck = table({
  name: 'record_campaign_check',
  title: '排查检查和抽查',
  group,
  key: ['check_id'],
  domain_name: 'campaign_task',
  columns: [
    { name: 'check_id', type: 'id', title: '检查编号', required: true },
    { name: 'campaign_id', type: 'id', title: '排查编号' },
    agencyId,
    region,
    {
      name: 'level',
      type: 'code',
      title: '层级',
      codes: { MUTUAL: '互查', CITY: '市级检查', PROVINCE: '省级抽查' },
    },
    { name: 'by_agency_id', type: 'id', title: '检查机构' },
    { name: 'outcome', type: 'text', title: '结果' },
    { name: 'due_on', type: 'date', title: '期限' },
    { name: 'done_on', type: 'date', title: '完成日期' },
  ],
})

export const recordCampaignProblem = table({
  name: 'record_campaign_problem',
  title: '排查问题',
  group,
  key: ['problem_id'],
  domain_name: 'campaign_problem',
  columns: [
    { name: 'problem_id', type: 'id', title: '问题编号', required: true },
    { name: 'campaign_id', type: 'id', title: '排查编号' },
    agencyId,
    region,
    { name: 'category', type: 'text', title: '类别' },
    { name: 'found_on', type: 'date', title: '发现日期' },
    { name: 'due_on', type: 'date', title: '整改期限' },
    { name: 'handled_on', type: 'date', title: '处理日期' },
    { name: 'rectified_on', type: 'date', title: '整改完成日期' },
    { name: 'needs_legislation', type: 'bool', title: '须完善制度' },
  ],
})

export const recordSampleStratum = table({
  name: 'record_sample_stratum',
  title: '稽核抽样',
  group,
  key: ['plan_id', 'function'],
  domain_name: 'sample_plan',
  columns: [
    { name: 'plan_id', type: 'id', title: '抽样计划编号', required: true },
    agencyId,
    region,
    { name: 'month', type: 'int', title: '业务年月' },
    { name: 'function', type: 'text', title: '业务类别', required: true },
    { name: 'population', type: 'int', title: '业务量' },
    { name: 'wanted', type: 'int', title: '应抽' },
    { name: 'drawn', type: 'int', title: '已抽' },
    { name: 'checked', type: 'int', title: '已查' },
    { name: 'wrong', type: 'int', title: '差错' },
    { name: 'due_on', type: 'date', title: '期限' },
  ],
})

export const recordInspection = table({
  name: 'record_inspection',
  title: '监督检查',
  group,
  key: ['inspection_id'],
  domain_name: 'inspection',
  columns: [
    { name: 'inspection_id', type: 'id', title: '检查编号', required: true },
    { name: 'supervisor_agency_id', type: 'id', title: '检查机构' },
    { name: 'inspected_agency_id', type: 'id', title: '被检查机构' },
    region,
    { name: 'year', type: 'int', title: '年度' },
    { name: 'is_on_site', type: 'bool', title: '现场' },
    { name: 'status', type: 'text', title: '状态' },
    { name: 'started_on', type: 'date', title: '开始日期' },
    { name: 'finished_on', type: 'date', title: '结束日期' },
  ],
})

export const recordInspectionMember = table({
  name: 'record_inspection_member',
  title: '检查组成员',
  group,
  key: ['inspection_id', 'staff_id'],
  domain_name: 'inspection',
  columns: [
    { name: 'inspection_id', type: 'id', title: '检查编号', required: true },
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    { name: 'inspected_agency_id', type: 'id', title: '被检查机构' },
    { name: 'started_on', type: 'date', title: '开始日期' },
  ],
})

export const recordMajorEvent = table({
  name: 'record_major_event',
  title: '要情',
  group,
  key: ['event_id'],
  domain_name: 'yaoqing',
  columns: [
    { name: 'event_id', type: 'id', title: '要情编号', required: true },
    agencyId,
    region,
    { name: 'grade', type: 'int', title: '等级' },
    { name: 'found_at', type: 'timestamp', title: '发现时间' },
    { name: 'first_reported_at', type: 'timestamp', title: '首报时间' },
    { name: 'final_reported_at', type: 'timestamp', title: '终报时间' },
    { name: 'amount', type: 'money', title: '上报金额' },
  ],
})

export const recordRiskReport = table({
  name: 'record_risk_report',
  title: '风险防控报告',
  group,
  // One that nobody has begun has no id yet.
  key: ['agency_id', 'kind', 'period'],
  domain_name: 'report',
  columns: [
    { name: 'report_id', type: 'id', title: '报告编号' },
    agencyId,
    region,
    { name: 'kind', type: 'text', title: '类别', required: true },
    { name: 'period', type: 'text', title: '期间', required: true },
    { name: 'due_on', type: 'date', title: '期限' },
    { name: 'filed_on', type: 'date', title: '报送日期' },
  ],
})

export const recordMeeting = table({
  name: 'record_meeting',
  title: '会议',
  group,
  key: ['meeting_id'],
  domain_name: 'meeting',
  columns: [
    { name: 'meeting_id', type: 'id', title: '会议编号', required: true },
    agencyId,
    { name: 'kind', type: 'text', title: '类别' },
    { name: 'number', type: 'text', title: '会议号' },
    { name: 'month', type: 'int', title: '年月' },
    { name: 'held_on', type: 'date', title: '召开日期' },
    { name: 'decided', type: 'bool', title: '已形成决定' },
  ],
})

export const recordAgency = table({
  name: 'record_agency',
  title: '机构',
  group,
  key: ['agency_id'],
  domain_name: 'agency',
  columns: [
    { ...agencyId, required: true },
    { name: 'kind', type: 'text', title: '类别' },
    region,
    { name: 'region_level', type: 'text', title: '地区层级' },
    { name: 'city_region', type: 'text', title: '所属市' },
  ],
})

export const recordStaff = table({
  name: 'record_staff',
  title: '在岗情况',
  group,
  key: ['staff_id'],
  domain_name: 'staff',
  columns: [
    { name: 'staff_id', type: 'id', title: '工号', required: true },
    agencyId,
    { name: 'is_on_post', type: 'bool', title: '在岗' },
    { name: 'left_on', type: 'date', title: '离岗日期' },
  ],
})

export const recordTie = table({
  name: 'record_tie',
  title: '任职和亲属关系',
  group,
  key: ['tie_id'],
  domain_name: 'staff',
  columns: [
    { name: 'tie_id', type: 'id', title: '关系编号', required: true },
    { name: 'staff_id', type: 'id', title: '工号' },
    agencyId,
    {
      name: 'kind',
      type: 'code',
      title: '关系',
      codes: { POST: '任岗', STAFF: '所属机构', RELATIVE: '亲属任职' },
    },
    { name: 'started_on', type: 'date', title: '开始日期' },
    { name: 'ended_on', type: 'date', title: '结束日期' },
  ],
})

export const recordConfirmedCase = table({
  name: 'record_confirmed_case',
  title: '查实案件',
  group,
  key: ['case_id'],
  domain_name: 'case',
  columns: [
    { name: 'case_id', type: 'id', title: '案件编号', required: true },
    agencyId,
    region,
    { name: 'level', type: 'int', title: '级别' },
    { name: 'loss', type: 'money', title: '查实损失' },
    { name: 'confirmed_on', type: 'date', title: '查实日期' },
    { name: 'event_id', type: 'id', title: '要情编号' },
    { name: 'reported', type: 'money', title: '上报金额' },
    { name: 'handed_over_on', type: 'date', title: '移送日期' },
  ],
})

export const recordInspectionCoverage = table({
  name: 'record_inspection_coverage',
  title: '现场检查覆盖',
  group,
  key: ['coverage_id'],
  domain_name: 'inspection',
  columns: [
    { name: 'coverage_id', type: 'id', title: '覆盖编号', required: true },
    agencyId,
    region,
    { name: 'year', type: 'int', title: '年度' },
    { name: 'units', type: 'int', title: '经办机构数' },
    { name: 'inspected', type: 'int', title: '已现场检查' },
  ],
})
