import { testRule } from '#screening/test-rule.ts'
import { underDeclaredBase } from './under-declared-base.ts'

const people = ['P1', 'P2', 'P3', 'P4'] as const
const idNumber = (person: string): string => `99010119800101${person.slice(1).padStart(4, '0')}`
const person = people.map((id) => ({ person_id: id, id_number: idNumber(id), name: '张三' }))
const employer = { employer_id: 'E1', credit_code: 'X1', name: '甲公司', region: '990101' }

/** Wages of some months of 2023. */
function wages(id: string, wage: string, months = 12, change: Record<string, string> = {}) {
  return Array.from({ length: months }, (_, index) => ({
    id_number: idNumber(id),
    credit_code: 'X1',
    period: `2023-${String(index + 1).padStart(2, '0')}`,
    wage,
    ...change,
  }))
}
const paid = (id: string, base: string, change: Record<string, string> = {}) => ({
  contribution_id: `C-${id}`,
  person_id: id,
  employer_id: 'E1',
  scheme: '110',
  period: '2024-03',
  base,
  employer_rate: '0.16',
  person_rate: '0.08',
  kind: 'NORMAL',
  ...change,
})
const bound = (name: string, value: string, change: Record<string, string> = {}) => ({
  name,
  region: '*',
  scheme: '110',
  value,
  valid_from: '2020-01',
  ...change,
})
const three = ['P1', 'P2', 'P3'] as const

