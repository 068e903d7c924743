import { payeeAccountColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count, month } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/** One bank account receives the benefits of several persons in one month. */
export const sharedAccount = defineRule({
  code: 'ACC-01',
  id: 'account/shared-account',
  version: 1,
  title: { zh: '多人共用一个银行账号', en: 'One account for several persons' },
  purpose: {
    zh: '待遇应当一人一卡；未登记为监护人或代养机构的账号同月收取多人待遇，可能是冒领或经办人员控制的账户。',
    en: 'A benefit goes to the account of its own person; one that takes those of several, without being registered as a guardian or an institution, may be in the hands of an impostor or of staff.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '多个待遇领取人员共用一个银行账号情况',
    },
    {
      document: '001',
      clause: '（二）全方位内控稽核 1.严把养老金的发放关',
      quote: '养老金的发放要求退休人员一人一卡，绝不允许多人一卡',
    },
  ],
  level: 1,
  key: 'account',
  subjectKind: 'account',
  needs: [['payment'], ['payee_account']],
  reads: ['payment', 'payee_account', 'guardian_account'],
  parameters: {
    people_min: count({
      default: '2',
      min: 1,
      meaning: {
        zh: '同一月份共用一个账号的最少人数',
        en: 'persons in one month from which an account counts as shared',
      },
    }),
    look_back_from: month({
      default: '2019-01',
      meaning: { zh: '回溯起始发放年月', en: 'first pay_month that is looked at' },
    }),
  },
  // Grouping twelve million lines by account is the cost of this rule: the least and the greatest person decide
  // which accounts have several at all, and only their lines are looked at by month and guardian.
  sql: `
    with account_of_several as (
      select account_number
      from payment
      where status in ('PAID', 'SENT')
        and account_number is not null
        and pay_month >= $look_back_from
      group by account_number
      having min(person_id) <> max(person_id)
        or $people_min < 2
    ),
    line_of_counted_person as (
      select
        payment.payment_id,
        payment.person_id,
        payment.account_number,
        payment.pay_month,
        payment.amount_fen
      from payment
      join account_of_several on account_of_several.account_number = payment.account_number
      left join guardian_account
        on guardian_account.account_number = payment.account_number
        and guardian_account.person_id = payment.person_id
        and guardian_account.from_month <= payment.pay_month
        and guardian_account.to_month >= payment.pay_month
      where payment.status in ('PAID', 'SENT')
        and payment.pay_month >= $look_back_from
        and guardian_account.person_id is null
    ),
    shared_month as (
      select account_number, pay_month
      from line_of_counted_person
      group by account_number, pay_month
      having count(distinct person_id) >= $people_min
    ),
    shared_line as (
      select
        line_of_counted_person.payment_id,
        line_of_counted_person.person_id,
        line_of_counted_person.account_number,
        line_of_counted_person.pay_month,
        line_of_counted_person.amount_fen
      from line_of_counted_person
      join shared_month
        on shared_month.account_number = line_of_counted_person.account_number
        and shared_month.pay_month = line_of_counted_person.pay_month
    ),
    shared_account as (
      select
        account_number,
        count(distinct person_id) as people,
        count(distinct pay_month) as months
      from shared_line
      group by account_number
    ),
    payee_of_account as (
      select distinct account_number, person_id
      from shared_line
    )
    select
      shared_line.account_number as subject_id,
      shared_line.amount_fen as amount_fen,
      shared_line.pay_month as period_from,
      shared_line.pay_month as period_to,
      'payment' as evidence_table,
      shared_line.payment_id as evidence_key,
      0 as is_context,
      shared_account.people as fact_people,
      shared_account.months as fact_months
    from shared_line
    join shared_account on shared_account.account_number = shared_line.account_number
    union all
    select
      payee_of_account.account_number as subject_id,
      0 as amount_fen,
      null as period_from,
      null as period_to,
      'payee_account' as evidence_table,
      payee_account.row_key as evidence_key,
      1 as is_context,
      shared_account.people as fact_people,
      shared_account.months as fact_months
    from payee_of_account
    join shared_account on shared_account.account_number = payee_of_account.account_number
    join payee_account
      on payee_account.account_number = payee_of_account.account_number
      and payee_account.person_id = payee_of_account.person_id`,
  facts: { people: 'number', months: 'number' },
  evidence: {
    payment: ['person_id', ...paymentColumns, 'status', 'holder_name'],
    payee_account: ['person_id', ...payeeAccountColumns],
  },
  check:
    '核实开户人身份及其与各领取人的关系；确为监护人或代养机构的，补齐证明并登记为监护账户；否则查明由谁设置账号、款项由谁支取，并追回冒领金额。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const when =
      periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月`
    return (
      `${who} 在 ${when}同月收取 ${facts.people} 名领取人的待遇 ${evidenceCount} 笔共 ${amount} 元，` +
      '未登记监护或代养关系，请核对开户人与各领取人的关系、由谁设置账号和支取款项。'
    )
  },
})
