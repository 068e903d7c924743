import { count, time } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { functions } from '#standard/code-lists.ts'

// What SYS-03 looks at: its SQL and its remarks must agree on it.
const isRisky = `operation.function_code <> 'ORDINARY'
        and operation.action in ('CREATE', 'UPDATE', 'APPROVE', 'IMPORT')`

/** High-risk operations at night, on days of rest and holidays, without an overtime entry. */
export const offHoursOperation = defineRule({
  code: 'SYS-03',
  id: 'authority/off-hours-operation',
  version: 1,
  title: { zh: '非工作时间高风险操作', en: 'High-risk operation outside working hours' },
  purpose: {
    zh: '高风险业务应在有人复核、有人监督的工作时间办理；夜间和节假日的操作又没有加班申请，多见于作案。',
    en: 'High-risk business belongs to hours in which somebody reviews and watches; at night and on holidays, without an overtime entry, it is where fraud was found.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '非工作时间段（如深夜、节假日等）批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况',
    },
  ],
  level: 1,
  key: 'staff',
  subjectKind: 'staff',
  needs: [['operation']],
  reads: ['operation', 'user_account', 'overtime', 'calendar'],
  parameters: {
    day_starts: time({
      default: '08:00',
      meaning: { zh: '工作时间开始（含）', en: 'working hours start (included)' },
    }),
    day_ends: time({
      default: '18:30',
      meaning: { zh: '工作时间结束（不含）', en: 'working hours end (excluded)' },
    }),
    level_1_people: count({
      default: '5',
      meaning: {
        zh: '涉及人数达到此数为一级，否则为二级',
        en: 'persons concerned from which the level is 1, else 2',
      },
    }),
  },
  // A day without a row in calendar belongs to a year whose notice is not known: left out, and counted below.
  sql: `
    with off_hours_operation as (
      select
        operation.operation_id,
        coalesce(operation.staff_id, user_account.staff_id) as staff_id,
        coalesce(operation.staff_id, user_account.staff_id, 'account:' || operation.account_id) as subject_id,
        operation.person_id,
        operation.function_code,
        operation.recorded_at_day,
        operation.recorded_at_second
      from operation
      join calendar on calendar.day = operation.recorded_at_day
      left join user_account on user_account.account_id = operation.account_id
      where ${isRisky}
        and (
          calendar.is_working = false
          or operation.recorded_at_second_of_day < $day_starts
          or operation.recorded_at_second_of_day >= $day_ends
        )
    ),
    covered_operation as (
      select distinct off_hours_operation.operation_id
      from off_hours_operation
      join overtime on overtime.staff_id = off_hours_operation.staff_id
      where overtime.started_at_second <= off_hours_operation.recorded_at_second
        and overtime.ended_at_second >= off_hours_operation.recorded_at_second
    ),
    uncovered_operation as (
      select
        off_hours_operation.operation_id,
        off_hours_operation.staff_id,
        off_hours_operation.subject_id,
        off_hours_operation.person_id,
        off_hours_operation.function_code,
        off_hours_operation.recorded_at_day
      from off_hours_operation
      left join covered_operation on covered_operation.operation_id = off_hours_operation.operation_id
      where covered_operation.operation_id is null
    ),
    concerned_staff as (
      select
        subject_id,
        count(distinct person_id) as people,
        count(distinct recorded_at_day) as days,
        count(distinct function_code) as function_count,
        min(function_code) as function_code
      from uncovered_operation
      group by subject_id
    ),
    overtime_that_day as (
      select distinct uncovered_operation.subject_id, overtime.row_key
      from uncovered_operation
      join overtime on overtime.staff_id = uncovered_operation.staff_id
      where overtime.started_at_day <= uncovered_operation.recorded_at_day
        and overtime.ended_at_day >= uncovered_operation.recorded_at_day
    ),
    hit as (
      select
        subject_id,
        recorded_at_day as period,
        'operation' as evidence_table,
        operation_id as evidence_key,
        0 as is_context
      from uncovered_operation
      union all
      select
        subject_id,
        null as period,
        'overtime' as evidence_table,
        row_key as evidence_key,
        1 as is_context
      from overtime_that_day
    )
    select
      hit.subject_id as subject_id,
      0 as amount_fen,
      hit.period as period_from,
      hit.period as period_to,
      hit.evidence_table as evidence_table,
      hit.evidence_key as evidence_key,
      hit.is_context as is_context,
      case when concerned_staff.people >= $level_1_people then 1 else 2 end as level,
      concerned_staff.people as fact_people,
      concerned_staff.days as fact_days,
      concerned_staff.function_code as fact_function,
      concerned_staff.function_count as fact_functions
    from hit
    join concerned_staff on concerned_staff.subject_id = hit.subject_id`,
  facts: { people: 'number', days: 'number', function: 'text', functions: 'number' },
  evidence: {
    operation: [
      'recorded_at',
      'function_code',
      'action',
      'person_id',
      'order_id',
      'staff_id',
      'account_id',
      'terminal',
    ],
    overtime: ['started_at', 'ended_at'],
  },
  remarks: [
    {
      sql: `
        select distinct operation.recorded_at_day as counted
        from operation
        left join calendar on calendar.day = operation.recorded_at_day
        where ${isRisky}
          and calendar.day is null`,
      text: (days) => ({
        zh: `有 ${days} 天的高风险操作未判断：所在年度的放假安排不在工作日历中`,
        en: `${days} days with high-risk operations were left out: the working calendar has no notice for their year`,
      }),
    },
    {
      sql: `
        select count(*) as rows
        from operation
        left join calendar on calendar.day = operation.recorded_at_day
        where ${isRisky}
          and calendar.day is null`,
      text: (operations) => ({
        zh: `这些日期的高风险操作共 ${operations} 次`,
        en: `high-risk operations on these days: ${operations}`,
      }),
    },
  ],
  check:
    '核对操作人当时是否在岗、账号是否本人使用、终端位于何处，逐笔复核所办业务和材料；确为加班的，补办加班审批并说明原因。',
  explain: ({ who, facts, periodFrom, periodTo, evidenceCount }) => {
    const business = functions[facts.function as keyof typeof functions]
    const what = facts.functions === '1' ? business : `${business}等 ${facts.functions} 类业务`
    const people = facts.people === '0' ? '未记录涉及人员' : `涉及 ${facts.people} 人`
    const when =
      periodFrom === periodTo ? ` ${periodFrom} ` : ` ${periodFrom} 至 ${periodTo} 间有 ${facts.days} 天`
    return (
      `${who}${when}在非工作时间办理${what} ${evidenceCount} 次，${people}，没有加班申请覆盖，` +
      '请核对操作人当时是否在岗、账号是否本人使用，并逐笔复核所办业务。'
    )
  },
})
