import { functions } from './code-lists.ts'
import { table } from './table.ts'

/** Views of the records that exist without supervision: leads, recoveries, feeds, steps (migrations/0160). */

const group = 'record'
const verdicts = { TRUE: '属实', PARTIAL: '部分属实', FALSE: '不属实', UNVERIFIABLE: '无法核实' }

export const recordLead = table({
  name: 'record_lead',
  title: '疑点和案件办理情况',
  group,
  key: ['lead_id'],
  domain_name: 'finding',
  columns: [
    { name: 'lead_id', type: 'id', title: '疑点或案件编号', required: true },
    { name: 'kind', type: 'code', title: '类别', codes: { FINDING: '疑点', CASE: '案件' } },
    { name: 'agency_id', type: 'id', title: '机构' },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'rule_code', type: 'text', title: '规则' },
    { name: 'level', type: 'int', title: '级别' },
    { name: 'opened_on', type: 'date', title: '下达日期' },
    { name: 'first_done_on', type: 'date', title: '首次反馈日期' },
    { name: 'concluded_on', type: 'date', title: '结论批准日期' },
    { name: 'extended_to', type: 'date', title: '批准延期至' },
    { name: 'amount', type: 'money', title: '金额' },
  ],
})

export const recordEpisode = table({
  name: 'record_episode',
  title: '疑点各次发现',
  group,
  key: ['episode_id'],
  domain_name: 'finding',
  columns: [
    { name: 'episode_id', type: 'id', title: '发现编号', required: true },
    { name: 'finding_id', type: 'id', title: '疑点编号' },
    { name: 'rule_code', type: 'text', title: '规则' },
    { name: 'agency_id', type: 'id', title: '机构' },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'opened_on', type: 'date', title: '发现日期' },
    { name: 'concluded_on', type: 'date', title: '结论批准日期' },
    { name: 'conclusion', type: 'code', title: '结论', codes: verdicts },
    { name: 'amount', type: 'money', title: '金额' },
  ],
})

export const recordRecovery = table({
  name: 'record_recovery',
  title: '追缴台账',
  group,
  key: ['recovery_id'],
  domain_name: 'overpay',
  columns: [
    { name: 'recovery_id', type: 'id', title: '追缴编号', required: true },
    { name: 'case_id', type: 'id', title: '案件编号' },
    { name: 'agency_id', type: 'id', title: '机构' },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'is_open', type: 'bool', title: '在追缴' },
    { name: 'is_handed_over', type: 'bool', title: '已移送' },
    { name: 'opened_on', type: 'date', title: '立项日期' },
    { name: 'last_acted_on', type: 'date', title: '最近办理日期' },
    { name: 'due', type: 'money', title: '应追回' },
    { name: 'recovered', type: 'money', title: '已追回' },
    { name: 'outstanding', type: 'money', title: '未追回' },
  ],
})

export const recordInstalment = table({
  name: 'record_instalment',
  title: '追缴分期',
  group,
  key: ['instalment_id'],
  domain_name: 'overpay',
  columns: [
    { name: 'instalment_id', type: 'id', title: '分期编号', required: true },
    { name: 'recovery_id', type: 'id', title: '追缴编号' },
    { name: 'due_on', type: 'date', title: '到期日期' },
    { name: 'amount', type: 'money', title: '本期金额' },
    { name: 'missing', type: 'money', title: '至本期未到账' },
  ],
})

export const recordFeed = table({
  name: 'record_feed',
  title: '数据交付情况',
  group,
  key: ['feed_id'],
  domain_name: 'feed_run',
  columns: [
    { name: 'feed_id', type: 'id', title: '数据编号', required: true },
    { name: 'table_name', type: 'text', title: '数据表' },
    { name: 'agency_id', type: 'id', title: '机构' },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'last_on', type: 'date', title: '数据截至' },
    { name: 'rows', type: 'int', title: '行数' },
    { name: 'rows_before', type: 'int', title: '上次行数' },
    { name: 'days_agreed', type: 'int', title: '约定天数' },
  ],
})

export const recordStep = table({
  name: 'record_step',
  title: '办理环节',
  group,
  key: ['step_id'],
  domain_name: 'biz_step',
  columns: [
    { name: 'step_id', type: 'id', title: '环节编号', required: true },
    { name: 'record_id', type: 'id', title: '记录编号' },
    { name: 'kind', type: 'text', title: '记录类别' },
    { name: 'agency_id', type: 'id', title: '机构' },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'version', type: 'int', title: '序号' },
    { name: 'version_before', type: 'int', title: '上一环节序号' },
    { name: 'action', type: 'text', title: '环节' },
    { name: 'actor_id', type: 'id', title: '办理人' },
    { name: 'acted_at', type: 'timestamp', title: '办理时间' },
    { name: 'status_before', type: 'text', title: '办理前状态' },
    { name: 'status_expected', type: 'text', title: '上一环节后状态' },
    { name: 'status_after', type: 'text', title: '办理后状态' },
    { name: 'record_version', type: 'int', title: '记录当前序号' },
    { name: 'record_status', type: 'text', title: '记录当前状态' },
    { name: 'is_last', type: 'bool', title: '最后环节' },
  ],
})

/** Steps of the core system's orders as delivered, each with the order's earlier ones. */
export const recordBusinessOrder = table({
  name: 'record_business_order',
  title: '业务单环节汇总',
  group,
  key: ['order_id'],
  domain_name: 'biz_order',
  columns: [
    { name: 'order_id', type: 'id', title: '业务单号', required: true },
    { name: 'function_code', type: 'code', title: '业务类别', codes: functions },
    { name: 'region', type: 'text', title: '地区' },
    { name: 'staff_id', type: 'id', title: '最后办理人' },
    { name: 'status', type: 'text', title: '状态' },
    { name: 'applied_on', type: 'date', title: '受理日期' },
    { name: 'steps', type: 'text', title: '已办环节' },
    { name: 'has_entry', type: 'bool', title: '有初审' },
    { name: 'has_review', type: 'bool', title: '有复核' },
    { name: 'is_in_order', type: 'bool', title: '顺序正确' },
    { name: 'amount', type: 'money', title: '金额' },
  ],
})

/** For each account what had to be reconciled, of the last hundred days that the delivered data reach. */
export const expectedReconciliation = table({
  name: 'record_expected_reconciliation',
  title: '应有对账',
  group,
  key: ['expected_id'],
  domain_name: 'recon',
  columns: [
    { name: 'expected_id', type: 'id', title: '应有对账编号', required: true },
    { name: 'fund_account_id', type: 'id', title: '基金账户编号' },
    { name: 'kind', type: 'code', title: '类别', codes: { DAILY: '日对账', MONTHLY: '月对账' } },
    { name: 'day', type: 'date', title: '对账日或月末' },
    { name: 'completed_on', type: 'date', title: '完成日期' },
    { name: 'reached_on', type: 'date', title: '数据截至' },
  ],
})
