import { testRule } from '#screening/test-rule.ts'
import { severalHighMonths } from './several-high-months.ts'

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
/** Usual months of 2020, so that they neither are high nor near the months that are. */
const usual = (amount: string, months = 5, other: Record<string, string> = {}) =>
  Array.from({ length: months }, (_, index) =>
    line(`2020-${String(index + 1).padStart(2, '0')}`, amount, {
      payment_id: `U${index + 1}${other.person_id ?? ''}${other.scheme ?? ''}`,
      ...other,
    }),
  )

testRule(severalHighMonths, [
  {
    name: 'two months of exactly three times the median, eleven months apart',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment: [...usual('1000.00'), line('2024-01', '3000.00'), line('2024-12', '3000.00')],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6000.00',
        periodFrom: '2024-01',
        periodTo: '2024-12',
        evidenceCount: 2,
        evidence: ['L-2024-01', 'L-2024-12'],
        context: [],
        says:
          '张*（个人编号 P1）在 2024-01 至 2024-12 间有 2 个月的发放合计达到本人平常月份的 3 倍以上，' +
          '共 2 笔 6,000.00 元，最高为 2024-01 企业职工基本养老 3,000.00 元',
      },
    ],
  },
  {
    name: 'twelve months apart is not within a year',
    given: { payment: [...usual('1000.00'), line('2024-01', '9000.00'), line('2025-01', '9000.00')] },
    found: [],
  },
  {
    name: 'one high month, or a second one a fen short of three times or of 3000, is not several',
    given: {
      payment: [
        ...usual('1000.01'),
        line('2024-01', '3000.03'),
        line('2024-02', '3000.02'),
        ...usual('500.00', 5, { person_id: 'P2' }),
        line('2024-01', '3000.00', { payment_id: 'P2a', person_id: 'P2' }),
        line('2024-02', '2999.99', { payment_id: 'P2b', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the high months take part in the median',
    given: { payment: [...usual('1000.00', 2), line('2024-01', '9000.00'), line('2024-02', '9000.00')] },
    found: [],
  },
  {
    name: 'the median of an even number of months is the mean of the two middle ones, exactly',
    given: {
      payment: [
        // 1000.00 1000.00 1000.00 | 1000.01 … : the median is 1000.005, three times it 3000.015.
        ...usual('1000.00', 3),
        line('2023-01', '1000.01'),
        line('2024-01', '3000.02'),
        line('2024-02', '3000.02'),
        ...usual('1000.00', 3, { person_id: 'P2' }),
        line('2023-01', '1000.01', { payment_id: 'P2m', person_id: 'P2' }),
        line('2024-01', '3000.01', { payment_id: 'P2a', person_id: 'P2' }),
        line('2024-02', '3000.02', { payment_id: 'P2b', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-01', 'L-2024-02'] }],
  },
  {
    name: 'the total of a month decides, of all kinds of paid lines, signed; each line of it counts',
    given: {
      payment: [
        ...usual('1000.00'),
        line('2024-01', '1000.00'),
        line('2024-01', '2500.00', { payment_id: 'arrears', kind: 'BACK_PAY' }),
        line('2024-01', '-500.00', { payment_id: 'deduction', kind: 'DEDUCTION' }),
        line('2024-01', '900.00', { payment_id: 'not paid', status: 'RETURNED' }),
        line('2024-02', '3000.00'),
        line('2024-03', '4000.00'),
        line('2024-03', '-1000.01', { payment_id: 'too much back', kind: 'DEDUCTION' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '6000.00',
        evidence: ['L-2024-02', 'arrears', 'L-2024-01', 'deduction'],
        periodTo: '2024-02',
      },
    ],
  },
  {
    name: 'all high months of a scheme that has two close ones count, also one far away',
    given: {
      payment: [
        ...usual('1000.00', 9),
        line('2018-01', '5000.00'),
        line('2024-01', '5000.00'),
        line('2024-02', '5000.00'),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '15000.00',
        periodFrom: '2018-01',
        periodTo: '2024-02',
        evidence: ['L-2018-01', 'L-2024-01', 'L-2024-02'],
        says: '有 3 个月',
      },
    ],
  },
  {
    name: 'schemes are looked at one by one: one high month in each is not several in one',
    given: {
      payment: [
        ...usual('1000.00'),
        ...usual('1000.00', 5, { scheme: '170', benefit: 'RESIDENT_BASIC' }),
        line('2024-01', '5000.00'),
        line('2024-02', '5000.00', { payment_id: 'r', scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
    },
    found: [],
  },
  {
    name: 'two schemes that both have several sum, the highest is told',
    given: {
      payment: [
        ...usual('1000.00', 5),
        ...usual('1000.00', 5, { scheme: '410', benefit: 'INJURY_ALLOWANCE' }),
        ...usual('1000.00', 5, { scheme: '170', benefit: 'RESIDENT_BASIC' }),
        ...['2024-01', '2024-02'].flatMap((month) => [
          line(month, '5000.00'),
          line(month, '6000.00', { payment_id: `i-${month}`, scheme: '410', benefit: 'INJURY_ALLOWANCE' }),
        ]),
        line('2024-01', '7000.00', { payment_id: 'r', scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '22000.00',
        evidenceCount: 4,
        says: '间有 2 个月的发放合计达到本人平常月份的 3 倍以上，共 4 笔 22,000.00 元，最高为 2024-01 工伤 6,000.00 元',
      },
    ],
  },
  {
    name: 'a median of nothing or less makes every month of 3000 high',
    given: {
      payment: [...usual('-10.00', 5), line('2024-01', '3000.00'), line('2024-02', '3000.00')],
    },
    found: [{ subjectId: 'P1', amount: '6000.00' }],
  },
  {
    name: 'there is no look-back',
    given: { payment: [...usual('1000.00', 9), line('2010-01', '5000.00'), line('2010-02', '5000.00')] },
    found: [{ subjectId: 'P1', periodFrom: '2010-01' }],
  },
  {
    name: 'high_months_min asks for that many within the window',
    parameters: { high_months_min: '3' },
    given: {
      payment: ['P1', 'P2'].flatMap((id) => [
        ...usual('1000.00', 9, { person_id: id }),
        ...['2024-01', '2024-06', id === 'P1' ? '2024-12' : '2025-01'].map((month) =>
          line(month, '5000.00', { payment_id: `${id}-${month}`, person_id: id }),
        ),
      ]),
    },
    found: [{ subjectId: 'P1', amount: '15000.00' }],
  },
  {
    name: 'one high month is enough where it is asked, and the other parameters move their boundaries',
    parameters: { high_months_min: '1', window_months: '1', times: '1.5', amount_min: '100' },
    given: {
      payment: [
        ...usual('80.00'),
        line('2024-01', '120.00'),
        line('2024-02', '119.99'),
        ...usual('10.00', 5, { person_id: 'P2' }),
        line('2024-01', '99.99', { payment_id: 'P2a', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '120.00', evidence: ['L-2024-01'], says: '平常月份的 1.5 倍以上' }],
  },
])
