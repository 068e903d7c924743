import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { functions } from '#standard/code-lists.ts'

/** Many high-risk operations of one member of staff within minutes, or an import of restored, adjusted or back pay. */
export const burstOfOperations = defineRule({
  code: 'SYS-04',
  id: 'authority/burst-of-operations',
  version: 1,
  title: { zh: '批量高风险操作', en: 'Burst of high-risk operations' },
  purpose: {
    zh: '暂停转正常、待遇调整、补发等是低频业务，应逐笔核对材料；几分钟内连办多笔或批量导入，来不及核对，多见于作案。',
    en: 'Restoring, adjusting and back pay are rare and need their papers checked one by one; many within minutes, or an import, leave no time for it.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况',
    },
  ],
  level: 1,
  key: 'staff',
  subjectKind: 'staff',
  needs: [['operation']],
  reads: ['operation', 'user_account'],
  parameters: {
    operations_min: count({
      default: '10',
      min: 1,
      meaning: {
        zh: '时间窗内高风险新增、修改的次数达到此数才算',
        en: 'high-risk creations and updates within the window from which it counts',
      },
    }),
    window_seconds: count({
      default: '600',
      meaning: {
        zh: '时间窗长度（秒）：从第一次到最后一次最多相隔的秒数（含）',
        en: 'length of the window: seconds from its first to its last operation (included)',
      },
    }),
  },
  bind: (parameters) => {
    // Half of the minimum, rounded up: of two stretches that hold a burst, one holds at least that many.
    const half = Number((parameters.operations_min! + 1n) / 2n)
    return { stretch_seconds: Math.max(1, Number(parameters.window_seconds)), stretch_operations_min: half }
  },
  /*
   * Time is cut into stretches as long as the window. A burst lies in at most two neighbours, so that only stretches
   * beside a busy one are looked at: few. There, a window opens at an operation whose (n − 1)th follower of the same
   * member of staff is near enough: numbers of rows instead of pairs of operations keep this linear. An operation
   * counts when the latest window that opened at or before it still holds it.
   */
  sql: `
    with risky_operation as (
      select
        operation.operation_id,
        coalesce(operation.staff_id, user_account.staff_id, 'account:' || operation.account_id) as subject_id,
        operation.function_code,
        operation.person_id,
        operation.recorded_at_day,
        operation.recorded_at_second,
        operation.recorded_at_second - operation.recorded_at_second % cast($stretch_seconds as bigint) as stretch,
        case when operation.action = 'IMPORT' then 1 else 0 end as is_import
      from operation
      left join user_account on user_account.account_id = operation.account_id
      where operation.action in ('CREATE', 'UPDATE') and operation.function_code <> 'ORDINARY'
        or operation.action = 'IMPORT' and operation.function_code in ('STATUS_CHANGE', 'MANUAL_ADJUST', 'BACK_PAY')
    ),
    busy_stretch as (
      select subject_id, stretch
      from risky_operation
      where is_import = 0
      group by subject_id, stretch
      having count(*) >= $stretch_operations_min
    ),
    stretch_looked_at as (
      select subject_id, stretch
      from busy_stretch
      union all
      select subject_id, stretch - cast($stretch_seconds as bigint) as stretch
      from busy_stretch
      union all
      select subject_id, stretch + cast($stretch_seconds as bigint) as stretch
      from busy_stretch
    ),
    distinct_stretch as (
      select distinct subject_id, stretch
      from stretch_looked_at
    ),
    numbered_operation as (
      select
        risky_operation.operation_id,
        risky_operation.subject_id,
        risky_operation.recorded_at_second,
        row_number() over (
          partition by risky_operation.subject_id
          order by risky_operation.recorded_at_second, risky_operation.operation_id
        ) as place
      from risky_operation
      join distinct_stretch
        on distinct_stretch.subject_id = risky_operation.subject_id
        and distinct_stretch.stretch = risky_operation.stretch
      where risky_operation.is_import = 0
    ),
    window_opened as (
      select opening.subject_id, opening.place
      from numbered_operation as opening
      join numbered_operation as closing
        on closing.subject_id = opening.subject_id
        and closing.place = opening.place + cast($operations_min as bigint) - 1
      where closing.recorded_at_second - opening.recorded_at_second <= $window_seconds
    ),
    followed_operation as (
      select
        numbered_operation.operation_id,
        numbered_operation.place,
        max(window_opened.place) over (
          partition by numbered_operation.subject_id
          order by numbered_operation.place
          rows between unbounded preceding and current row
        ) as latest_opening
      from numbered_operation
      left join window_opened
        on window_opened.subject_id = numbered_operation.subject_id
        and window_opened.place = numbered_operation.place
    ),
    operation_in_burst as (
      select operation_id
      from followed_operation
      where place < latest_opening + $operations_min
    ),
    counted_operation as (
      select
        risky_operation.operation_id,
        risky_operation.subject_id,
        risky_operation.function_code,
        risky_operation.person_id,
        risky_operation.recorded_at_day,
        risky_operation.is_import
      from risky_operation
      left join operation_in_burst on operation_in_burst.operation_id = risky_operation.operation_id
      where risky_operation.is_import = 1
        or operation_in_burst.operation_id is not null
    ),
    concerned_staff as (
      select
        subject_id,
        cast(sum(1 - is_import) as bigint) as operations,
        cast(sum(is_import) as bigint) as imports,
        count(distinct recorded_at_day) as days,
        count(distinct person_id) as people,
        count(distinct case when is_import = 0 then function_code end) as function_count,
        min(case when is_import = 0 then function_code end) as function_code,
        count(distinct case when is_import = 1 then function_code end) as imported_count,
        min(case when is_import = 1 then function_code end) as imported_code
      from counted_operation
      group by subject_id
    )
    select
      counted_operation.subject_id as subject_id,
      0 as amount_fen,
      counted_operation.recorded_at_day as period_from,
      counted_operation.recorded_at_day as period_to,
      'operation' as evidence_table,
      counted_operation.operation_id as evidence_key,
      concerned_staff.operations as fact_operations,
      concerned_staff.imports as fact_imports,
      concerned_staff.days as fact_days,
      concerned_staff.people as fact_people,
      concerned_staff.function_count as fact_functions,
      concerned_staff.function_code as fact_function,
      concerned_staff.imported_count as fact_imported_functions,
      concerned_staff.imported_code as fact_imported_function
    from counted_operation
    join concerned_staff on concerned_staff.subject_id = counted_operation.subject_id`,
  facts: {
    operations: 'number',
    imports: 'number',
    days: 'number',
    people: 'number',
    functions: 'number',
    function: 'text',
    imported_functions: 'number',
    imported_function: 'text',
  },
  evidence: {
    operation: [
      'recorded_at',
      'staff_id',
      'account_id',
      'terminal',
      'function_code',
      'action',
      'person_id',
      'order_id',
    ],
  },
  check:
    '核对该时段的批量业务有无审批文号和名单，逐笔调取材料，核对操作人是否本人、终端位于何处；属经批准的集中处理的，附批文并由他人抽查。',
  explain: ({ who, facts, parameters, periodFrom, periodTo }) => {
    const titles = (code: string | null | undefined, kinds: string | null | undefined): string =>
      `${functions[code as keyof typeof functions]}${kinds === '1' ? '' : `等 ${kinds} 类业务`}`
    const seconds = Number(parameters.window_seconds)
    const span = seconds > 0 && seconds % 60 === 0 ? `${seconds / 60} 分钟` : `${seconds} 秒`
    const bursts =
      `办理${titles(facts.function, facts.functions)}共 ${facts.operations} 次，` +
      `均属 ${span}内连续办理 ${parameters.operations_min} 次以上`
    const imports = `批量导入${titles(facts.imported_function, facts.imported_functions)} ${facts.imports} 次`
    const parts = [facts.operations === '0' ? '' : bursts, facts.imports === '0' ? '' : imports]
    const when =
      periodFrom === periodTo ? ` ${periodFrom} ` : ` ${periodFrom} 至 ${periodTo} 间有 ${facts.days} 天`
    const people = facts.people === '0' ? '未记录涉及人员' : `涉及 ${facts.people} 人`
    return (
      `${who}${when}${parts.filter((part) => part !== '').join('；并')}，${people}，` +
      '请核对有无批量业务审批，并逐笔复核所办业务和材料。'
    )
  },
})
