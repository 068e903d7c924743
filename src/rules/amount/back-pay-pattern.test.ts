import { testRule } from '#screening/test-rule.ts'
import { backPayPattern } from './back-pay-pattern.ts'

const line = (month: string, amount: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: month,
  period_from: month,
  period_to: month,
  kind: 'BACK_PAY',
  amount,
  account_number: 'A1',
  status: 'PAID',
  ...other,
})

testRule(backPayPattern, [
  {
    name: 'two back payments eleven months apart',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment: [
        line('2023-07', '100.10'),
        line('2024-06', '200.00'),
        line('2024-06', '3000.00', { payment_id: 'r', kind: 'REGULAR' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '300.10',
        periodFrom: '2023-07',
        periodTo: '2024-06',
        evidenceCount: 2,
        evidence: ['L-2024-06', 'L-2023-07'],
        context: [],
        says: '张*（个人编号 P1）在 2023-07 至 2024-06 间获得补发 2 笔共 300.10 元（有两笔相距不足 12 个月），',
      },
    ],
  },
  {
    name: 'twelve months apart, below 10000 and for twelve months, is usual',
    given: {
      payment: [
        line('2023-06', '9999.99', { period_from: '2022-06', period_to: '2023-05' }),
        line('2024-06', '9999.99', { period_from: '2023-06', period_to: '2024-05' }),
      ],
    },
    found: [],
  },
  {
    name: 'two lines in one month are 0 apart, of whatever scheme and benefit',
    given: {
      payment: [
        line('2024-06', '100.00'),
        line('2024-06', '50.00', { payment_id: 'r', scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '150.00', evidence: ['L-2024-06', 'r'] }],
  },
  {
    name: 'a single line of exactly 10000, or one that covers thirteen months',
    given: {
      payment: [
        line('2024-06', '10000.00'),
        line('2024-06', '130.00', {
          payment_id: 'long',
          person_id: 'P2',
          period_from: '2023-06',
          period_to: '2024-06',
        }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '10000.00', says: '（最大一笔 10,000.00 元），' },
      { subjectId: 'P2', amount: '130.00', periodFrom: '2024-06', says: '（最长一笔补发 13 个月），' },
    ],
  },
  {
    name: 'once one of them holds, all back payments of the person count, signed',
    given: {
      payment: [line('2019-01', '10.00'), line('2022-01', '-5.00'), line('2024-06', '10000.00')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '10005.00',
        periodFrom: '2019-01',
        evidence: ['L-2024-06', 'L-2019-01', 'L-2022-01'],
      },
    ],
  },
  {
    name: 'what was paid before the look-back neither decides nor counts',
    given: {
      payment: [
        line('2018-12', '90000.00'),
        line('2019-01', '10.00'),
        line('2018-12', '20000.00', { payment_id: 'b', person_id: 'P2' }),
        line('2019-01', '10000.00', { payment_id: 'c', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P2', amount: '10000.00', evidence: ['c'], periodFrom: '2019-01' }],
  },
  {
    name: 'the months between three lines: the nearest two decide',
    given: {
      payment: [line('2020-01', '1.00'), line('2021-01', '1.00'), line('2021-12', '1.00')],
    },
    found: [{ subjectId: 'P1', amount: '3.00' }],
  },
  {
    name: 'other kinds and lines that are not paid are no back payments, nor do persons mix',
    given: {
      payment: [
        ...['REGULAR', 'ONE_OFF', 'ADJUSTMENT', 'DEDUCTION', 'RESEND'].map((kind) =>
          line('2024-06', '20000.00', { payment_id: kind, kind }),
        ),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          line('2024-06', '20000.00', { payment_id: status, status }),
        ),
        line('2024-06', '1.00'),
        line('2024-05', '1.00', { person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the parameters move every boundary',
    parameters: { window_months: '0', amount_min: '20000', months_max: '24', look_back_from: '2024-01' },
    given: {
      payment: [
        line('2023-12', '20000.00'),
        line('2024-06', '19999.99', { period_from: '2022-07' }),
        line('2024-06', '1.00', { payment_id: 'same month' }),
        line('2024-06', '1.00', { payment_id: 'long', person_id: 'P2', period_from: '2022-06' }),
      ],
    },
    found: [{ subjectId: 'P2', evidence: ['long'] }],
  },
])
