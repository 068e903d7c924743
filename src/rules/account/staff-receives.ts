import { payeeAccountColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'
import { holderIdNumber, joinHolder } from './holder-of-account.ts'

const relations: Readonly<Record<string, string>> = {
  ...getColumn(getTable('staff_relative'), 'relation').codes,
}

/**
 * Other people's benefits go to an account that a staff member or a declared relative of one holds. The lines are the
 * rows that count; whose account it is (bank verification, payee register, staff and relatives) is context.
 */
export const staffReceives = defineRule({
  code: 'ACC-05',
  id: 'account/staff-receives',
  version: 1,
  title: { zh: '发放账户属工作人员或其亲属', en: 'Account held by staff or a relative of staff' },
  purpose: {
    zh: '领取人的待遇进了经办人员或其亲属的账户，是经办人员贪污、冒领待遇最直接的迹象。',
    en: 'A benefit that arrives on the account of staff or of their family is the plainest sign of theft from inside.',
  },
  basis: [
    {
      document: '000',
      clause: '引言（骗保案例）',
      quote: '江苏昆山市社保中心养老支付科90后官员46次贪污社保资金270余万元',
    },
    {
      document: '004',
      clause: '引言（排查目的）',
      quote: '聚焦养老保险待遇发放问题，深入排查基金管理风险，打击贪污侵占社保基金违法行为',
    },
  ],
  level: 1,
  key: 'account',
  subjectKind: 'account',
  needs: [['payment'], ['person'], ['staff'], ['account_verification', 'payee_account']],
  reads: ['payment', 'person', 'staff', 'staff_relative', 'account_verification', 'payee_account'],
  parameters: {},
  // The holder of a line's account (core-rules, Words) is asked for only where either source names somebody of the
  // staff, so that few of the payments are looked at.
  sql: `
    with insider as (
      select id_number, staff_id, 'staff' as source, staff_id as source_key, cast(null as varchar) as relation
      from staff
      where id_number is not null
      union all
      select id_number, staff_id, 'staff_relative' as source, row_key as source_key, relation
      from staff_relative
    ),
    named_account as (
      select account_number
      from account_verification
      where holder_id_number in (select id_number from insider)
      union all
      select account_number
      from payee_account
      where holder_id_number in (select id_number from insider)
    ),
    insider_account as (
      select distinct account_number
      from named_account
    ),
    line_to_account as (
      select
        payment.payment_id,
        payment.person_id,
        payment.account_number,
        payment.pay_month,
        payment.amount_fen,
        payee_account.row_key as payee_account_key,
        account_verification.account_number as verification_key,
        ${holderIdNumber} as holder_id_number
      from payment
      join insider_account on insider_account.account_number = payment.account_number
      ${joinHolder('payment')}
      where payment.status = 'PAID'
    ),
    line_to_insider as (
      select
        line_to_account.payment_id,
        line_to_account.person_id,
        line_to_account.account_number,
        line_to_account.pay_month,
        line_to_account.amount_fen,
        line_to_account.payee_account_key,
        line_to_account.verification_key,
        line_to_account.holder_id_number
      from line_to_account
      join person on person.person_id = line_to_account.person_id
      where line_to_account.holder_id_number <> person.id_number
        and line_to_account.holder_id_number in (select id_number from insider)
    ),
    held_by as (
      select distinct account_number, holder_id_number
      from line_to_insider
    ),
    insider_of_account as (
      select
        held_by.account_number,
        insider.staff_id,
        insider.source,
        insider.source_key,
        insider.relation,
        row_number() over (
          partition by held_by.account_number
          order by insider.source, insider.staff_id, insider.source_key
        ) as place
      from held_by
      join insider on insider.id_number = held_by.holder_id_number
    ),
    row_shown as (
      select
        account_number,
        amount_fen,
        pay_month as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from line_to_insider
      union all
      select distinct
        account_number,
        0 as amount_fen,
        cast(null as integer) as period,
        'account_verification' as evidence_table,
        verification_key as evidence_key,
        1 as is_context
      from line_to_insider
      where verification_key is not null
      union all
      select distinct
        account_number,
        0 as amount_fen,
        cast(null as integer) as period,
        'payee_account' as evidence_table,
        payee_account_key as evidence_key,
        1 as is_context
      from line_to_insider
      where payee_account_key is not null
      union all
      select
        account_number,
        0 as amount_fen,
        null as period,
        source as evidence_table,
        source_key as evidence_key,
        1 as is_context
      from insider_of_account
    ),
    account_of_insider as (
      select account_number, count(distinct person_id) as people
      from line_to_insider
      group by account_number
    )
    select
      row_shown.account_number as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      account_of_insider.people as fact_people,
      insider_of_account.staff_id as fact_staff,
      insider_of_account.source as fact_source,
      insider_of_account.relation as fact_relation
    from row_shown
    join account_of_insider on account_of_insider.account_number = row_shown.account_number
    join insider_of_account on insider_of_account.account_number = row_shown.account_number
    where insider_of_account.place = 1`,
  facts: { people: 'number', staff: 'text', source: 'text', relation: 'text' },
  evidence: {
    payment: ['person_id', ...paymentColumns, 'holder_name'],
    account_verification: ['holder_name', 'status', 'verified_on'],
    payee_account: ['person_id', ...payeeAccountColumns],
    staff: ['name', 'department', 'status', 'left_on'],
    staff_relative: ['staff_id', 'relation', 'name'],
  },
  check:
    '核对户主身份、该工作人员的岗位和系统权限、账号由谁录入或变更；系本人父母等的法定监护人的，核对监护证明；其余追回款项并移交纪检。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const relation = facts.relation === null ? '亲属' : `亲属（${relations[facts.relation ?? ''] ?? '其他'}）`
    const holder =
      facts.source === 'staff'
        ? `工作人员（工号 ${facts.staff}）`
        : `工作人员（工号 ${facts.staff}）的${relation}`
    return (
      `${who}的户主是${holder}，${periodFrom} 至 ${periodTo} 收取 ${facts.people} 名他人的待遇 ` +
      `${evidenceCount} 笔共 ${amount} 元，请核对其岗位权限、账号由谁设置、与领取人的关系和款项去向。`
    )
  },
})
