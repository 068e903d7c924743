import { accountChangeColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count, ratio, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const kinds: Readonly<Record<string, string>> = { ...getColumn(getTable('payment'), 'kind').codes }

/**
 * Soon after the account was changed, much money goes to the new one: arrears, a single sum, or far more than the
 * person's usual month. The lines are the rows that count; the changes before them and their batches, which say when
 * they were sent, are context.
 */
export const largePaymentAfterAccountChange = defineRule({
  code: 'ACC-04',
  id: 'account/large-payment-after-account-change',
  version: 1,
  title: { zh: '变更账户后短期内大额发放或补发', en: 'Large payment soon after a change of account' },
  purpose: {
    zh: '先改账号、再向新账号补发或发放大额款项，是内外勾结套取待遇的典型手法。',
    en: 'First another account, then arrears or a large sum to it: the usual way in which benefits are led away.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote:
        '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能',
    },
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment'], ['payment_batch'], ['payee_account_change']],
  reads: ['payment', 'payment_batch', 'payee_account_change', 'monthly_total'],
  parameters: {
    window_days: count({
      default: '60',
      meaning: {
        zh: '账户变更后多少天内送出的发放才算（含首尾）',
        en: 'days after the change within which the line was sent, both ends included',
      },
    }),
    times: ratio({
      default: '2',
      meaning: {
        zh: '补发、一次性以外的发放，至少为此前12个月定期月发放额中位数的倍数',
        en: 'other lines than arrears and single sums: at least this many times the median regular month of the 12 before',
      },
    }),
    amount_min: yuan({
      default: '5000',
      meaning: { zh: '每笔至少达到的金额', en: 'least amount of a line' },
    }),
  },
  // Few persons change their account: only their months are ranked, so that the medians of all others cost nothing.
  // Medians are compared doubled: of an even number of months the two middle ones sum to it.
  sql: `
    with line_after_change as (
      select
        payment.payment_id,
        payment.person_id,
        payment.batch_id,
        payment.scheme,
        payment.pay_month,
        payment.kind,
        payment.amount_fen,
        payment.account_number,
        payment_batch.sent_at_day,
        payee_account_change.change_id,
        payee_account_change.recorded_at_day
      from payment
      join payee_account_change
        on payee_account_change.person_id = payment.person_id
        and payee_account_change.new_account = payment.account_number
      join payment_batch on payment_batch.batch_id = payment.batch_id
      where payment.status = 'PAID'
        and payment.amount_fen >= $amount_min
        and payment_batch.sent_at_day >= payee_account_change.recorded_at_day
        and payment_batch.sent_at_day - payee_account_change.recorded_at_day <= $window_days
    ),
    sent_line as (
      select
        payment_id,
        person_id,
        batch_id,
        scheme,
        pay_month,
        kind,
        amount_fen,
        account_number,
        sent_at_day,
        max(recorded_at_day) as changed_day
      from line_after_change
      group by payment_id, person_id, batch_id, scheme, pay_month, kind, amount_fen, account_number, sent_at_day
    ),
    changed_person as (
      select distinct person_id
      from payee_account_change
    ),
    regular_month as (
      select monthly_total.person_id, monthly_total.scheme, monthly_total.pay_month, monthly_total.regular_fen
      from monthly_total
      join changed_person on changed_person.person_id = monthly_total.person_id
      where monthly_total.regular_lines > 0
    ),
    month_before as (
      select
        sent_line.payment_id,
        regular_month.regular_fen,
        row_number() over (
          partition by sent_line.payment_id
          order by regular_month.regular_fen, regular_month.pay_month
        ) as place,
        count(*) over (partition by sent_line.payment_id) as months
      from sent_line
      join regular_month
        on regular_month.person_id = sent_line.person_id
        and regular_month.scheme = sent_line.scheme
      where sent_line.kind not in ('BACK_PAY', 'ONE_OFF')
        and regular_month.pay_month < sent_line.pay_month
        and regular_month.pay_month >= sent_line.pay_month - 12
    ),
    usual_month as (
      select
        payment_id,
        cast(sum(case when months % 2 = 1 then regular_fen * 2 else regular_fen end) as bigint) as doubled_fen
      from month_before
      where place * 2 between months and months + 2
      group by payment_id
    ),
    large_line as (
      select
        sent_line.payment_id,
        sent_line.person_id,
        sent_line.batch_id,
        sent_line.pay_month,
        sent_line.kind,
        sent_line.amount_fen,
        sent_line.account_number,
        sent_line.sent_at_day,
        sent_line.changed_day,
        row_number() over (
          partition by sent_line.person_id
          order by sent_line.amount_fen desc, sent_line.payment_id
        ) as place
      from sent_line
      left join usual_month on usual_month.payment_id = sent_line.payment_id
      where sent_line.kind in ('BACK_PAY', 'ONE_OFF')
        or cast(sent_line.amount_fen as decimal(38, 0)) * 2000000
          >= cast(usual_month.doubled_fen as decimal(38, 0)) * $times
    ),
    largest_line as (
      select person_id, kind, amount_fen, account_number, sent_at_day, changed_day
      from large_line
      where place = 1
    ),
    change_before as (
      select distinct large_line.person_id, line_after_change.change_id
      from large_line
      join line_after_change on line_after_change.payment_id = large_line.payment_id
    ),
    batch_of_line as (
      select distinct person_id, batch_id
      from large_line
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        pay_month as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from large_line
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'payee_account_change' as evidence_table,
        change_id as evidence_key,
        1 as is_context
      from change_before
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'payment_batch' as evidence_table,
        batch_id as evidence_key,
        1 as is_context
      from batch_of_line
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      largest_line.changed_day as fact_changed_on,
      largest_line.account_number as fact_new_account,
      largest_line.kind as fact_largest_kind,
      largest_line.amount_fen as fact_largest,
      largest_line.sent_at_day as fact_largest_sent_on
    from row_shown
    join largest_line on largest_line.person_id = row_shown.person_id`,
  facts: {
    changed_on: 'day',
    new_account: 'text',
    largest_kind: 'text',
    largest: 'fen',
    largest_sent_on: 'day',
  },
  evidence: {
    payment: [...paymentColumns, 'holder_name'],
    payee_account_change: accountChangeColumns,
    payment_batch: ['sent_at', 'kind', 'prepared_by', 'reviewed_by', 'approved_by'],
  },
  check:
    '把账号变更、发放、支取或改回排成时间线，核对变更申请是否本人提出、户主是谁、补发依据和经办复核人员；新办退休首次发放和遗属结算有依据的可以排除。',
  explain: ({ who, amount, facts, evidenceCount, parameters }) =>
    `${who}的发放账户于 ${facts.changed_on} 变更为账号 ${facts.new_account}，` +
    `变更后 ${parameters.window_days} 天内向新账号大额发放或补发 ${evidenceCount} 笔共 ${amount} 元` +
    `（最大一笔 ${facts.largest} 元，类型为${kinds[facts.largest_kind ?? ''] ?? '其他'}，${facts.largest_sent_on} 送出），` +
    '请核对变更是否本人申请、发放依据和款项去向。',
})
