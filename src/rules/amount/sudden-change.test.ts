import { testRule } from '#screening/test-rule.ts'
import { suddenChange } from './sudden-change.ts'

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
/** May and June of a person, who is also the prefix of the keys. */
const pair = (id: string, before: string, latest: string, other: Record<string, string> = {}) => [
  line('2024-05', before, { payment_id: `${id}-5`, person_id: id, ...other }),
  line('2024-06', latest, { payment_id: `${id}-6`, person_id: id, ...other }),
]
const resident = { scheme: '170', benefit: 'RESIDENT_BASIC' }
const adjustment = (other: Record<string, string> = {}) => ({
  change_id: 'C1',
  entitlement_id: 'E1',
  person_id: 'P1',
  kind: 'ADJUST',
  effective: '2024-06',
  policy_batch: 'TZ2024',
  recorded_at: '2024-06-01 10:00:00',
  ...other,
})

testRule(suddenChange, [
  {
    name: 'up by exactly 20 %, with the month before as context',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment: pair('P1', '3000.00', '3600.00'),
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '600.00',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidence: ['P1-6'],
        context: ['P1-5'],
        says: '张*（个人编号 P1） 2024-06 企业职工基本养老的定期待遇为',
      },
    ],
  },
  {
    name: 'up by a fen less than 20 %, or down by a fen less than 50 %, is no jump',
    given: {
      payment: [...pair('P1', '3000.00', '3599.99'), ...pair('P2', '3000.00', '1500.01')],
    },
    found: [],
  },
  {
    name: 'down by exactly 50 % gives the absolute difference',
    given: { payment: pair('P1', '3000.00', '1500.00') },
    found: [{ subjectId: 'P1', amount: '1500.00', says: '增减 1,500.00 元' }],
  },
  {
    name: 'up by exactly 300 counts, by a fen less does not; down likewise',
    given: {
      payment: [
        ...pair('P1', '1000.00', '1300.00'),
        ...pair('P2', '1000.00', '1299.99'),
        ...pair('P3', '600.00', '300.00'),
        ...pair('P4', '599.98', '299.99'),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '300.00' },
      { subjectId: 'P3', amount: '300.00' },
    ],
  },
  {
    name: 'scheme 170 has 50, every other scheme 300',
    given: {
      payment: [
        ...pair('P1', '200.00', '250.00', resident),
        ...pair('P2', '200.00', '249.99', resident),
        ...pair('P3', '200.00', '499.99', { scheme: '120' }),
        ...pair('P4', '200.00', '500.00', { scheme: '410', benefit: 'INJURY_ALLOWANCE' }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '50.00' },
      { subjectId: 'P4', amount: '300.00' },
    ],
  },
  {
    name: 'both months need a regular paid line',
    given: {
      payment: [
        line('2024-06', '3000.00', { payment_id: 'new pensioner' }),
        line('2024-05', '3000.00', { payment_id: 'stopped', person_id: 'P2' }),
        ...pair('P3', '1000.00', '9000.00', { kind: 'BACK_PAY' }),
        line('2024-05', '1000.00', { payment_id: 'P4-5', person_id: 'P4', status: 'SENT' }),
        line('2024-06', '9000.00', { payment_id: 'P4-6', person_id: 'P4' }),
        line('2024-05', '1000.00', { payment_id: 'P5-5', person_id: 'P5' }),
        line('2024-06', '9000.00', { payment_id: 'P5-6', person_id: 'P5', status: 'RETURNED' }),
        line('2024-05', '1000.00', { payment_id: 'P6-5', person_id: 'P6' }),
        line('2024-06', '9000.00', { payment_id: 'P6-6', person_id: 'P6', kind: 'ADJUSTMENT' }),
      ],
    },
    found: [],
  },
  {
    name: 'back pay, one-off payments and deductions beside the regular line are no jump',
    given: {
      payment: [
        ...pair('P1', '3000.00', '3000.00'),
        line('2024-06', '20000.00', { payment_id: 'back', kind: 'BACK_PAY' }),
        line('2024-06', '20000.00', { payment_id: 'one-off', kind: 'ONE_OFF' }),
        line('2024-06', '-2500.00', { payment_id: 'deduction', kind: 'DEDUCTION' }),
      ],
    },
    found: [],
  },
  {
    name: 'a month before of 0 or less is not compared; a latest month of 0 is',
    given: {
      payment: [
        ...pair('P1', '0.00', '3000.00'),
        ...pair('P2', '-10.00', '3000.00'),
        line('2024-05', '10.00', { payment_id: 'P2-5 too', person_id: 'P2' }),
        ...pair('P3', '3000.00', '0.00'),
        ...pair('P4', '300.00', '-100.00'),
      ],
    },
    found: [
      { subjectId: 'P3', amount: '3000.00' },
      { subjectId: 'P4', amount: '400.00' },
    ],
  },
  {
    name: 'regular lines of a month sum; the first line carries the difference, the others 0',
    given: {
      payment: [
        line('2024-05', '1000.00', { payment_id: 'b1' }),
        line('2024-05', '500.00', { payment_id: 'b2', benefit: 'OTHER' }),
        line('2024-06', '1000.00', { payment_id: 'l2' }),
        line('2024-06', '900.00', { payment_id: 'l1', benefit: 'OTHER' }),
        line('2024-06', '77.00', { payment_id: 'l0', kind: 'BACK_PAY' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '400.00',
        evidenceCount: 2,
        evidence: ['l1', 'l2'],
        context: ['b1', 'b2'],
      },
    ],
  },
  {
    name: 'a regular line split in two is the same total',
    given: {
      payment: [
        line('2024-05', '3000.00'),
        line('2024-06', '1500.00', { payment_id: 'half' }),
        line('2024-06', '1500.00', { payment_id: 'other half' }),
      ],
    },
    found: [],
  },
  {
    name: 'two schemes that jump sum their absolute differences, a third that does not stays out',
    given: {
      payment: [
        ...pair('P1', '3000.00', '4000.00'),
        ...pair('P1', '200.00', '100.00', { ...resident }).map((each) => ({
          ...each,
          payment_id: `resident-${each.payment_id}`,
        })),
        ...pair('P1', '900.00', '910.00', { scheme: '410' }).map((each) => ({
          ...each,
          payment_id: `injury-${each.payment_id}`,
        })),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '1100.00',
        evidence: ['P1-6', 'resident-P1-6'],
        context: ['P1-5', 'resident-P1-5'],
        says: '2024-06 2 个险种的定期待遇为',
      },
    ],
  },
  {
    name: 'a scheme is compared with itself only',
    given: {
      payment: [
        line('2024-05', '1000.00', { scheme: '120' }),
        line('2024-06', '5000.00'),
        line('2024-05', '1000.00', { payment_id: 'b5', person_id: 'P2' }),
        line('2024-06', '5000.00', { payment_id: 'b6', person_id: 'P3' }),
      ],
    },
    found: [],
  },
  {
    name: 'a change in a policy batch that takes effect in the latest month explains all schemes of the person',
    given: {
      payment: [
        ...pair('P1', '3000.00', '4000.00'),
        ...pair('P1', '200.00', '400.00', resident).map((each) => ({
          ...each,
          payment_id: `r-${each.payment_id}`,
        })),
      ],
      entitlement_change: [adjustment(), adjustment({ change_id: 'C2', kind: 'BACK_PAY' })],
    },
    found: [],
  },
  {
    name: 'a change without a policy batch, of another month or of another person explains nothing',
    given: {
      payment: pair('P1', '3000.00', '4000.00'),
      entitlement_change: [
        adjustment({ change_id: 'no batch', policy_batch: '' }),
        adjustment({ change_id: 'before', effective: '2024-05', recorded_at: '2024-06-02 10:00:00' }),
        adjustment({ change_id: 'after', effective: '2024-07' }),
        adjustment({ change_id: 'other', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '1000.00' }],
  },
  {
    name: 'a month between leaves nothing to compare, and a jump of an earlier month is past',
    given: {
      payment: [
        line('2024-04', '1000.00'),
        line('2024-06', '5000.00'),
        line('2024-04', '1000.00', { payment_id: 'b4', person_id: 'P2' }),
        line('2024-05', '5000.00', { payment_id: 'b5', person_id: 'P2' }),
        line('2024-06', '5000.00', { payment_id: 'b6', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the latest month ends with the day of the run',
    asOf: '2024-06-15',
    given: {
      payment: [...pair('P1', '1000.00', '5000.00'), line('2024-07', '5000.00', { payment_id: 'later' })],
    },
    found: [{ subjectId: 'P1', periodFrom: '2024-06', evidence: ['P1-6'] }],
  },
  {
    name: 'a delivery without a paid line has no latest month',
    given: { payment: pair('P1', '1000.00', '5000.00', { status: 'SENT' }) },
    found: [],
  },
  {
    name: 'shares and amounts can be set',
    parameters: { increase: '0.333333', decrease: '0.1', amount_min: '0.01', amount_min_170: '1000' },
    given: {
      payment: [
        ...pair('P1', '10000.00', '13333.33'),
        ...pair('P2', '10000.00', '13333.32'),
        ...pair('P3', '1000.00', '900.00'),
        ...pair('P4', '1000.00', '900.01'),
        ...pair('P5', '1000.00', '1999.99', resident),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '3333.33' },
      { subjectId: 'P3', amount: '100.00' },
    ],
  },
  {
    name: 'absurd amounts are compared exactly, beyond 64 bits',
    given: {
      payment: [
        ...pair('P1', '500000000000000.00', '600000000000000.00'),
        ...pair('P2', '500000000000000.00', '599999999999999.99'),
      ],
    },
    found: [{ subjectId: 'P1', amount: '100000000000000.00' }],
  },
])
