import { paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const kinds: Readonly<Record<string, string>> = { ...getColumn(getTable('retirement'), 'kind').codes }
const categories: Readonly<Record<string, string>> = {
  MALE: '男职工',
  FEMALE_CADRE: '女干部',
  FEMALE_OTHER: '女职工',
  RESIDENT: '城乡居民',
}

/**
 * A retirement before the month the law sets for the birth month, sex and category. The reference table
 * `lawful_retirement` says that month, and the earliest one of a flexible early retirement. Pension lines for months
 * before the lawful month are the rows that count; where nothing was paid for them the retirements count without money
 * (a month decides, so they have no day). The person is context.
 */
export const tooEarly = defineRule({
  code: 'RET-01',
  id: 'retirement/too-early',
  version: 1,
  title: { zh: '未达法定退休年龄领取养老金', en: 'Pension before the lawful age' },
  purpose: {
    zh: '按正常退休办理却未到法定退休年月，或弹性提前超过期限，基金既少收缴费又多付养老金。',
    en: 'Retiring as if of age before the lawful month costs the fund contributions and pays pensions that are not due.',
  },
  basis: [
    {
      document: '000',
      clause: '基金收支层面 3、违规办理提前退休、补缴',
      quote:
        '利用虚假资料，(伪造病历、特殊工种证明，修改身份证)等方式办理提前退休，也会造成基金损失，一是减少基金收入，二是增加基金支出',
    },
    {
      document: '002',
      clause: '6.强化社保基金的社会监管',
      quote: '严格新增退休人员的审批，加强动态核查，严防弄虚作假、虚报冒领',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['retirement'], ['person']],
  reads: ['retirement', 'person', 'payment', 'lawful_retirement'],
  parameters: {},
  // Sex and birth date are compared: unknown is no finding. A woman whose category is not known is no cadre.
  sql: `
    with retired_person as (
      select
        retirement.retirement_id,
        retirement.person_id,
        retirement.scheme,
        retirement.kind,
        retirement.retire_month,
        person.birth_date_day,
        person.birth_date_month,
        case
          when retirement.scheme = '170' then 'RESIDENT'
          when person.sex = '1' then 'MALE'
          when person.sex = '2' and person.category = 'CADRE' then 'FEMALE_CADRE'
          when person.sex = '2' then 'FEMALE_OTHER'
        end as category
      from retirement
      join person on person.person_id = retirement.person_id
      where retirement.kind in ('NORMAL', 'FLEXIBLE_EARLY')
        or (retirement.kind = 'RESIDENT' and retirement.scheme = '170')
    ),
    early_retirement as (
      select
        retired_person.retirement_id,
        retired_person.person_id,
        retired_person.scheme,
        retired_person.kind,
        retired_person.category,
        retired_person.retire_month,
        retired_person.birth_date_day,
        lawful_retirement.earliest_month,
        lawful_retirement.lawful_month,
        row_number() over (
          partition by retired_person.person_id
          order by retired_person.retire_month, retired_person.scheme, retired_person.retirement_id
        ) as place
      from retired_person
      join lawful_retirement
        on lawful_retirement.category = retired_person.category
        and lawful_retirement.birth_month = retired_person.birth_date_month
      where retired_person.retire_month < case
        when retired_person.kind = 'FLEXIBLE_EARLY' then lawful_retirement.earliest_month
        else lawful_retirement.lawful_month
      end
    ),
    early_scheme as (
      select distinct person_id, scheme, lawful_month
      from early_retirement
    ),
    paid_early as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to
      from payment
      join early_scheme
        on early_scheme.person_id = payment.person_id
        and early_scheme.scheme = payment.scheme
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.benefit in ('OLD_AGE', 'RESIDENT_BASIC')
        and payment.period_from < early_scheme.lawful_month
    ),
    paid_count as (
      select person_id, count(*) as lines
      from paid_early
      group by person_id
    ),
    first_retirement as (
      select
        person_id,
        kind,
        category,
        retire_month,
        birth_date_day,
        earliest_month,
        lawful_month
      from early_retirement
      where place = 1
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        period_from,
        period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from paid_early
      union all
      select
        early_retirement.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'retirement' as evidence_table,
        early_retirement.retirement_id as evidence_key,
        case when paid_count.person_id is null then 0 else 1 end as is_context
      from early_retirement
      left join paid_count on paid_count.person_id = early_retirement.person_id
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'person' as evidence_table,
        person_id as evidence_key,
        1 as is_context
      from first_retirement
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      first_retirement.kind as fact_kind,
      first_retirement.category as fact_category,
      first_retirement.birth_date_day as fact_born_on,
      first_retirement.retire_month as fact_retire_month,
      first_retirement.earliest_month as fact_earliest_month,
      first_retirement.lawful_month as fact_lawful_month,
      first_retirement.lawful_month - first_retirement.retire_month as fact_months_early,
      coalesce(paid_count.lines, 0) as fact_lines
    from row_shown
    join first_retirement on first_retirement.person_id = row_shown.person_id
    left join paid_count on paid_count.person_id = row_shown.person_id`,
  facts: {
    kind: 'text',
    category: 'text',
    born_on: 'day',
    retire_month: 'month',
    earliest_month: 'month',
    lawful_month: 'month',
    months_early: 'number',
    lines: 'number',
  },
  evidence: {
    payment: paymentColumns,
    retirement: [
      'scheme',
      'kind',
      'retire_month',
      'total',
      'determined_by',
      'operator_id',
      'reviewer_id',
      'approver_id',
      'decided_at',
    ],
    person: ['sex', 'birth_date', 'archive_birth_date', 'category', 'first_work_date'],
  },
  check:
    '核对档案最早记载的出生日期、干部或工人身份认定和退休类别；属于特殊工种、病退、政策性破产提前退休的更正类别，其余纠正退休年月并追回多发养老金。',
  explain: ({ who, amount, facts }) => {
    const flexible = facts.kind === 'FLEXIBLE_EARLY' ? `，弹性提前最早也只能在 ${facts.earliest_month}` : ''
    const paid =
      facts.lines === '0'
        ? '尚无法定退休年月之前的正常发放'
        : `已按正常发放法定退休年月之前的养老金 ${facts.lines} 笔共 ${amount} 元`
    return (
      `${who}生于 ${facts.born_on}（${categories[facts.category ?? ''] ?? '身份未知'}），法定退休年月为 ${facts.lawful_month}${flexible}，` +
      `却于 ${facts.retire_month} 办理${kinds[facts.kind ?? ''] ?? ''}退休，早 ${facts.months_early} 个月，${paid}，` +
      '请核对出生日期、身份认定和退休类别。'
    )
  },
})
