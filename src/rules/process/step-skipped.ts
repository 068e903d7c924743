import { defineProcessRule } from '#screening/on-records/process-rule.ts'

/**
 * A step that was left out or done out of turn. Of our own records the kernel lets none happen, so a hit says that rows
 * were changed behind it; of the core system's orders it says what the system allowed.
 */
export const stepSkipped = defineProcessRule({
  code: 'WF-17',
  id: 'process/step-skipped',
  version: 1,
  title: { zh: '审批环节跳过', en: 'A step skipped' },
  purpose: {
    zh: '业务没有经过规定的环节，或者先审批后补初审，岗位之间的制约就不存在。',
    en: 'Business that left out a step, or was approved before it was entered, was checked by nobody.',
  },
  basis: [
    {
      document: '000',
      clause: '社保信息系统',
      quote: '社保信息系统在关键岗位和工作环节不设审核、复核、批准',
    },
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '能够一人通办待遇发放、补发业务的情况',
    },
  ],
  level: 1,
  cadence: { zh: '每日', en: 'daily' },
  subjectKind: 'order',
  needs: [['record_step']],
  reads: ['record_step', 'record_business_order', 'workflow_step'],
  parameters: {},
  sql: `
    with kind_known as (
      select distinct kind
      from workflow_step
    ),
    step_judged as (
      select
        record_step.step_id,
        record_step.record_id,
        record_step.acted_at_day,
        case
          when record_step.version <> record_step.version_before + 1 then 'MISSING'
          when record_step.status_before <> record_step.status_expected then 'ORDER'
          when workflow_step.kind is null then 'FORBIDDEN'
          when record_step.is_last
            and (
              record_step.record_version <> record_step.version or record_step.record_status <> record_step.status_after
            ) then 'CHANGED'
        end as fault
      from record_step
      join kind_known on kind_known.kind = record_step.kind
      left join workflow_step on workflow_step.kind = record_step.kind
        and workflow_step.status_before = record_step.status_before
        and workflow_step.action = record_step.action
        and workflow_step.status_after = record_step.status_after
    ),
    order_judged as (
      select
        order_id,
        amount_fen,
        applied_on_day,
        case
          when status = 'DONE' and function_code <> 'ORDINARY' and not (has_entry and has_review) then 'MISSING'
          when not is_in_order then 'ORDER'
        end as fault
      from record_business_order
    ),
    row_shown as (
      select record_id as subject_id, 0 as amount_fen, acted_at_day as day, 'record_step' as evidence_table,
        step_id as evidence_key, fault
      from step_judged
      where fault is not null
      union all
      select order_id, amount_fen, applied_on_day, 'record_business_order', order_id, fault
      from order_judged
      where fault is not null
    ),
    fault_of_order as (
      select subject_id, min(fault) as fault
      from row_shown
      group by subject_id
    )
    select
      row_shown.subject_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.day as period_from,
      row_shown.day as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      fault_of_order.fault as fact_fault
    from row_shown
    join fault_of_order on fault_of_order.subject_id = row_shown.subject_id`,
  facts: { fault: 'text' },
  evidence: {
    record_step: [
      'kind',
      'version',
      'version_before',
      'action',
      'actor_id',
      'acted_at',
      'status_before',
      'status_expected',
      'status_after',
      'record_status',
    ],
    record_business_order: ['function_code', 'status', 'applied_on', 'steps', 'amount'],
  },
  check:
    '调取业务单各环节记录、操作日志和存证，查明由谁跳过或者事后补录；属系统设置漏洞的立即整改，属人为的追责。',
  explain: ({ who, facts }) => {
    const faults: Readonly<Record<string, string>> = {
      MISSING: '缺少规定的环节',
      ORDER: '环节顺序不对',
      FORBIDDEN: '办理了流程不允许的环节',
      CHANGED: '现状与最后环节不符',
    }
    return `${who}${faults[facts.fault ?? ''] ?? '环节异常'}，请调取各环节记录和存证核实由谁办理。`
  },
})
