import { accountChangeColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/** The regular payment of the latest month goes to another account than the month before. */
export const accountChanged = defineRule({
  code: 'ACC-03',
  id: 'account/account-changed',
  version: 1,
  title: { zh: '发放账户较上月变更', en: 'Account changed since the month before' },
  purpose: {
    zh: '发放账户变更是待遇被转入他人账户的主要途径；除有计划的批量换卡外，每一次变更都要跟踪核对。',
    en: 'A change of account is the main way a benefit is led elsewhere; each one outside a planned batch is followed up.',
  },
  basis: [
    {
      document: '001',
      clause: '（二）全方位内控稽核 1.严把养老金的发放关',
      quote: '核对当月的银行卡与上月银行卡是否有变化，并进行全程跟踪',
    },
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote:
        '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能',
    },
  ],
  level: 3,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment'], ['payee_account_change']],
  reads: ['payment', 'payee_account_change'],
  parameters: {},
  bind: (_parameters, { latestMonth }) => ({
    month_before: latestMonth === null ? null : latestMonth - 1,
  }),
  // A line without an account number, in either month, leaves it unknown whether the account is another one.
  sql: `
    with line_before as (
      select payment_id, person_id, scheme, account_number
      from payment
      where pay_month = $month_before
        and status = 'PAID'
        and kind = 'REGULAR'
    ),
    latest_line as (
      select payment_id, person_id, scheme, account_number, pay_month, amount_fen
      from payment
      where pay_month = $latest_month
        and status = 'PAID'
        and kind = 'REGULAR'
    ),
    line_to_other_account as (
      select distinct
        latest_line.payment_id,
        latest_line.person_id,
        latest_line.scheme,
        latest_line.account_number,
        latest_line.pay_month,
        latest_line.amount_fen
      from latest_line
      join line_before
        on line_before.person_id = latest_line.person_id
        and line_before.scheme = latest_line.scheme
      where line_before.account_number <> latest_line.account_number
    ),
    old_account as (
      select
        line_to_other_account.payment_id as latest_payment_id,
        line_to_other_account.person_id,
        line_to_other_account.account_number as new_account,
        line_before.payment_id,
        line_before.account_number
      from line_to_other_account
      join line_before
        on line_before.person_id = line_to_other_account.person_id
        and line_before.scheme = line_to_other_account.scheme
    ),
    perhaps_unchanged as (
      select distinct latest_payment_id
      from old_account
      where account_number = new_account
        or account_number is null
    ),
    planned as (
      select distinct old_account.latest_payment_id
      from old_account
      join payee_account_change
        on payee_account_change.person_id = old_account.person_id
        and payee_account_change.old_account = old_account.account_number
        and payee_account_change.new_account = old_account.new_account
      where payee_account_change.planned_batch is not null
    ),
    changed_line as (
      select
        line_to_other_account.payment_id,
        line_to_other_account.person_id,
        line_to_other_account.account_number,
        line_to_other_account.pay_month,
        line_to_other_account.amount_fen
      from line_to_other_account
      left join perhaps_unchanged on perhaps_unchanged.latest_payment_id = line_to_other_account.payment_id
      left join planned on planned.latest_payment_id = line_to_other_account.payment_id
      where perhaps_unchanged.latest_payment_id is null
        and planned.latest_payment_id is null
    ),
    replaced_line as (
      select distinct old_account.person_id, old_account.payment_id, old_account.account_number
      from old_account
      join changed_line on changed_line.payment_id = old_account.latest_payment_id
    ),
    recorded_change as (
      select distinct changed_line.person_id, payee_account_change.change_id
      from changed_line
      join payee_account_change
        on payee_account_change.person_id = changed_line.person_id
        and payee_account_change.new_account = changed_line.account_number
    ),
    new_of_person as (
      select
        person_id,
        min(account_number) as new_account,
        count(distinct account_number) as new_accounts
      from changed_line
      group by person_id
    ),
    old_of_person as (
      select
        person_id,
        min(account_number) as old_account,
        count(distinct account_number) as old_accounts
      from replaced_line
      group by person_id
    ),
    change_of_person as (
      select changed_line.person_id, max(payee_account_change.recorded_at_day) as changed_on
      from changed_line
      join old_account on old_account.latest_payment_id = changed_line.payment_id
      join payee_account_change
        on payee_account_change.person_id = old_account.person_id
        and payee_account_change.old_account = old_account.account_number
        and payee_account_change.new_account = old_account.new_account
      group by changed_line.person_id
    ),
    changed_person as (
      select
        new_of_person.person_id,
        new_of_person.new_account,
        new_of_person.new_accounts,
        old_of_person.old_account,
        old_of_person.old_accounts,
        change_of_person.changed_on
      from new_of_person
      join old_of_person on old_of_person.person_id = new_of_person.person_id
      left join change_of_person on change_of_person.person_id = new_of_person.person_id
    ),
    hit as (
      select
        person_id,
        amount_fen,
        pay_month as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from changed_line
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        1 as is_context
      from replaced_line
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'payee_account_change' as evidence_table,
        change_id as evidence_key,
        1 as is_context
      from recorded_change
    )
    select
      hit.person_id as subject_id,
      hit.amount_fen as amount_fen,
      hit.period as period_from,
      hit.period as period_to,
      hit.evidence_table as evidence_table,
      hit.evidence_key as evidence_key,
      hit.is_context as is_context,
      changed_person.old_account as fact_old_account,
      changed_person.old_accounts as fact_old_accounts,
      changed_person.new_account as fact_new_account,
      changed_person.new_accounts as fact_new_accounts,
      changed_person.changed_on as fact_changed_on
    from hit
    join changed_person on changed_person.person_id = hit.person_id`,
  facts: {
    old_account: 'text',
    old_accounts: 'number',
    new_account: 'text',
    new_accounts: 'number',
    changed_on: 'day',
  },
  evidence: {
    payment: [...paymentColumns, 'holder_name'],
    payee_account_change: accountChangeColumns,
  },
  check:
    '核对账号变更申请、受理渠道、经办人和复核人，电话或见面确认是本人要求变更；没有变更登记的，查明账号由谁、从何处改动，并跟踪后续三次发放。',
  explain: ({ who, amount, facts, periodFrom, evidenceCount }) => {
    const several = (account: string | null | undefined, accounts: string | null | undefined): string =>
      accounts === '1' ? `账号 ${account} ` : `账号 ${account} 等 ${accounts} 个账号`
    const recorded =
      facts.changed_on === null || facts.changed_on === undefined
        ? '系统中没有这一变更的登记'
        : `变更登记于 ${facts.changed_on}，不在计划批次内`
    return (
      `${who} ${periodFrom} 的待遇 ${evidenceCount} 笔共 ${amount} 元，` +
      `由上月的${several(facts.old_account, facts.old_accounts)}改发到${several(facts.new_account, facts.new_accounts).trimEnd()}，` +
      `${recorded}，请核对是否本人申请变更、由谁经办和复核。`
    )
  },
})
