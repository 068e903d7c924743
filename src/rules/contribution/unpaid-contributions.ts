import { count, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/** An employer that paid less than was due in several months, over all schemes. */
export const unpaidContributions = defineRule({
  code: 'CTR-03',
  id: 'contribution/unpaid-contributions',
  version: 1,
  title: { zh: '单位欠缴社会保险费', en: 'Unpaid contributions' },
  purpose: {
    zh: '单位连续或多次欠缴使基金应收未收，拖得越久越难清回；欠费时间长、金额大的应依法清欠。',
    en: 'What an employer owes is lost to the fund the longer it stands; long or large arrears are collected by law.',
  },
  basis: [
    {
      document: '000',
      clause: '基金收支层面 5、企业欠费严重',
      quote: '无力承担缴费或有能力缴费但故意拖欠，难以保证基金征缴到位，导致欠费严重，影响社保基金正常运转',
    },
    {
      document: '002',
      clause: '6.强化社保基金的社会监管',
      quote: '加大清欠力度，确保社保基金应收尽收',
    },
  ],
  level: 2,
  key: 'employer',
  subjectKind: 'employer',
  needs: [['contribution_declaration']],
  reads: ['contribution_declaration'],
  parameters: {
    months_min: count({
      default: '3',
      meaning: {
        zh: '欠缴的月数（各险种合并，同月只计一次）达到此数才算',
        en: 'months with arrears, of all schemes together, from which the employer counts',
      },
    }),
    level_1_months: count({
      default: '12',
      meaning: { zh: '欠缴月数达到此数为一级', en: 'months with arrears from which the level is 1' },
    }),
    level_1_amount: yuan({
      default: '1000000',
      meaning: { zh: '欠缴金额达到此数为一级', en: 'unpaid yuan from which the level is 1' },
    }),
  },
  sql: `
    with unpaid_declaration as (
      select
        employer_id,
        row_key,
        scheme,
        period,
        payable_fen,
        paid_fen,
        payable_fen - paid_fen as unpaid_fen
      from contribution_declaration
      where paid_fen < payable_fen
    ),
    owing_employer as (
      select
        employer_id,
        count(distinct period) as months,
        count(distinct scheme) as schemes,
        cast(sum(payable_fen) as bigint) as payable_fen,
        cast(sum(paid_fen) as bigint) as paid_fen,
        cast(sum(unpaid_fen) as bigint) as unpaid_fen
      from unpaid_declaration
      group by employer_id
      having count(distinct period) >= $months_min
    )
    select
      unpaid_declaration.employer_id as subject_id,
      unpaid_declaration.unpaid_fen as amount_fen,
      unpaid_declaration.period as period_from,
      unpaid_declaration.period as period_to,
      'contribution_declaration' as evidence_table,
      unpaid_declaration.row_key as evidence_key,
      case
        when owing_employer.months >= $level_1_months then 1
        when owing_employer.unpaid_fen >= $level_1_amount then 1
        else 2
      end as level,
      owing_employer.months as fact_months,
      owing_employer.schemes as fact_schemes,
      owing_employer.payable_fen as fact_payable,
      owing_employer.paid_fen as fact_paid
    from unpaid_declaration
    join owing_employer on owing_employer.employer_id = unpaid_declaration.employer_id`,
  facts: { months: 'number', schemes: 'number', payable: 'fen', paid: 'fen' },
  evidence: {
    contribution_declaration: [
      'scheme',
      'period',
      'headcount',
      'base_total',
      'payable',
      'paid',
      'declared_on',
    ],
  },
  check:
    '核对税务实缴入库数据和缓缴批文，查看单位经营、纳税和资产状况；经批准缓缴或进入破产程序的，留存依据后排除，其余催缴并依法清欠。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const when = periodFrom === periodTo ? ` ${periodFrom} ` : ` ${periodFrom} 至 ${periodTo} `
    return (
      `${who}${when}有 ${facts.months} 个月、${facts.schemes} 个险种欠缴社会保险费，应缴 ${facts.payable} 元，` +
      `实缴 ${facts.paid} 元，欠缴 ${amount} 元，请核对入库数据和缓缴批文并催缴清欠。`
    )
  },
})
