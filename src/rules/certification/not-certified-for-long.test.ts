import { testRule } from '#screening/test-rule.ts'
import { notCertifiedForLong } from './not-certified-for-long.ts'

const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三' }
const pass = {
  certification_id: 'C1',
  person_id: 'P1',
  certified_at: '2022-06-15 10:00:00',
  channel: 'FACE',
  result: 'PASS',
}
const paidIn = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...change,
})

testRule(notCertifiedForLong, [
  {
    name: 'lines of the months that are more than 24 after the last PASS are the amount',
    given: {
      person: [person],
      certification: [pass, { ...pass, certification_id: 'C0', certified_at: '2021-06-15 10:00:00' }],
      payment: ['2020-01', '2024-05', '2024-06', '2024-07', '2024-08'].map((month) => paidIn(month)),
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6201.00',
        periodFrom: '2024-07',
        periodTo: '2024-08',
        evidenceCount: 2,
        evidence: ['L-2024-07', 'L-2024-08'],
        context: ['C1'],
        says:
          '张*（个人编号 P1）最近一次认证通过在 2022-06-15，至截止日已超过 24 个月，' +
          '2024-08 仍在发放养老金，超期月份共 6,201.00 元',
      },
    ],
  },
  {
    name: 'a PASS on the day 24 months before as_of counts, from its first second on',
    asOf: '2024-08-31',
    given: {
      certification: [{ ...pass, certified_at: '2022-08-31 00:00:00' }],
      payment: [paidIn('2020-01'), paidIn('2024-08')],
    },
    found: [],
  },
  {
    name: 'one day earlier is too early, though no month is over 24 yet: the line of the latest month counts without money',
    asOf: '2024-08-31',
    given: {
      certification: [{ ...pass, certified_at: '2022-08-30 23:59:59' }],
      payment: [paidIn('2020-01'), paidIn('2024-07'), paidIn('2024-08')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '',
        periodTo: '',
        evidence: ['L-2024-08'],
        context: ['C1'],
        says: '最近一次认证通过在 2022-08-30，至截止日已超过 24 个月，2024-08 仍在发放养老金，按整月计尚无超期金额',
      },
    ],
  },
  {
    name: 'from 29 February the day 24 months before is 28 February',
    asOf: '2024-02-29',
    given: {
      certification: [
        { ...pass, certified_at: '2022-02-28 08:00:00' },
        { ...pass, certification_id: 'C2', person_id: 'P2', certified_at: '2022-02-27 08:00:00' },
      ],
      payment: ['P1', 'P2'].flatMap((id) => [
        paidIn('2020-01', { payment_id: `${id}-1`, person_id: id }),
        paidIn('2024-02', { payment_id: `${id}-2`, person_id: id }),
      ]),
    },
    found: [{ subjectId: 'P2', amount: '0.00' }],
  },
  {
    name: 'with another number of months the last day of a shorter month is meant',
    parameters: { months_max: '6' },
    asOf: '2024-08-31',
    given: {
      certification: [
        { ...pass, certified_at: '2024-02-29 12:00:00' },
        { ...pass, certification_id: 'C2', person_id: 'P2', certified_at: '2024-02-28 12:00:00' },
      ],
      payment: ['P1', 'P2'].flatMap((id) =>
        ['2023-01', '2024-08', '2024-09'].map((month) =>
          paidIn(month, { payment_id: `${id}-${month}`, person_id: id }),
        ),
      ),
    },
    found: [
      {
        subjectId: 'P2',
        amount: '3100.50',
        periodFrom: '2024-09',
        evidence: ['P2-2024-09', 'P2-2024-08'],
        says: '已超过 6 个月，2024-08 仍在',
      },
    ],
  },
  {
    name: 'who began to draw in the month of that day or later has time',
    asOf: '2024-08-31',
    given: { certification: [], payment: [paidIn('2022-08'), paidIn('2024-08')] },
    found: [],
  },
  {
    name: 'who began the month before and never passed is found, from more than 24 months after the first line on',
    asOf: '2024-08-31',
    given: {
      person: [person],
      certification: [
        { ...pass, result: 'FAIL' },
        { ...pass, certification_id: 'C2', result: 'PENDING' },
      ],
      payment: [paidIn('2022-07'), paidIn('2024-07'), paidIn('2024-08')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3100.50',
        evidence: ['L-2024-08'],
        context: [],
        says: '自 2022-07 首次领取养老金以来没有认证通过记录，至截止日已超过 24 个月',
      },
    ],
  },
  {
    name: 'the first line may be of any kind, but is a paid pension line',
    asOf: '2024-08-31',
    given: {
      certification: [],
      payment: [
        paidIn('2020-01', { payment_id: 'N1', status: 'RETURNED' }),
        paidIn('2020-02', { payment_id: 'N2', benefit: 'ILLNESS_ALLOWANCE' }),
        paidIn('2022-03', { kind: 'BACK_PAY', benefit: 'RESIDENT_BASIC', scheme: '170' }),
        paidIn('2024-03'),
        paidIn('2024-04'),
        paidIn('2024-06', { kind: 'BACK_PAY' }),
        paidIn('2024-08'),
        paidIn('2024-08', { payment_id: 'D', amount: '-100.50' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '6100.50',
        periodFrom: '2024-04',
        evidence: ['L-2024-04', 'L-2024-08', 'D'],
        says: '自 2022-03 首次领取',
      },
    ],
  },
  {
    name: 'a new pensioner whose last PASS is old has time, because the first line is within the months',
    asOf: '2024-08-31',
    given: { certification: [pass], payment: [paidIn('2023-01'), paidIn('2024-08')] },
    found: [],
  },
  {
    name: 'the old PASS of somebody whose first line came later starts the amount, not the first line',
    asOf: '2024-08-31',
    given: {
      certification: [{ ...pass, certified_at: '2019-01-31 23:59:59' }],
      payment: ['2021-01', '2021-02', '2024-08'].map((month) => paidIn(month)),
    },
    found: [{ subjectId: 'P1', amount: '6201.00', evidence: ['L-2021-02', 'L-2024-08'] }],
  },
  {
    name: 'who is not paid in the latest month is not found; the latest month is that of the whole delivery',
    given: {
      certification: [],
      payment: [
        paidIn('2020-01'),
        paidIn('2024-07'),
        paidIn('2024-08', { payment_id: 'Q', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'in the latest month only a paid regular pension line counts',
    given: {
      certification: [],
      payment: [
        paidIn('2020-01'),
        paidIn('2024-07'),
        paidIn('2024-08', { payment_id: 'N1', kind: 'BACK_PAY' }),
        paidIn('2024-08', { payment_id: 'N2', status: 'SENT' }),
        paidIn('2024-08', { payment_id: 'N3', benefit: 'INJURY_ALLOWANCE', scheme: '410' }),
      ],
    },
    found: [],
  },
  {
    name: 'the latest month ends at as_of, yet lines paid later count and a PASS after as_of clears',
    asOf: '2024-07-31',
    given: {
      certification: [
        pass,
        { ...pass, certification_id: 'C2', person_id: 'P2' },
        { ...pass, certification_id: 'C3', person_id: 'P2', certified_at: '2024-08-01 09:00:00' },
      ],
      payment: ['P1', 'P2'].flatMap((id) =>
        ['2020-01', '2024-07', '2024-08'].map((month) =>
          paidIn(month, { payment_id: `${id}-${month}`, person_id: id }),
        ),
      ),
    },
    found: [{ subjectId: 'P1', amount: '6201.00', evidence: ['P1-2024-07', 'P1-2024-08'] }],
  },
  {
    name: 'where the payments end long before as_of nobody may be over 24 months by month yet',
    asOf: '2024-12-31',
    given: { certification: [], payment: [paidIn('2022-06'), paidIn('2024-06')] },
    found: [{ subjectId: 'P1', amount: '0.00', periodFrom: '', evidence: ['L-2024-06'] }],
  },
  {
    name: 'nothing paid up to as_of is no latest month',
    asOf: '2019-12-31',
    given: { certification: [], payment: [paidIn('2020-01')] },
    found: [],
  },
  {
    name: 'a PASS of somebody else does not help',
    given: {
      certification: [{ ...pass, person_id: 'P2', certified_at: '2024-08-01 09:00:00' }],
      payment: [paidIn('2022-01'), paidIn('2024-08')],
    },
    found: [{ subjectId: 'P1', amount: '3100.50' }],
  },
])
