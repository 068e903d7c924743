import { testRule } from '#screening/test-rule.ts'
import { batchTotalDiffers } from './batch-total-differs.ts'

const batch = (lines: string, total: string, other: Record<string, string> = {}) => ({
  batch_id: 'B1',
  scheme: '110',
  pay_month: '2024-06',
  kind: 'MONTHLY',
  line_count: lines,
  total_amount: total,
  channel: 'DIRECT',
  ...other,
})
const line = (id: string, amount: string, other: Record<string, string> = {}) => ({
  payment_id: id,
  batch_id: 'B1',
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: '2024-06',
  period_from: '2024-06',
  period_to: '2024-06',
  kind: 'REGULAR',
  amount,
  status: 'PAID',
  ...other,
})

testRule(batchTotalDiffers, [
  {
    name: 'count and total agree',
    given: {
      payment_batch: [batch('2', '3000.10')],
      payment: [line('L1', '1000.00'), line('L2', '2000.10')],
    },
    found: [],
  },
  {
    name: 'a fen too much is a finding of one row, with the month of the batch',
    given: {
      payment_batch: [batch('2', '3000.10')],
      payment: [
        line('L1', '1000.00', { pay_month: '2024-05' }),
        line('L2', '2000.11', { pay_month: '2024-07' }),
      ],
    },
    found: [
      {
        subjectId: 'B1',
        level: 1,
        amount: '0.01',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidenceCount: 1,
        evidence: ['B1'],
        context: [],
        says: '支付批次 B1（2024-06 发放）登记 2 笔',
      },
    ],
  },
  {
    name: 'lines that come to less give the absolute difference',
    given: { payment_batch: [batch('2', '3000.00')], payment: [line('L1', '1000.00')] },
    found: [{ subjectId: 'B1', amount: '2000.00', says: '明细实有 1 笔' }],
  },
  {
    name: 'where only the count differs the amount is 0.00',
    given: {
      payment_batch: [batch('1', '3000.00')],
      payment: [line('L1', '1000.00'), line('L2', '2000.00')],
    },
    found: [{ subjectId: 'B1', amount: '0.00', evidenceCount: 1, says: '金额相差 0.00 元' }],
  },
  {
    name: 'cancelled lines are left out, returned, held and sent ones are not',
    given: {
      payment_batch: [batch('4', '1000.00')],
      payment: [
        line('L1', '100.00'),
        line('L2', '200.00', { status: 'RETURNED' }),
        line('L3', '300.00', { status: 'HELD' }),
        line('L4', '400.00', { status: 'SENT' }),
        line('L5', '5000.00', { status: 'CANCELLED' }),
      ],
    },
    found: [],
  },
  {
    name: 'a batch that still counts its cancelled line differs by it',
    given: {
      payment_batch: [batch('2', '3000.00')],
      payment: [line('L1', '1000.00'), line('L2', '2000.00', { status: 'CANCELLED' })],
    },
    found: [{ subjectId: 'B1', amount: '2000.00', says: '（另有 1 笔已撤销不计）' }],
  },
  {
    name: 'a batch without any line in the delivery is left out',
    given: {
      payment_batch: [batch('2', '3000.00')],
      payment: [line('L1', '3000.00', { batch_id: 'B2' }), line('L2', '10.00', { batch_id: '' })],
    },
    found: [],
  },
  {
    name: 'a batch whose lines are all cancelled has lines, and comes to nothing',
    given: {
      payment_batch: [batch('1', '3000.00'), batch('0', '0.00', { batch_id: 'B2' })],
      payment: [
        line('L1', '3000.00', { status: 'CANCELLED' }),
        line('L2', '1.00', { batch_id: 'B2', status: 'CANCELLED' }),
      ],
    },
    found: [{ subjectId: 'B1', amount: '3000.00', says: '明细实有 0 笔 0.00 元' }],
  },
  {
    name: 'lines without a batch, or of a batch that is not delivered, belong to none',
    given: {
      payment_batch: [batch('1', '1000.00')],
      payment: [
        line('L1', '1000.00'),
        line('L2', '5.00', { batch_id: '' }),
        line('L3', '7.00', { batch_id: 'B9' }),
      ],
    },
    found: [],
  },
  {
    name: 'deductions are summed with their sign, and a total may be negative',
    given: {
      payment_batch: [batch('2', '900.00'), batch('1', '100.00', { batch_id: 'B2' })],
      payment: [
        line('L1', '1000.00'),
        line('L2', '-100.00', { kind: 'DEDUCTION' }),
        line('L3', '-100.00', { batch_id: 'B2', kind: 'DEDUCTION' }),
      ],
    },
    found: [{ subjectId: 'B2', amount: '200.00' }],
  },
  {
    name: 'persons, schemes, kinds and months of the lines do not matter',
    given: {
      payment_batch: [batch('2', '300.00', { kind: 'RESEND', channel: 'MANUAL_FILE' })],
      payment: [
        line('L1', '100.00', { person_id: 'P2', scheme: '170', kind: 'RESEND' }),
        line('L2', '200.00', { pay_month: '2023-01', kind: 'ONE_OFF' }),
      ],
    },
    found: [],
  },
  {
    name: 'a total that is not known counts as 0, a count that is not known is not compared',
    given: {
      payment_batch: [
        batch('1', ''),
        batch('', '1000.00', { batch_id: 'B2' }),
        batch('', '900.00', { batch_id: 'B3' }),
      ],
      payment: [
        line('L1', '1000.00'),
        line('L2', '1000.00', { batch_id: 'B2' }),
        line('L3', '1000.00', { batch_id: 'B3' }),
      ],
    },
    found: [
      { subjectId: 'B1', amount: '1000.00' },
      { subjectId: 'B3', amount: '100.00', says: '登记未填笔数' },
    ],
  },
  {
    name: 'several batches at once are separate findings, old ones too',
    given: {
      payment_batch: [
        batch('1', '1.00'),
        batch('9', '1.00', { batch_id: 'B2', pay_month: '2015-03' }),
        batch('1', '1.00', { batch_id: 'B3' }),
      ],
      payment: [
        line('L1', '2.00'),
        line('L2', '1.00', { batch_id: 'B2' }),
        line('L3', '1.00', { batch_id: 'B3' }),
      ],
    },
    found: [
      { subjectId: 'B1', amount: '1.00' },
      { subjectId: 'B2', amount: '0.00', periodFrom: '2015-03' },
    ],
  },
])
