import { defineRule } from '#screening/rule.ts'

/**
 * A bank statement whose lines do not follow from each other. Each line counts that comes after a gap or whose balance
 * is not the one before it plus what came in or minus what went out; the line before it is context.
 */
export const statementBroken = defineRule({
  code: 'FIN-24',
  id: 'fund/statement-broken',
  version: 1,
  title: { zh: '流水余额断链', en: 'Broken bank statement' },
  purpose: {
    zh: '银行流水的序号应当连续，每笔余额应由上一笔推出；断号、断链说明流水缺失、被删改或伪造。',
    en: 'Numbers of a statement run on, and each balance follows from the one before; where they do not, lines are missing or forged.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（四）基金财务管理情况',
      quote: '支出户发生额明细、余额存在核对不一致情况',
    },
    {
      document: '000',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote: '确保在同一口径下财务与业务数据的一致性',
    },
  ],
  level: 1,
  key: 'fund_account',
  subjectKind: 'fund_account',
  needs: [['bank_transaction']],
  reads: ['bank_transaction', 'fund_account'],
  parameters: {},
  sql: `
    with statement_line as (
      select
        fund_account_id,
        row_key,
        sequence,
        occurred_at_day,
        balance_after_fen,
        case when direction = 'IN' then coalesce(amount_fen, 0) else -coalesce(amount_fen, 0) end as change_fen,
        lag(row_key) over (partition by fund_account_id order by sequence) as previous_key,
        lag(sequence) over (partition by fund_account_id order by sequence) as previous_sequence,
        lag(balance_after_fen) over (partition by fund_account_id order by sequence) as previous_balance_fen
      from bank_transaction
    ),
    broken_line as (
      select
        fund_account_id,
        row_key,
        previous_key,
        occurred_at_day,
        sequence - previous_sequence - 1 as missing_lines,
        abs(coalesce(balance_after_fen - previous_balance_fen - change_fen, 0)) as break_fen
      from statement_line
      where sequence <> previous_sequence + 1
        or balance_after_fen <> previous_balance_fen + change_fen
    ),
    broken_account as (
      select
        fund_account_id,
        cast(sum(case when break_fen <> 0 then 1 else 0 end) as bigint) as breaks,
        cast(sum(case when missing_lines <> 0 then 1 else 0 end) as bigint) as gaps,
        cast(sum(missing_lines) as bigint) as missing_lines
      from broken_line
      group by fund_account_id
    ),
    row_shown as (
      select
        fund_account_id,
        break_fen as amount_fen,
        occurred_at_day as period,
        'bank_transaction' as evidence_table,
        row_key as evidence_key,
        0 as is_context
      from broken_line
      union all
      select
        line.fund_account_id,
        0 as amount_fen,
        null as period,
        'bank_transaction' as evidence_table,
        line.previous_key as evidence_key,
        1 as is_context
      from broken_line as line
      left join broken_line as counted on counted.row_key = line.previous_key
      where counted.row_key is null
      union all
      select
        fund_account.fund_account_id,
        0 as amount_fen,
        null as period,
        'fund_account' as evidence_table,
        fund_account.fund_account_id as evidence_key,
        1 as is_context
      from fund_account
      join broken_account on broken_account.fund_account_id = fund_account.fund_account_id
    )
    select
      row_shown.fund_account_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      broken_account.breaks as fact_breaks,
      broken_account.gaps as fact_gaps,
      broken_account.missing_lines as fact_missing_lines
    from row_shown
    join broken_account on broken_account.fund_account_id = row_shown.fund_account_id`,
  facts: { breaks: 'number', gaps: 'number', missing_lines: 'number' },
  evidence: {
    bank_transaction: [
      'sequence',
      'occurred_at',
      'direction',
      'amount',
      'balance_after',
      'counterparty_name',
      'memo',
      'batch_id',
      'voucher_number',
    ],
    fund_account: ['kind', 'bank', 'account_number'],
  },
  check:
    '直接向开户银行调取该账户原始流水，逐笔核对缺号和余额不连续处；导出时漏行、分页或多币种合并造成的，补齐后重新筛查。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const gaps = facts.gaps === '0' ? '' : `断号 ${facts.gaps} 处（共缺 ${facts.missing_lines} 个序号）`
    const breaks =
      facts.breaks === '0' ? '余额均能衔接' : `余额不衔接 ${facts.breaks} 处，差额合计 ${amount} 元`
    const when = periodFrom === periodTo ? ` ${periodFrom} ` : ` ${periodFrom} 至 ${periodTo} 间`
    return (
      `${who}的银行流水${when}${[gaps, breaks].filter((part) => part !== '').join('，')}，` +
      '请直接向开户银行调取原始流水逐笔核对。'
    )
  },
})
