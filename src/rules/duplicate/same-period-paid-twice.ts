import { paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'
import { benefits } from '#standard/code-lists.ts'

const benefitTitles: Readonly<Record<string, string>> = benefits

/**
 * The same benefit of the same period paid more than once. All lines of a group count; the largest stands for what was
 * due and has amount 0 (of equal ones the first by id), the others are the money.
 *
 * Grouping every line by all that makes a period takes as many groups as lines. So half-years that hold more lines than
 * different first months are found first (12 million lines: 1.6 s of processor time instead of 5 s); only their lines are
 * compared in full.
 */
export const samePeriodPaidTwice = defineRule({
  code: 'DUP-08',
  id: 'duplicate/same-period-paid-twice',
  version: 1,
  title: { zh: '同一所属期同一待遇重复发放', en: 'Same benefit of the same period paid twice' },
  purpose: {
    zh: '同一险种、同一待遇项目、同一所属期的正常发放只应有一笔；多出的是重复支付，应当追回。',
    en: 'One regular line pays one benefit of one period; further ones are paid twice and must come back.',
  },
  basis: [
    {
      document: '001',
      clause: '一要建立审核稽核制度',
      quote:
        '为有效规避错、漏、重现象的发生，纪检部门每年都要会同审计、财务等相关部门对社保基金管理进行专项审计、监督',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment'],
  parameters: {},
  sql: `
    with crowded_half_year as (
      select
        person_id,
        scheme,
        benefit,
        period_from - period_from % 6 as first_month
      from payment
      where status = 'PAID'
        and kind = 'REGULAR'
      group by person_id, scheme, benefit, period_from - period_from % 6
      having count(*) >
        max(case when period_from % 6 = 0 then 1 else 0 end)
        + max(case when period_from % 6 = 1 then 1 else 0 end)
        + max(case when period_from % 6 = 2 then 1 else 0 end)
        + max(case when period_from % 6 = 3 then 1 else 0 end)
        + max(case when period_from % 6 = 4 then 1 else 0 end)
        + max(case when period_from % 6 = 5 then 1 else 0 end)
    ),
    crowded_line as (
      select
        payment.person_id,
        payment.payment_id,
        payment.scheme,
        payment.benefit,
        payment.period_from,
        payment.period_to,
        payment.amount_fen
      from payment
      join crowded_half_year
        on crowded_half_year.person_id = payment.person_id
        and crowded_half_year.scheme = payment.scheme
        and crowded_half_year.benefit = payment.benefit
        and crowded_half_year.first_month = payment.period_from - payment.period_from % 6
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
    ),
    repeated_group as (
      select
        person_id,
        scheme,
        benefit,
        period_from,
        period_to
      from crowded_line
      group by person_id, scheme, benefit, period_from, period_to
      having count(*) > 1
    ),
    repeated_line as (
      select
        crowded_line.person_id,
        crowded_line.payment_id,
        crowded_line.period_from,
        crowded_line.period_to,
        crowded_line.amount_fen,
        row_number() over (
          partition by
            crowded_line.person_id,
            crowded_line.scheme,
            crowded_line.benefit,
            crowded_line.period_from,
            crowded_line.period_to
          order by crowded_line.amount_fen desc, crowded_line.payment_id
        ) as place
      from crowded_line
      join repeated_group
        on repeated_group.person_id = crowded_line.person_id
        and repeated_group.scheme = crowded_line.scheme
        and repeated_group.benefit = crowded_line.benefit
        and repeated_group.period_from = crowded_line.period_from
        and repeated_group.period_to = crowded_line.period_to
    ),
    repeated_person as (
      select
        person_id,
        count(*) as groups_repeated,
        min(benefit) as first_benefit,
        max(benefit) as last_benefit
      from repeated_group
      group by person_id
    )
    select
      repeated_line.person_id as subject_id,
      case when repeated_line.place = 1 then 0 else repeated_line.amount_fen end as amount_fen,
      repeated_line.period_from as period_from,
      repeated_line.period_to as period_to,
      'payment' as evidence_table,
      repeated_line.payment_id as evidence_key,
      0 as is_context,
      repeated_person.groups_repeated as fact_groups,
      repeated_person.first_benefit as fact_first_benefit,
      repeated_person.last_benefit as fact_last_benefit
    from repeated_line
    join repeated_person on repeated_person.person_id = repeated_line.person_id`,
  facts: { groups: 'number', first_benefit: 'text', last_benefit: 'text' },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
  },
  check:
    '核对各笔的批次、账户和银行回单：确已重复到账的追回多发部分；系分笔发放、退票重发或数据重复导入的，说明原因并更正明细。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const title = benefitTitles[facts.first_benefit ?? ''] ?? '待遇'
    const benefit = facts.first_benefit === facts.last_benefit ? title : `${title}等待遇`
    return (
      `${who}的${benefit}在 ${periodFrom} 至 ${periodTo} 间有 ${facts.groups} 个所属期重复正常发放，` +
      `共 ${evidenceCount} 笔，每期扣除最大一笔后多发 ${amount} 元，` +
      '请核对各笔的批次、账户和银行回单并追回多发部分。'
    )
  },
})
