import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const statuses: Readonly<Record<string, string>> = { ...getColumn(getTable('staff'), 'status').codes }

/**
 * Somebody left, and their account stayed open or went on working. The account counts where it is still enabled, with
 * the day its owner left; each late operation counts with its own day; the member of staff is context.
 */
export const accountOfLeaver = defineRule({
  code: 'SYS-06',
  id: 'authority/account-of-leaver',
  version: 1,
  title: { zh: '离职离岗账号活动', en: 'Account of a leaver' },
  purpose: {
    zh: '人员离职、离岗后应立即停用其系统账号；账号仍启用或仍在操作，就有人可以冒用他人名义办理业务。',
    en: 'An account must be closed when its owner leaves; one that stays open lets somebody else work under that name.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '离职、离岗等用户未及时注销系统权限',
    },
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '将账号、密码告知他人、借给他人使用，或账号密码被盗用、冒用情况',
    },
  ],
  level: 1,
  key: 'staff',
  subjectKind: 'user_account',
  needs: [['user_account'], ['staff']],
  reads: ['user_account', 'staff', 'operation'],
  parameters: {
    grace_days: count({
      default: '1',
      meaning: {
        zh: '离岗后停用账号的宽限天数，超过才算',
        en: 'days after leaving within which the account may stay open; only more of them count',
      },
    }),
  },
  sql: `
    with account_of_leaver as (
      select
        user_account.account_id,
        user_account.staff_id,
        staff.status as staff_status,
        staff.left_on_day,
        case
          when user_account.status = 'ENABLED' and $as_of_day - staff.left_on_day > $grace_days then 1
          else 0
        end as is_open
      from user_account
      join staff on staff.staff_id = user_account.staff_id
      where staff.left_on_day is not null
    ),
    late_operation as (
      select operation.account_id, operation.operation_id, operation.recorded_at_day
      from operation
      join account_of_leaver on account_of_leaver.account_id = operation.account_id
      where operation.recorded_at_day - account_of_leaver.left_on_day > $grace_days
    ),
    late_work as (
      select
        account_id,
        count(*) as operations,
        min(recorded_at_day) as first_day,
        max(recorded_at_day) as last_day
      from late_operation
      group by account_id
    ),
    concerned_account as (
      select
        account_of_leaver.account_id,
        account_of_leaver.staff_id,
        account_of_leaver.staff_status,
        account_of_leaver.left_on_day,
        account_of_leaver.is_open,
        coalesce(late_work.operations, 0) as operations,
        late_work.first_day,
        late_work.last_day
      from account_of_leaver
      left join late_work on late_work.account_id = account_of_leaver.account_id
      where account_of_leaver.is_open = 1
        or late_work.account_id is not null
    ),
    row_shown as (
      select
        account_id,
        recorded_at_day as period,
        'operation' as evidence_table,
        operation_id as evidence_key,
        0 as is_context
      from late_operation
      union all
      select
        account_id,
        case when is_open = 1 then left_on_day end as period,
        'user_account' as evidence_table,
        account_id as evidence_key,
        1 - is_open as is_context
      from concerned_account
      union all
      select
        account_id,
        null as period,
        'staff' as evidence_table,
        staff_id as evidence_key,
        1 as is_context
      from concerned_account
    )
    select
      row_shown.account_id as subject_id,
      0 as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      concerned_account.staff_id as fact_staff,
      concerned_account.staff_status as fact_staff_status,
      concerned_account.left_on_day as fact_left_on,
      concerned_account.is_open as fact_is_open,
      concerned_account.operations as fact_operations,
      concerned_account.first_day as fact_first_operation,
      concerned_account.last_day as fact_last_operation
    from row_shown
    join concerned_account on concerned_account.account_id = row_shown.account_id`,
  facts: {
    staff: 'text',
    staff_status: 'text',
    left_on: 'day',
    is_open: 'number',
    operations: 'number',
    first_operation: 'day',
    last_operation: 'day',
  },
  evidence: {
    user_account: ['staff_id', 'status', 'login_method', 'created_at', 'disabled_at'],
    staff: ['department', 'status', 'left_on'],
    operation: ['recorded_at', 'staff_id', 'terminal', 'function_code', 'action', 'person_id', 'order_id'],
  },
  check:
    '立即停用账号并收回证书或密钥，核对离岗日期是否属实、是否已返岗；逐笔复核离岗后的操作，查明实际操作人和使用的终端。',
  explain: ({ who, facts }) => {
    const status = statuses[facts.staff_status ?? ''] ?? '离岗'
    const open = facts.is_open === '1' ? '账号至截止日仍为启用' : ''
    const isOneDay = facts.first_operation === facts.last_operation
    const days = isOneDay ? facts.first_operation : `${facts.first_operation} 至 ${facts.last_operation}`
    const work = facts.operations === '0' ? '' : `账号在 ${days} 仍有操作 ${facts.operations} 次`
    return (
      `${who}的使用人（工号 ${facts.staff}，现状态${status}）已于 ${facts.left_on} 离岗，` +
      `${[open, work].filter((part) => part !== '').join('，')}，` +
      '请立即停用账号，并查明离岗后的实际使用人、逐笔复核其操作。'
    )
  },
})
