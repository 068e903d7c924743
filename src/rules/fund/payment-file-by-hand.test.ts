import { testRule } from '#screening/test-rule.ts'
import { paymentFileByHand } from './payment-file-by-hand.ts'

const batch = (batch_id: string, other: Record<string, string> = {}) => ({
  batch_id,
  scheme: '110',
  pay_month: '2024-06',
  kind: 'MONTHLY',
  line_count: '2',
  total_amount: '3000.10',
  channel: 'DIRECT',
  ...other,
})
const hashes = (prepared_file_hash: string, sent_file_hash: string) => ({
  prepared_file_hash,
  sent_file_hash,
})

testRule(paymentFileByHand, [
  {
    name: 'a file that was carried to the bank',
    given: { payment_batch: [batch('B1', { channel: 'MANUAL_FILE', ...hashes('aa', 'aa') })] },
    found: [
      {
        subjectId: 'B1',
        level: 1,
        amount: '3000.10',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidenceCount: 1,
        evidence: ['B1'],
        context: [],
        says: '支付批次 B1（2024-06 发放 2 笔 3,000.10 元）以人工报盘方式送银行，请',
      },
    ],
  },
  {
    name: 'a direct file whose digests differ',
    given: { payment_batch: [batch('B1', hashes('aa', 'ab'))] },
    found: [{ subjectId: 'B1', says: '元）送银行文件与系统文件的摘要不一致，请' }],
  },
  {
    name: 'both at once are one finding',
    given: { payment_batch: [batch('B1', { channel: 'MANUAL_FILE', ...hashes('aa', 'ab') })] },
    found: [{ subjectId: 'B1', evidenceCount: 1, says: '以人工报盘方式送银行，且送银行文件与系统文件' }],
  },
  {
    name: 'a direct file with equal digests is in order',
    given: { payment_batch: [batch('B1', hashes('aa', 'aa'))] },
    found: [],
  },
  {
    name: 'one digest alone, or none, is no difference',
    given: {
      payment_batch: [batch('B1', hashes('aa', '')), batch('B2', hashes('', 'aa')), batch('B3')],
    },
    found: [],
  },
  {
    name: 'a file carried by hand counts without digests too',
    given: {
      payment_batch: [
        batch('B1', { channel: 'MANUAL_FILE' }),
        batch('B2', { channel: 'MANUAL_FILE', ...hashes('aa', '') }),
      ],
    },
    found: [{ subjectId: 'B1' }, { subjectId: 'B2' }],
  },
  {
    name: 'digests are compared as they are written',
    given: { payment_batch: [batch('B1', hashes('aa', 'AA'))] },
    found: [{ subjectId: 'B1' }],
  },
  {
    name: 'kind, scheme and age of the batch do not matter; a total is as delivered, and counts as 0 if not known',
    given: {
      payment_batch: [
        batch('B1', { channel: 'MANUAL_FILE', kind: 'RESEND', scheme: '170', pay_month: '2015-01' }),
        batch('B2', { channel: 'MANUAL_FILE', total_amount: '-5.00' }),
        batch('B3', { channel: 'MANUAL_FILE', total_amount: '', line_count: '' }),
      ],
    },
    found: [
      { subjectId: 'B1', periodFrom: '2015-01', periodTo: '2015-01' },
      { subjectId: 'B2', amount: '-5.00' },
      { subjectId: 'B3', amount: '0.00', says: '（2024-06 发放 0.00 元）' },
    ],
  },
])
