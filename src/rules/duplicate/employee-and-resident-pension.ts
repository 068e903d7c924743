import { paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

const schemeTitles = {
  both: '企业职工和机关事业单位养老金',
  '110': '企业职工养老金',
  '120': '机关事业单位养老金',
} as const

function employeeScheme(first: string | null, last: string | null): string {
  return first === last && (first === '110' || first === '120') ? schemeTitles[first] : schemeTitles.both
}

/**
 * Both an employee's and a resident's pension for one month. The resident lines of those months are the rows that
 * count, because the employee pension is the one that stays; the employee lines of the same months are context.
 * Few people draw from both, so they are found first and only their lines are compared by month.
 */
export const employeeAndResidentPension = defineRule({
  code: 'DUP-01',
  id: 'duplicate/employee-and-resident-pension',
  version: 1,
  title: { zh: '职工养老与居民养老双领', en: 'Employee and resident pension for one month' },
  purpose: {
    zh: '同一人只能领取一份基本养老金；同时领取职工（机关事业）与城乡居民养老金的，应保留职工养老金，终止居民养老并追回重复月份的居民养老金。',
    en: 'One person draws one basic pension; where both are drawn the resident pension of those months must come back.',
  },
  basis: [
    {
      document: '000',
      clause: '基金收支层面 2、重复享受待遇',
      quote: '部分城乡参保人员同时参加城乡居民保险和企业职工养老保险，并享受双份待遇',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment'],
  parameters: {},
  sql: `
    with person_of_both as (
      select person_id
      from payment
      where status = 'PAID'
        and kind = 'REGULAR'
        and benefit in ('OLD_AGE', 'RESIDENT_BASIC')
        and scheme in ('110', '120', '170')
      group by person_id
      having min(scheme) <> '170'
        and max(scheme) = '170'
    ),
    pension_line as (
      select
        payment.person_id,
        payment.payment_id,
        payment.scheme,
        payment.amount_fen,
        payment.period_from,
        payment.period_to
      from payment
      join person_of_both on person_of_both.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.benefit in ('OLD_AGE', 'RESIDENT_BASIC')
        and payment.scheme in ('110', '120', '170')
    ),
    double_month as (
      select
        person_id,
        period_from,
        min(scheme) as first_scheme,
        max(case when scheme <> '170' then scheme end) as last_scheme
      from pension_line
      group by person_id, period_from
      having min(scheme) <> '170'
        and max(scheme) = '170'
    ),
    double_person as (
      select
        person_id,
        count(*) as months,
        min(first_scheme) as first_scheme,
        max(last_scheme) as last_scheme
      from double_month
      group by person_id
    )
    select
      pension_line.person_id as subject_id,
      case when pension_line.scheme = '170' then pension_line.amount_fen else 0 end as amount_fen,
      case when pension_line.scheme = '170' then pension_line.period_from end as period_from,
      case when pension_line.scheme = '170' then pension_line.period_to end as period_to,
      'payment' as evidence_table,
      pension_line.payment_id as evidence_key,
      case when pension_line.scheme = '170' then 0 else 1 end as is_context,
      double_person.months as fact_months,
      double_person.first_scheme as fact_first_scheme,
      double_person.last_scheme as fact_last_scheme
    from pension_line
    join double_month
      on double_month.person_id = pension_line.person_id
      and double_month.period_from = pension_line.period_from
    join double_person on double_person.person_id = pension_line.person_id`,
  facts: { months: 'number', first_scheme: 'text', last_scheme: 'text' },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
  },
  check:
    '核对两份待遇是否同一人，确认职工养老与居民养老的重复月份，终止居民养老关系，从个人账户退款或职工养老金中抵扣、追回重复的居民养老金。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}在 ${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月既领${employeeScheme(facts.first_scheme ?? null, facts.last_scheme ?? null)}` +
    `又领城乡居民养老金，重复月份的居民养老金 ${evidenceCount} 笔共 ${amount} 元，` +
    '请核对是否同一人，终止居民养老并追回。',
})