testRule(underDeclaredBase, [
  {
    name: 'three persons whose base is half their wage: the distance to the wage times both rates',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00', 6)),
      contribution: [
        ...three.map((id) => paid(id, '5000.00')),
        paid('P1', '5000.00', { contribution_id: 'C-later', period: '2024-12' }),
      ],
    },
    found: [
      {
        subjectId: 'E1',
        level: 2,
        amount: '4800.00',
        periodFrom: '2024-03',
        periodTo: '2024-12',
        evidenceCount: 4,
        evidence: ['C-P1', 'C-P2', 'C-P3', 'C-later'],
        context: three.flatMap((id) =>
          [1, 2, 3, 4, 5, 6].map((month) => `${idNumber(id)}#X1#2023-0${month}`),
        ),
        says:
          '单位 E1 2024-03 至 2024-12 间有 2 个月为 3 人申报的缴费基数低于按上年计税工资应申报基数的 0.9 倍，' +
          '涉及 4 笔，申报基数合计 20,000.00 元、应申报合计 40,000.00 元，按费率少缴 4,800.00 元',
      },
    ],
  },
  {
    name: 'two persons are not enough, however many lines they have',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: [
        ...['01', '02', '03', '04'].flatMap((month) =>
          ['P1', 'P2'].map((id) =>
            paid(id, '5000.00', { contribution_id: `${id}-${month}`, period: `2024-${month}` }),
          ),
        ),
        paid('P3', '9000.00'),
      ],
    },
    found: [],
  },
  {
    name: 'nine tenths of the wage are enough, a fen less is not',
    given: {
      person,
      employer: [employer, { ...employer, employer_id: 'E2', credit_code: 'X2' }],
      taxed_wage: three.flatMap((id) => [
        ...wages(id, '10000.00'),
        ...wages(id, '10000.00', 12, { credit_code: 'X2' }),
      ]),
      contribution: three.flatMap((id) => [
        paid(id, '9000.00'),
        paid(id, '8999.99', { contribution_id: `D-${id}`, employer_id: 'E2' }),
      ]),
    },
    found: [{ subjectId: 'E2', amount: '720.00', periodFrom: '2024-03', periodTo: '2024-03' }],
  },
  {
    name: 'the average is not rounded: of 70,000.01 yuan in seven months 0.9 is a little more than 9,000',
    given: {
      person,
      employer: [employer, { ...employer, employer_id: 'E2', credit_code: 'X2' }],
      taxed_wage: three.flatMap((id) => [
        ...wages(id, '10000.00', 6),
        ...wages(id, '10000.01', 1, { period: '2023-12' }),
        ...wages(id, '10000.00', 7, { credit_code: 'X2' }),
      ]),
      contribution: three.flatMap((id) => [
        paid(id, '9000.00'),
        paid(id, '9000.00', { contribution_id: `D-${id}`, employer_id: 'E2' }),
      ]),
    },
    // (10000.00142857… − 9000) × 0.24 = 240.0003
    found: [{ subjectId: 'E1', amount: '720.00' }],
  },
  {
    name: 'each line is rounded by itself, half away from zero, of the exact average',
    given: {
      person,
      employer: [employer],
      // The average of 1/8 of a fen more than 100.00 yuan over eight months.
      taxed_wage: three.flatMap((id) => [
        ...wages(id, '100.00', 7),
        ...wages(id, '100.01', 1, { period: '2023-12' }),
      ]),
      contribution: [
        // 50.00125 × 0.0001 = 0.005000125
        paid('P1', '50.00', { employer_rate: '0.0001', person_rate: '' }),
        // 50.00125 × 0.000099 = 0.00495
        paid('P2', '50.00', { employer_rate: '0.000099', person_rate: '' }),
        // 50.00125 × 0.3 = 15.000375
        paid('P3', '50.00', { employer_rate: '0.2', person_rate: '0.1' }),
      ],
    },
    found: [{ subjectId: 'E1', amount: '15.01', evidence: ['C-P3', 'C-P1', 'C-P2'] }],
  },
  {
    name: 'six months of wage are needed, in the calendar year before',
    given: {
      person,
      employer: [employer],
      taxed_wage: [
        ...wages('P1', '10000.00', 5),
        ...wages('P2', '10000.00', 6).map((each) => ({
          ...each,
          period: each.period.replace('2023', '2022'),
        })),
        ...wages('P3', '10000.00', 6).map((each) => ({
          ...each,
          period: each.period.replace('2023', '2024'),
        })),
        ...wages('P4', '10000.00', 6),
      ],
      contribution: people.map((id) => paid(id, '5000.00')),
    },
    found: [],
  },
  {
    name: 'December is of its own year: the wages of 2023 are for January to December of 2024',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.flatMap((id) =>
        ['2023-12', '2024-01', '2024-12', '2025-01'].map((period) =>
          paid(id, '5000.00', { contribution_id: `${id}-${period}`, period }),
        ),
      ),
    },
    found: [{ subjectId: 'E1', periodFrom: '2024-01', periodTo: '2024-12', evidenceCount: 6 }],
  },
  {
    name: 'the wage is clamped to the bounds of the month',
    given: {
      person,
      employer: [employer],
      taxed_wage: [
        ...wages('P1', '50000.00'),
        ...wages('P2', '50000.00'),
        ...wages('P3', '1000.00'),
        ...wages('P4', '1000.00'),
      ],
      contribution: [
        // 0.9 × 20000 is 18000
        paid('P1', '17000.00'),
        paid('P2', '18000.00'),
        // 0.9 × 4000 is 3600
        paid('P3', '3500.00'),
        paid('P4', '3599.99'),
      ],
      policy_parameter: [bound('BASE_MIN', '4000'), bound('BASE_MAX', '20000')],
    },
    // 3000 × 0.24 + 500 × 0.24 + 400.01 × 0.24
    found: [{ subjectId: 'E1', amount: '936.00', evidence: ['C-P1', 'C-P3', 'C-P4'] }],
  },
  {
    name: 'bounds are the employer’s region’s, else those of *, and a missing one does not clamp',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '50000.00')),
      contribution: three.map((id) => paid(id, '5000.00')),
      policy_parameter: [
        bound('BASE_MAX', '6000', { region: '990101' }),
        bound('BASE_MAX', '5000'),
        bound('BASE_MIN', '40000', { valid_to: '2024-02' }),
        bound('BASE_MIN', '40000', { region: '990102' }),
        bound('BASE_MIN', '40000', { scheme: '310' }),
      ],
    },
    found: [{ subjectId: 'E1', amount: '720.00' }],
  },
  {
    name: 'the bound that ended clamps no more: each month has its own',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '50000.00')),
      contribution: three.flatMap((id) => [
        paid(id, '5000.00'),
        paid(id, '5000.00', { contribution_id: `D-${id}`, period: '2024-07' }),
      ]),
      policy_parameter: [
        bound('BASE_MAX', '5000', { valid_to: '2024-06' }),
        bound('BASE_MAX', '6000', { valid_from: '2024-07' }),
      ],
    },
    found: [{ subjectId: 'E1', amount: '720.00', periodFrom: '2024-07', evidenceCount: 3 }],
  },
  {
    name: 'the persons need not be short in the same month, and only their short lines count',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.flatMap((id, index) =>
        ['2024-01', '2024-02', '2024-03'].map((period, place) =>
          paid(id, index === place ? '5000.00' : '9500.00', { contribution_id: `${id}-${period}`, period }),
        ),
      ),
    },
    found: [{ subjectId: 'E1', amount: '3600.00', evidence: ['P1-2024-01', 'P2-2024-02', 'P3-2024-03'] }],
  },
  {
    name: 'only normal contributions of scheme 110 at that employer',
    given: {
      person,
      employer: [employer, { ...employer, employer_id: 'E2', credit_code: 'X2' }],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.flatMap((id) => [
        paid(id, '5000.00', { contribution_id: `A-${id}`, kind: 'BACK_PAYMENT' }),
        paid(id, '5000.00', { contribution_id: `B-${id}`, scheme: '310' }),
        paid(id, '5000.00', { contribution_id: `C-${id}`, employer_id: 'E2' }),
        paid(id, '5000.00', { contribution_id: `D-${id}`, employer_id: '' }),
        paid(id, '5000.00', { contribution_id: `E-${id}`, kind: '' }),
      ]),
    },
    found: [],
  },
  {
    name: 'an employer without credit code has no wages, and a base that is not known is not below',
    given: {
      person,
      employer: [employer, { ...employer, employer_id: 'E2', credit_code: '' }],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.flatMap((id) => [
        paid(id, ''),
        paid(id, '5000.00', { contribution_id: `D-${id}`, employer_id: 'E2' }),
      ]),
    },
    found: [],
  },
  {
    name: 'an unknown rate is 0: the lines count though they cost nothing',
    given: {
      person,
      employer: [employer],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.map((id) => paid(id, '5000.00', { employer_rate: '', person_rate: '' })),
    },
    found: [{ subjectId: 'E1', amount: '0.00', evidenceCount: 3 }],
  },
  {
    name: 'two employers with one credit code are two findings on the same wages',
    given: {
      person,
      employer: [employer, { ...employer, employer_id: 'E2' }],
      taxed_wage: three.flatMap((id) => wages(id, '10000.00')),
      contribution: three.flatMap((id) => [
        paid(id, '5000.00'),
        paid(id, '8000.00', { contribution_id: `D-${id}`, employer_id: 'E2' }),
      ]),
    },
    found: [
      { subjectId: 'E1', amount: '3600.00' },
      { subjectId: 'E2', amount: '1440.00' },
    ],
  },
  {
    name: 'with other parameters the limits are others, and a base above the wage lowers the amount',
    parameters: { ratio: '1.5', people_min: '2', wage_months_min: '1' },
    given: {
      person,
      employer: [employer],
      taxed_wage: [...wages('P1', '10000.00', 1), ...wages('P2', '10000.00', 1)],
      contribution: [paid('P1', '14999.99'), paid('P2', '8000.00'), paid('P3', '1.00')],
    },
    // −4999.99 × 0.24 = −1199.9976 and 2000 × 0.24
    found: [{ subjectId: 'E1', amount: '-720.00', evidence: ['C-P1', 'C-P2'], says: '1.5 倍' }],
  },
])
