import { maskName } from '#base/names.ts'
import { payeeAccountColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/** Money sent to an account in a name that is not the person's. */
export const holderMismatch = defineRule({
  code: 'ACC-02',
  id: 'account/holder-mismatch',
  version: 1,
  title: { zh: '户名与领取人不一致', en: 'Account holder is not the person' },
  purpose: {
    zh: '待遇只应发放到本人账户；户名不是本人又未登记监护或代养关系的，钱可能进了他人账户。',
    en: 'A benefit goes to the person’s own account; another name that is no registered guardian or institution means that somebody else may have the money.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（九）合作银行协议管理情况',
      quote: '合作银行未对待遇发放信息与银行账号信息不一致、待遇金额异常等情况进行核验、提示、停止支付',
    },
    {
      document: '001',
      clause: '（二）全方位内控稽核 2.加强医保稽核力度',
      quote: '各项待遇只允许发放到本人社保卡上',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment'], ['person'], ['payee_account']],
  reads: ['payment', 'person', 'payee_account', 'guardian_account'],
  parameters: {},
  // Names are compared first: hardly a line is left for the guardians. A line without an account number is to no
  // guardian account; a line without a holder name, or of an unknown person, has nothing to compare.
  sql: `
    with line_in_other_name as (
      select
        payment.payment_id,
        payment.person_id,
        payment.account_number,
        payment.holder_name,
        payment.holder_name_normalised,
        payment.pay_month,
        payment.amount_fen
      from payment
      join person on person.person_id = payment.person_id
      where payment.status in ('PAID', 'SENT')
        and payment.holder_name_normalised <> person.name_normalised
    ),
    mismatched_line as (
      select
        line_in_other_name.payment_id,
        line_in_other_name.person_id,
        line_in_other_name.account_number,
        line_in_other_name.holder_name,
        line_in_other_name.holder_name_normalised,
        line_in_other_name.pay_month,
        line_in_other_name.amount_fen
      from line_in_other_name
      left join guardian_account
        on guardian_account.account_number = line_in_other_name.account_number
        and guardian_account.person_id = line_in_other_name.person_id
        and guardian_account.from_month <= line_in_other_name.pay_month
        and guardian_account.to_month >= line_in_other_name.pay_month
      where guardian_account.person_id is null
    ),
    mismatched_person as (
      select
        person_id,
        min(holder_name) as holder_name,
        count(distinct holder_name_normalised) as holder_names,
        count(distinct account_number) as accounts
      from mismatched_line
      group by person_id
    ),
    account_of_person as (
      select distinct person_id, account_number
      from mismatched_line
    )
    select
      mismatched_line.person_id as subject_id,
      mismatched_line.amount_fen as amount_fen,
      mismatched_line.pay_month as period_from,
      mismatched_line.pay_month as period_to,
      'payment' as evidence_table,
      mismatched_line.payment_id as evidence_key,
      0 as is_context,
      mismatched_person.holder_name as fact_holder_name,
      mismatched_person.holder_names as fact_holder_names,
      mismatched_person.accounts as fact_accounts
    from mismatched_line
    join mismatched_person on mismatched_person.person_id = mismatched_line.person_id
    union all
    select
      account_of_person.person_id as subject_id,
      0 as amount_fen,
      null as period_from,
      null as period_to,
      'payee_account' as evidence_table,
      payee_account.row_key as evidence_key,
      1 as is_context,
      mismatched_person.holder_name as fact_holder_name,
      mismatched_person.holder_names as fact_holder_names,
      mismatched_person.accounts as fact_accounts
    from account_of_person
    join mismatched_person on mismatched_person.person_id = account_of_person.person_id
    join payee_account
      on payee_account.person_id = account_of_person.person_id
      and payee_account.account_number = account_of_person.account_number`,
  facts: { holder_name: 'text', holder_names: 'number', accounts: 'number' },
  evidence: {
    payment: [...paymentColumns, 'status', 'holder_name'],
    payee_account: ['account_number', ...payeeAccountColumns],
  },
  check:
    '先排除更名、生僻字和录入差错；确为他人账户的，核对监护或代养证明和账号变更材料，查明由谁设置、款项由谁支取，并改发至本人账户。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const names = `“${maskName(facts.holder_name ?? '')}”`
    const others = facts.holder_names === '1' ? names : `${names}等 ${facts.holder_names} 个户名`
    const when = periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} 间`
    return (
      `${who}在 ${when}有 ${evidenceCount} 笔待遇共 ${amount} 元发到户名为${others}的账户，` +
      '与本人姓名不一致且未登记监护或代养关系，请核对账户归属、由谁设置账号和支取款项。'
    )
  },
})
