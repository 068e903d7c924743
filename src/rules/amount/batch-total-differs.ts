import { defineRule } from '#screening/rule.ts'

/** What a payment batch declares is not what its lines come to. */
export const batchTotalDiffers = defineRule({
  code: 'AMT-14',
  id: 'amount/batch-total-differs',
  version: 1,
  title: { zh: '批次总额与明细不符', en: 'Batch total differs from its lines' },
  purpose: {
    zh: '批次的笔数和总额应当等于其明细；不符说明批次在审核后被增删，或总额与明细不是同一来源。',
    en: 'A batch’s count and total are those of its lines; a difference means lines came or went after review, or two sources.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况',
    },
  ],
  level: 1,
  key: 'batch',
  subjectKind: 'batch',
  needs: [['payment_batch'], ['payment']],
  reads: ['payment_batch', 'payment'],
  parameters: {},
  // A batch whose lines were all cancelled has lines in the delivery, and comes to nothing.
  sql: `
    with lines_of_batch as (
      select
        batch_id,
        cast(sum(case when status = 'CANCELLED' then 0 else 1 end) as bigint) as actual_lines,
        cast(sum(case when status = 'CANCELLED' then 0 else amount_fen end) as bigint) as actual_fen,
        cast(sum(case when status = 'CANCELLED' then 1 else 0 end) as bigint) as cancelled_lines
      from payment
      where batch_id is not null
      group by batch_id
    ),
    compared_batch as (
      select
        payment_batch.batch_id,
        payment_batch.pay_month,
        payment_batch.line_count as declared_lines,
        coalesce(payment_batch.total_amount_fen, 0) as declared_fen,
        lines_of_batch.actual_lines,
        coalesce(lines_of_batch.actual_fen, 0) as actual_fen,
        lines_of_batch.cancelled_lines
      from payment_batch
      join lines_of_batch on lines_of_batch.batch_id = payment_batch.batch_id
    )
    select
      batch_id as subject_id,
      abs(actual_fen - declared_fen) as amount_fen,
      pay_month as period_from,
      pay_month as period_to,
      'payment_batch' as evidence_table,
      batch_id as evidence_key,
      declared_lines as fact_declared_lines,
      declared_fen as fact_declared_total,
      actual_lines as fact_actual_lines,
      actual_fen as fact_actual_total,
      cancelled_lines as fact_cancelled_lines
    from compared_batch
    where actual_lines <> declared_lines
      or actual_fen <> declared_fen`,
  facts: {
    declared_lines: 'number',
    declared_total: 'fen',
    actual_lines: 'number',
    actual_total: 'fen',
    cancelled_lines: 'number',
  },
  evidence: {
    payment_batch: [
      'pay_month',
      'scheme',
      'kind',
      'line_count',
      'total_amount',
      'channel',
      'prepared_by',
      'reviewed_by',
      'approved_by',
      'sent_at',
      'settled_at',
    ],
  },
  check:
    '逐笔核对批次明细与送银行文件、银行回盘，查明增删的明细由谁、在审核之前还是之后改动；明细导出不全的，补齐后重新筛查。',
  explain: ({ who, amount, facts, periodFrom }) => {
    const declaredLines = facts.declared_lines === null ? '未填笔数' : ` ${facts.declared_lines} 笔`
    const cancelled = facts.cancelled_lines === '0' ? '' : `（另有 ${facts.cancelled_lines} 笔已撤销不计）`
    return (
      `${who}（${periodFrom} 发放）登记${declaredLines} ${facts.declared_total} 元，` +
      `明细实有 ${facts.actual_lines} 笔 ${facts.actual_total} 元${cancelled}，金额相差 ${amount} 元，` +
      '请逐笔核对批次明细、送银行文件和银行回盘。'
    )
  },
})
