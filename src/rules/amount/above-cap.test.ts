import { testRule } from '#screening/test-rule.ts'
import { aboveCap } from './above-cap.ts'

const line = (month: string, amount: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: month,
  period_from: month,
  period_to: month,
  kind: 'REGULAR',
  amount,
  account_number: 'A1',
  status: 'PAID',
  ...other,
})

testRule(aboveCap, [
  {
    name: 'exactly at the cap is lawful, a fen above is not',
    given: { payment: [line('2024-01', '20000.00'), line('2024-02', '20000.01')] },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '20000.01',
        periodFrom: '2024-02',
        periodTo: '2024-02',
        evidence: ['L-2024-02'],
        context: [],
        says: '个人编号 P1在 2024-02 发放金额超过上限，共 1 笔 20,000.01 元，最高为 2024-02 企业职工基本养老',
      },
    ],
  },
  {
    name: 'each scheme has its own cap',
    given: {
      payment: [
        line('2024-01', '25000.00', { scheme: '120' }),
        line('2024-02', '25000.01', { scheme: '120' }),
        line('2024-03', '2000.00', { scheme: '170', benefit: 'RESIDENT_BASIC' }),
        line('2024-04', '2000.01', { scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '27000.02', evidence: ['L-2024-02', 'L-2024-04'] }],
  },
  {
    name: 'other schemes have no cap',
    given: {
      payment: ['210', '310', '390', '410', '510'].map((scheme) =>
        line('2024-01', '990000.00', { payment_id: scheme, scheme, benefit: 'OTHER' }),
      ),
    },
    found: [],
  },
  {
    name: 'the paid lines of a month sum, of every kind and benefit, deductions with their sign',
    given: {
      payment: [
        line('2024-01', '15000.00'),
        line('2024-01', '6000.00', { payment_id: 'back', kind: 'BACK_PAY' }),
        line('2024-01', '-1000.00', { payment_id: 'deduction', kind: 'DEDUCTION' }),
        line('2024-02', '15000.00'),
        line('2024-02', '5000.00', { payment_id: 'lump', kind: 'ONE_OFF', benefit: 'FUNERAL' }),
        line('2024-02', '0.02', { payment_id: 'adjustment', kind: 'ADJUSTMENT' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '20000.02',
        periodFrom: '2024-02',
        evidence: ['L-2024-02', 'lump', 'adjustment'],
      },
    ],
  },
  {
    name: 'a deduction is part of the monthly total of a month above the cap',
    given: {
      payment: [
        line('2024-01', '30000.00'),
        line('2024-01', '-100.50', { payment_id: 'deduction', kind: 'DEDUCTION' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '29899.50', evidence: ['L-2024-01', 'deduction'] }],
  },
  {
    name: 'lines that are not paid are no part of the total, nor of the amount',
    given: {
      payment: [
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          line('2024-01', '50000.00', { payment_id: status, status }),
        ),
        line('2024-01', '20000.00'),
        line('2024-02', '20000.01'),
        line('2024-02', '1.00', { payment_id: 'sent', status: 'SENT' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '20000.01', evidence: ['L-2024-02'] }],
  },
  {
    name: 'two schemes of one month do not sum, nor two months, nor two persons',
    given: {
      payment: [
        line('2024-01', '19000.00'),
        line('2024-01', '24000.00', { payment_id: 'scheme', scheme: '120' }),
        line('2024-02', '19000.00'),
        line('2024-01', '19000.00', { payment_id: 'person', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the first month of the look-back counts, the one before does not, whatever period it is for',
    given: {
      payment: [
        line('2018-12', '90000.00', { period_from: '2019-01', period_to: '2019-01' }),
        line('2019-01', '90000.00', { period_from: '2018-12', period_to: '2018-12' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '90000.00', periodFrom: '2019-01', periodTo: '2019-01' }],
  },
  {
    name: 'months after the day of the run count like others',
    asOf: '2024-01-31',
    given: { payment: [line('2024-05', '90000.00')] },
    found: [{ subjectId: 'P1', periodFrom: '2024-05' }],
  },
  {
    name: 'the sentence names the highest month; months of two schemes count once',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment: [
        line('2024-01', '30000.00'),
        line('2024-02', '40000.00', { scheme: '120' }),
        line('2024-02', '2500.00', { payment_id: 'R', scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '72500.00',
        periodFrom: '2024-01',
        periodTo: '2024-02',
        evidence: ['L-2024-02', 'L-2024-01', 'R'],
        says: '在 2024-01 至 2024-02 间有 2 个月发放金额超过上限，共 3 笔 72,500.00 元，最高为 2024-02 机关事业单位养老',
      },
    ],
  },
  {
    name: 'caps and look-back can be set',
    parameters: { cap_110: '30000', cap_120: '0.5', cap_170: '1999.99', look_back_from: '2024-02' },
    given: {
      payment: [
        line('2024-02', '30000.00'),
        line('2024-01', '99999.00', { payment_id: 'early' }),
        line('2024-02', '0.51', { payment_id: 'P2', person_id: 'P2', scheme: '120' }),
        line('2024-02', '2000.00', { payment_id: 'P3', person_id: 'P3', scheme: '170' }),
      ],
    },
    found: [
      { subjectId: 'P2', amount: '0.51' },
      { subjectId: 'P3', amount: '2000.00' },
    ],
  },
  {
    name: 'an absurd amount stays exact',
    given: { payment: [line('2024-01', '987654321098765.43')] },
    found: [{ subjectId: 'P1', amount: '987654321098765.43' }],
  },
])
