import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/** Reconciliations that were due and are not there, or were late, as far as the delivered data reach. Only working days. */
export const reconciliationMissing = defineProcessRule({
  code: 'WF-09',
  id: 'process/reconciliation-missing',
  version: 1,
  title: { zh: '日对账、月对账缺失', en: 'Reconciliation missing' },
  purpose: {
    zh: '不按日、按月对账，账实不符就没有人发现，挪用可以拖上几个月。',
    en: 'Without daily and monthly reconciliation nobody notices what is missing, for months.',
  },
  basis: [
    {
      document: '000',
      clause: '严格执行社保基金对账制度',
      quote: '安排专人做好社保基金的日对账和月对账工作',
    },
  ],
  level: 2,
  cadence: { zh: '每日和每月', en: 'daily and monthly' },
  subjectKind: 'fund_account',
  needs: [['reconciliation'], ['fund_account']],
  reads: ['reconciliation', 'fund_account', 'record_expected_reconciliation', 'work_calendar'],
  parameters: {
    daily_days: count({
      default: '1',
      meaning: { zh: '日对账应在几个工作日内完成', en: 'working days within which a day is reconciled' },
    }),
    monthly_day: count({
      default: '10',
      min: 1,
      meaning: {
        zh: '月对账应在次月几日前完成',
        en: 'day of the next month until which a month is reconciled',
      },
    }),
    days: count({
      default: '31',
      meaning: { zh: '检查最近多少天（至多 100 天）', en: 'days looked back, a hundred at most' },
    }),
  },
  weakness: {
    sql: `
      select not exists (
        select
        from register.reconciliation
        where kind = 'DAILY'
          and $1::integer is not null
      ) as is_weak`,
    reason: { zh: '交付的对账记录中没有日对账', en: 'no daily reconciliation was delivered' },
  },
  sql: `
    with kind_delivered as (
      select distinct kind
      from reconciliation
    ),
    due as (
      select
        record_expected_reconciliation.expected_id,
        record_expected_reconciliation.fund_account_id,
        record_expected_reconciliation.kind,
        record_expected_reconciliation.day_day,
        record_expected_reconciliation.completed_on_day,
        record_expected_reconciliation.reached_on_day,
        case record_expected_reconciliation.kind
          when 'MONTHLY' then record_expected_reconciliation.day_day + $monthly_day
          else (
            select min(later.day)
            from work_calendar as own
            join work_calendar as later on later.working_number = own.working_number + $daily_days
            where own.day = record_expected_reconciliation.day_day
          )
        end as due_day
      from record_expected_reconciliation
      -- A kind of which nothing at all was delivered is not judged: whether it was done nobody can tell from here.
      join kind_delivered on kind_delivered.kind = record_expected_reconciliation.kind
    ),
    missing as (
      select expected_id, fund_account_id, kind, day_day, completed_on_day
      from due
      where due_day <= reached_on_day
        and day_day > reached_on_day - $days - case kind when 'MONTHLY' then 31 else 0 end
        and (completed_on_day is null or completed_on_day > due_day)
    ),
    account_missing as (
      select
        fund_account_id,
        sum(case kind when 'DAILY' then 1 else 0 end) as daily,
        sum(case kind when 'MONTHLY' then 1 else 0 end) as monthly,
        sum(case when completed_on_day is null then 0 else 1 end) as late
      from missing
      group by fund_account_id
    )
    select
      missing.fund_account_id as subject_id,
      0 as amount_fen,
      missing.day_day as period_from,
      missing.day_day as period_to,
      'record_expected_reconciliation' as evidence_table,
      missing.expected_id as evidence_key,
      account_missing.daily as fact_daily,
      account_missing.monthly as fact_monthly,
      account_missing.late as fact_late
    from missing
    join account_missing on account_missing.fund_account_id = missing.fund_account_id`,
  facts: { daily: 'number', monthly: 'number', late: 'number' },
  evidence: { record_expected_reconciliation: ['kind', 'day', 'completed_on'] },
  check: '向财务调取银行对账单和对账记录，补做缺少的对账并由出纳以外的人员审核，查明是否借此掩盖差额。',
  explain: ({ who, periodFrom, periodTo, facts }) =>
    `${who}在 ${periodFrom} 至 ${periodTo} 缺少或迟做日对账 ${facts.daily} 次、月对账 ${facts.monthly} 次` +
    `（其中迟做 ${facts.late} 次），请补做对账并查明原因。`,
})
