import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const kinds: Readonly<Record<string, string>> = { ...getColumn(getTable('retirement'), 'kind').codes }

/**
 * An early retirement for special work or illness that was not on public notice long enough. Working days are the
 * difference of the calendar's numbers; a notice whose days do not all stand in the calendar is not decided by them.
 */
export const noticeTooShort = defineRule({
  code: 'RET-14',
  id: 'retirement/notice-too-short',
  version: 1,
  title: { zh: '提前退休公示缺失或未满即批', en: 'Notice of early retirement missing or too short' },
  purpose: {
    zh: '特殊工种和病退须先公示、期满无异议才能审批；没有公示或未满即批，造假材料就没有人能看见。',
    en: 'Early retirement is put on notice before it is decided; without it nobody who knows better can object.',
  },
  basis: [
    {
      document: '001',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote:
        '对职工申请提前退休或申请工伤鉴定的，将当事人的有关情况和政策规定在单位进行公示，公示期内没有不同意见的，再按标准进行集体评估、审核审批',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['retirement']],
  reads: ['retirement', 'calendar'],
  parameters: {
    working_days_min: count({
      default: '5',
      meaning: {
        zh: '公示至少应有的工作日数，首尾两日都计',
        en: 'working days a notice must last, first and last day counted',
      },
    }),
  },
  sql: `
    with numbered_day as (
      select
        day,
        is_working,
        working_number,
        row_number() over (order by day) as place
      from calendar
    ),
    early_retirement as (
      select
        retirement.retirement_id,
        retirement.person_id,
        retirement.kind,
        coalesce(retirement.total_fen, 0) as total_fen,
        retirement.notice_from_day,
        retirement.notice_to_day,
        retirement.decided_at_day,
        case
          when retirement.notice_to_day < retirement.notice_from_day then 0
          when last_day.place - first_day.place = retirement.notice_to_day - retirement.notice_from_day
            then last_day.working_number - first_day.working_number
              + case when first_day.is_working then 1 else 0 end
        end as working_days
      from retirement
      left join numbered_day as first_day on first_day.day = retirement.notice_from_day
      left join numbered_day as last_day on last_day.day = retirement.notice_to_day
      where retirement.kind in ('SPECIAL_WORK', 'ILLNESS')
    ),
    judged_retirement as (
      select
        retirement_id,
        person_id,
        kind,
        total_fen,
        notice_from_day,
        notice_to_day,
        decided_at_day,
        working_days,
        case when notice_from_day is null or notice_to_day is null then 1 else 0 end as is_missing,
        case when working_days < $working_days_min then 1 else 0 end as is_short,
        case when decided_at_day <= notice_to_day then 1 else 0 end as is_early
      from early_retirement
    ),
    hit as (
      select
        retirement_id,
        person_id,
        kind,
        total_fen,
        notice_from_day,
        notice_to_day,
        decided_at_day,
        working_days,
        is_missing,
        is_short,
        is_early,
        row_number() over (partition by person_id order by decided_at_day nulls last, retirement_id) as place
      from judged_retirement
      where is_missing = 1
        or is_short = 1
        or is_early = 1
    ),
    hit_count as (
      select person_id, count(*) as retirements
      from hit
      group by person_id
    ),
    first_hit as (
      select
        person_id,
        kind,
        notice_from_day,
        notice_to_day,
        decided_at_day,
        working_days,
        is_missing,
        is_short,
        is_early
      from hit
      where place = 1
    )
    select
      hit.person_id as subject_id,
      hit.total_fen as amount_fen,
      hit.decided_at_day as period_from,
      hit.decided_at_day as period_to,
      'retirement' as evidence_table,
      hit.retirement_id as evidence_key,
      hit_count.retirements as fact_retirements,
      first_hit.kind as fact_kind,
      first_hit.notice_from_day as fact_notice_from,
      first_hit.notice_to_day as fact_notice_to,
      first_hit.decided_at_day as fact_decided_on,
      first_hit.working_days as fact_working_days,
      first_hit.is_missing as fact_missing,
      first_hit.is_short as fact_short,
      first_hit.is_early as fact_early
    from hit
    join hit_count on hit_count.person_id = hit.person_id
    join first_hit on first_hit.person_id = hit.person_id`,
  facts: {
    retirements: 'number',
    kind: 'text',
    notice_from: 'day',
    notice_to: 'day',
    decided_on: 'day',
    working_days: 'number',
    missing: 'number',
    short: 'number',
    early: 'number',
  },
  evidence: {
    retirement: [
      'scheme',
      'kind',
      'retire_month',
      'total',
      'notice_from',
      'notice_to',
      'decided_at',
      'operator_id',
      'reviewer_id',
      'approver_id',
    ],
  },
  remarks: [
    {
      sql: `
        with numbered_day as (
          select day, row_number() over (order by day) as place
          from calendar
        )
        select count(*) as rows
        from retirement
        left join numbered_day as first_day on first_day.day = retirement.notice_from_day
        left join numbered_day as last_day on last_day.day = retirement.notice_to_day
        where retirement.kind in ('SPECIAL_WORK', 'ILLNESS')
          and retirement.notice_from_day <= retirement.notice_to_day
          and coalesce(last_day.place - first_day.place, -1) <> retirement.notice_to_day - retirement.notice_from_day`,
      text: (notices) => ({
        zh: `有 ${notices} 次公示的工作日数未判断：涉及年度的放假安排不在工作日历中`,
        en: `${notices} notices were not decided by their working days: the working calendar has no notice for a year they touch`,
      }),
    },
  ],
  check:
    '调取公示照片、起止日期和异议记录，核对特殊工种、病退的原始材料；单位已解体的查看社区公示；确未公示或未满期的补公示、重新审批。',
  explain: ({ who, amount, facts }) => {
    const notice =
      facts.missing === '1'
        ? '没有完整的公示起止日期'
        : `公示 ${facts.notice_from} 至 ${facts.notice_to}` +
          (facts.short === '1' ? `，只有 ${facts.working_days} 个工作日` : '')
    const decided =
      facts.decided_on === null
        ? '核定日期没有登记'
        : facts.early === '1'
          ? `核定于 ${facts.decided_on}，公示未满即批`
          : `核定于 ${facts.decided_on}`
    const several = facts.retirements === '1' ? '' : `（共 ${facts.retirements} 次核定有同类情形，此为其一）`
    return (
      `${who}按${kinds[facts.kind ?? ''] ?? ''}提前退休，${notice}，${decided}${several}，` +
      `核定月养老金共 ${amount} 元，请核对公示材料和提前退休依据。`
    )
  },
})
