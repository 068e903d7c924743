import { defineRule } from '#screening/rule.ts'

/** A payment file that was carried to the bank by hand, or is not the one that the system made. */
export const paymentFileByHand = defineRule({
  code: 'FIN-27',
  id: 'fund/payment-file-by-hand',
  version: 1,
  title: { zh: '社银人工报盘或文件被改', en: 'Payment file by hand or changed' },
  purpose: {
    zh: '发放文件应由系统直连送银行；人工报盘时文件经人手，摘要不符说明送银行的已不是系统生成的文件。',
    en: 'Payment files go from system to bank directly; a file carried by hand can be changed, and different digests say that it was.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（四）基金财务管理情况',
      quote: '存在社银人工报盘情况',
    },
    {
      document: '000',
      clause: '（三）完善社保经办风险防控体系',
      quote: '实现社银系统对接，全面取消社银人工报盘',
    },
  ],
  level: 1,
  key: 'batch',
  subjectKind: 'batch',
  needs: [['payment_batch']],
  reads: ['payment_batch'],
  parameters: {},
  // A digest that is missing is no difference: both must be there.
  sql: `
    with touched_batch as (
      select
        batch_id,
        pay_month,
        coalesce(total_amount_fen, 0) as amount_fen,
        line_count,
        case when channel = 'MANUAL_FILE' then 1 else 0 end as is_by_hand,
        case when prepared_file_hash <> sent_file_hash then 1 else 0 end as is_changed
      from payment_batch
    )
    select
      batch_id as subject_id,
      amount_fen as amount_fen,
      pay_month as period_from,
      pay_month as period_to,
      'payment_batch' as evidence_table,
      batch_id as evidence_key,
      line_count as fact_lines,
      is_by_hand as fact_is_by_hand,
      is_changed as fact_is_changed
    from touched_batch
    where is_by_hand = 1
      or is_changed = 1`,
  facts: { lines: 'number', is_by_hand: 'number', is_changed: 'number' },
  evidence: {
    payment_batch: [
      'pay_month',
      'scheme',
      'kind',
      'line_count',
      'total_amount',
      'channel',
      'prepared_file_hash',
      'sent_file_hash',
      'prepared_by',
      'reviewed_by',
      'approved_by',
      'sent_at',
      'settled_at',
    ],
  },
  check:
    '逐笔核对系统文件、送银行文件和银行回盘，查明由谁导出、改动和报送；确因系统故障应急报盘的，核对双人封存和审批记录。',
  explain: ({ who, amount, facts, periodFrom }) => {
    const lines = facts.lines === null ? '' : ` ${facts.lines} 笔`
    const how = [
      facts.is_by_hand === '1' ? '以人工报盘方式送银行' : '',
      facts.is_changed === '1' ? '送银行文件与系统文件的摘要不一致' : '',
    ]
    return (
      `${who}（${periodFrom} 发放${lines} ${amount} 元）${how.filter((part) => part !== '').join('，且')}，` +
      '请逐笔核对系统文件、送银行文件和银行回盘，查明何人经手。'
    )
  },
})
