import { testRule } from '#screening/test-rule.ts'
import { samePeriodPaidTwice } from './same-period-paid-twice.ts'

const line = (id: string, change: Record<string, string> = {}) => ({
  payment_id: id,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
  pay_month: '2024-05',
  period_from: '2024-05',
  period_to: '2024-05',
  ...change,
})
const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))
const of2023 = (month: string) => ({
  pay_month: `2023-${month}`,
  period_from: `2023-${month}`,
  period_to: `2023-${month}`,
})
const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三' }

testRule(samePeriodPaidTwice, [
  {
    name: 'all lines of the group count, the largest with no amount',
    given: {
      person: [person],
      payment: [
        line('A', { amount: '3000.00' }),
        line('B', { amount: '3200.00' }),
        line('C', { amount: '100.50' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '3100.50',
        periodFrom: '2024-05',
        periodTo: '2024-05',
        evidenceCount: 3,
        evidence: ['A', 'C', 'B'],
        context: [],
        says:
          '张*（个人编号 P1）的基本养老金在 2024-05 至 2024-05 间有 1 个所属期重复正常发放，' +
          '共 3 笔，每期扣除最大一笔后多发 3,100.50 元',
      },
    ],
  },
  {
    name: 'of equal lines the first by id stands for what was due',
    given: { payment: [line('B'), line('A')] },
    found: [{ subjectId: 'P1', amount: '3100.50', evidence: ['B', 'A'] }],
  },
  {
    name: 'one line for each month is lawful',
    given: {
      payment: [
        line('A'),
        line('B', { pay_month: '2024-06', period_from: '2024-06', period_to: '2024-06' }),
        line('C', { pay_month: '2024-05', period_from: '2024-04', period_to: '2024-04' }),
      ],
    },
    found: [],
  },
  {
    name: 'another person, scheme, benefit, first or last month is another group',
    given: {
      payment: [
        line('A'),
        line('B', { person_id: 'P2' }),
        line('C', { scheme: '120' }),
        line('D', { benefit: 'ILLNESS_ALLOWANCE' }),
        line('E', { period_from: '2024-04' }),
        line('F', { period_to: '2024-06' }),
      ],
    },
    found: [],
  },
  {
    name: 'two paid in different months for the same period are one group',
    given: { payment: [line('A'), line('B', { pay_month: '2024-09', amount: '3000.00' })] },
    found: [{ subjectId: 'P1', amount: '3000.00', periodFrom: '2024-05', periodTo: '2024-05' }],
  },
  {
    name: 'lines that were returned, held, cancelled or only sent, and other kinds, are no second payment',
    given: {
      payment: [
        line('A'),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) => line(status, { status })),
        ...['BACK_PAY', 'ONE_OFF', 'ADJUSTMENT', 'DEDUCTION', 'RESEND'].map((kind) => line(kind, { kind })),
      ],
    },
    found: [],
  },
  {
    name: 'every benefit of every scheme is concerned, whichever entitlement or account it went to',
    given: {
      payment: [
        line('A', { scheme: '210', benefit: 'UNEMPLOYMENT', entitlement_id: 'E1', account_number: '1' }),
        line('B', { scheme: '210', benefit: 'UNEMPLOYMENT', entitlement_id: 'E2', account_number: '2' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '3100.50', says: '个人编号 P1的失业保险金在' }],
  },
  {
    name: 'several groups of a person are summed group by group',
    given: {
      payment: [
        line('A'),
        line('B', { amount: '1000.00' }),
        line('C', { scheme: '170', benefit: 'RESIDENT_BASIC', amount: '210.00' }),
        line('D', { scheme: '170', benefit: 'RESIDENT_BASIC', amount: '210.00' }),
        line('E', { period_from: '2024-07', period_to: '2024-09' }),
        line('F', { period_from: '2024-07', period_to: '2024-09', amount: '0.01' }),
        line('G', { period_from: '2024-07', period_to: '2024-08' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '1210.01',
        periodFrom: '2024-05',
        periodTo: '2024-09',
        evidenceCount: 6,
        evidence: ['B', 'D', 'F', 'A', 'C', 'E'],
        says: '基本养老金等待遇在 2024-05 至 2024-09 间有 3 个所属期重复正常发放，共 6 笔',
      },
    ],
  },
  {
    name: 'one repeated month among many is found wherever it stands in the year, a missing month hides nothing',
    given: {
      payment: months.flatMap((month) => [
        line(`P${month}`, { ...of2023(month), person_id: `P${month}` }),
        line(`Q${month}`, { ...of2023(month), person_id: `P${month}`, amount: '1.00' }),
        ...months
          .filter((each) => Number(each) % 5 !== Number(month) % 5)
          .map((each) => line(`P${month}-${each}`, { ...of2023(each), person_id: `P${month}` })),
      ]),
    },
    found: months.map((month) => ({
      subjectId: `P${month}`,
      amount: '1.00',
      periodFrom: `2023-${month}`,
      evidence: [`Q${month}`, `P${month}`],
    })),
  },
  {
    name: 'a negative line makes the sum less, and lines of nothing are still a group',
    given: {
      payment: [
        line('A'),
        line('B', { amount: '-3100.50' }),
        line('C', { person_id: 'P2', amount: '0.00' }),
        line('D', { person_id: 'P2', amount: '0.00' }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '-3100.50', evidence: ['B', 'A'] },
      { subjectId: 'P2', amount: '0.00', evidence: ['C', 'D'] },
    ],
  },
])
