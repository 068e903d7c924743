import { testRule } from '#screening/test-rule.ts'
import { employeeAndResidentPension } from './employee-and-resident-pension.ts'

const employee = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `E-${month}`,
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
const resident = (month: string, change: Record<string, string> = {}) =>
  employee(month, {
    payment_id: `R-${month}`,
    scheme: '170',
    benefit: 'RESIDENT_BASIC',
    amount: '210.00',
    ...change,
  })
const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三' }

testRule(employeeAndResidentPension, [
  {
    name: 'the resident lines of the months of both count, the employee lines of those months are context',
    given: {
      person: [person],
      payment: [
        employee('2024-01'),
        resident('2024-01'),
        employee('2024-02'),
        resident('2024-02', { amount: '220.00' }),
        employee('2024-03'),
        resident('2024-04'),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '430.00',
        periodFrom: '2024-01',
        periodTo: '2024-02',
        evidenceCount: 2,
        evidence: ['R-2024-02', 'R-2024-01'],
        context: ['E-2024-01', 'E-2024-02'],
        says:
          '张*（个人编号 P1）在 2024-01 至 2024-02 间有 2 个月既领企业职工养老金又领城乡居民养老金，' +
          '重复月份的居民养老金 2 笔共 430.00 元',
      },
    ],
  },
  {
    name: 'one pension after the other is lawful',
    given: { payment: [resident('2024-01'), resident('2024-02'), employee('2024-03'), employee('2024-04')] },
    found: [],
  },
  {
    name: 'the pension of an institution is an employee’s too',
    given: { payment: [employee('2024-01', { scheme: '120' }), resident('2024-01')] },
    found: [{ subjectId: 'P1', amount: '210.00', says: '1 个月既领机关事业单位养老金又领城乡居民养老金' }],
  },
  {
    name: 'both employee schemes beside the resident one are both told and both context',
    given: {
      payment: [
        employee('2024-01'),
        employee('2024-01', { payment_id: 'I', scheme: '120' }),
        resident('2024-01'),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '210.00',
        evidenceCount: 1,
        context: ['E-2024-01', 'I'],
        says: '1 个月既领企业职工和机关事业单位养老金又领城乡居民养老金',
      },
    ],
  },
  {
    name: 'enterprise and institution pension without a resident one are not this rule’s',
    given: { payment: [employee('2024-01'), employee('2024-01', { payment_id: 'I', scheme: '120' })] },
    found: [],
  },
  {
    name: 'every resident line of a double month counts once, however many employee lines there are',
    given: {
      payment: [
        employee('2024-01'),
        employee('2024-01', { payment_id: 'E2' }),
        resident('2024-01'),
        resident('2024-01', { payment_id: 'R2', benefit: 'OLD_AGE', amount: '-10.00' }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '200.00', evidence: ['R-2024-01', 'R2'], context: ['E-2024-01', 'E2'] },
    ],
  },
  {
    name: 'unpaid lines, other kinds and other benefits are no pension of the month',
    given: {
      payment: [
        employee('2024-01'),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          resident('2024-01', { payment_id: status, status }),
        ),
        ...['BACK_PAY', 'ONE_OFF', 'ADJUSTMENT', 'DEDUCTION', 'RESEND'].map((kind) =>
          resident('2024-01', { payment_id: kind, kind }),
        ),
        ...['FUNERAL', 'ACCOUNT_REFUND', 'SURVIVOR_MONTHLY', 'OTHER'].map((benefit) =>
          resident('2024-01', { payment_id: benefit, benefit }),
        ),
        resident('2024-02'),
        employee('2024-02', { payment_id: 'N1', status: 'RETURNED' }),
        employee('2024-02', { payment_id: 'N2', benefit: 'ILLNESS_ALLOWANCE' }),
        employee('2024-02', { payment_id: 'N3', kind: 'BACK_PAY' }),
        employee('2024-02', { payment_id: 'N4', scheme: '410' }),
      ],
    },
    found: [],
  },
  {
    name: 'the first month a line is for decides, not the month it was paid in nor the last month it is for',
    given: {
      payment: [
        employee('2024-01'),
        resident('2024-03', { period_from: '2024-01', period_to: '2024-02' }),
        employee('2024-02'),
        resident('2024-05', { period_from: '2024-04', period_to: '2024-05' }),
        employee('2024-05'),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '210.00',
        periodFrom: '2024-01',
        periodTo: '2024-02',
        evidence: ['R-2024-03'],
        context: ['E-2024-01'],
      },
    ],
  },
  {
    name: 'two people in one month are not one person, and several people are several findings',
    given: {
      payment: [
        employee('2024-01'),
        resident('2024-01', { person_id: 'P2' }),
        employee('2024-01', { payment_id: 'E3', person_id: 'P3' }),
        resident('2024-01', { payment_id: 'R3', person_id: 'P3' }),
        employee('2024-01', { payment_id: 'E4', person_id: 'P4' }),
        resident('2024-01', { payment_id: 'R4', person_id: 'P4', amount: '0.00' }),
      ],
    },
    found: [
      { subjectId: 'P3', evidence: ['R3'], context: ['E3'] },
      { subjectId: 'P4', amount: '0.00', evidence: ['R4'] },
    ],
  },
  {
    name: 'another kind of insurance beside the resident pension does not matter, whatever its number',
    given: {
      payment: [
        resident('2024-01'),
        employee('2024-01', { scheme: '210', benefit: 'UNEMPLOYMENT' }),
        employee('2024-01', { payment_id: 'X', scheme: '510' }),
      ],
    },
    found: [],
  },
  {
    name: 'nor does it hide or join a month of both',
    given: {
      payment: [
        employee('2024-01'),
        resident('2024-01'),
        employee('2024-01', { payment_id: 'X', scheme: '510' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '210.00', evidence: ['R-2024-01'], context: ['E-2024-01'] }],
  },
])
