import { testRule } from '#screening/test-rule.ts'
import { unpaidContributions } from './unpaid-contributions.ts'

const declared = (period: string, payable: string, paid: string, change: Record<string, string> = {}) => ({
  employer_id: 'E1',
  scheme: '110',
  period,
  payable,
  paid,
  ...change,
})
const months = (number: number): string[] =>
  Array.from({ length: number }, (_, index) => `2024-${String(index + 1).padStart(2, '0')}`)

testRule(unpaidContributions, [
  {
    name: 'three months with arrears are found; months paid in full or over are not part of it',
    given: {
      contribution_declaration: [
        declared('2024-01', '1000.00', '0.00'),
        declared('2024-02', '1000.00', '1000.00'),
        declared('2024-03', '1000.00', '999.99'),
        declared('2024-04', '1000.00', '1500.00'),
        declared('2024-06', '1000.00', '400.00'),
      ],
    },
    found: [
      {
        subjectId: 'E1',
        level: 2,
        amount: '1600.01',
        periodFrom: '2024-01',
        periodTo: '2024-06',
        evidenceCount: 3,
        evidence: ['E1#110#2024-01', 'E1#110#2024-06', 'E1#110#2024-03'],
        context: [],
        says:
          '单位 E1 2024-01 至 2024-06 有 3 个月、1 个险种欠缴社会保险费，应缴 3,000.00 元，' +
          '实缴 1,399.99 元，欠缴 1,600.01 元',
      },
    ],
  },
  {
    name: 'two months are not enough, whatever the amount',
    given: {
      contribution_declaration: [
        declared('2024-01', '9000000.00', '0.00'),
        declared('2024-02', '9000000.00', '0.00'),
      ],
    },
    found: [],
  },
  {
    name: 'schemes of one month are one month',
    given: {
      contribution_declaration: ['110', '210', '310', '410'].flatMap((scheme) =>
        ['2024-01', '2024-02'].map((period) => declared(period, '100.00', '0.00', { scheme })),
      ),
    },
    found: [],
  },
  {
    name: 'months of different schemes are counted together',
    given: {
      contribution_declaration: [
        declared('2024-01', '100.00', '0.00'),
        declared('2024-02', '100.00', '0.00', { scheme: '210' }),
        declared('2024-03', '100.00', '0.00', { scheme: '310' }),
        declared('2024-03', '100.00', '0.00', { scheme: '410' }),
      ],
    },
    found: [{ subjectId: 'E1', amount: '400.00', evidenceCount: 4, says: '3 个月、4 个险种' }],
  },
  {
    name: 'too much paid in one scheme does not settle another',
    given: {
      contribution_declaration: [
        ...months(3).map((period) => declared(period, '100.00', '99.00')),
        ...months(3).map((period) => declared(period, '100.00', '500.00', { scheme: '310' })),
      ],
    },
    found: [{ subjectId: 'E1', amount: '3.00' }],
  },
  {
    name: 'twelve months are level 1, eleven are level 2',
    given: {
      contribution_declaration: [
        ...months(12).map((period) => declared(period, '1.00', '0.99')),
        ...months(11).map((period) => declared(period, '1.00', '0.99', { employer_id: 'E2' })),
      ],
    },
    found: [
      { subjectId: 'E1', level: 1, amount: '0.12' },
      { subjectId: 'E2', level: 2, amount: '0.11' },
    ],
  },
  {
    name: 'a million yuan is level 1, a fen less is level 2',
    given: {
      contribution_declaration: [
        declared('2024-01', '999998.00', '0.00'),
        declared('2024-02', '1.00', '0.00'),
        declared('2024-03', '1.00', '0.00'),
        declared('2024-01', '999998.00', '0.00', { employer_id: 'E2' }),
        declared('2024-02', '1.00', '0.00', { employer_id: 'E2' }),
        declared('2024-03', '0.99', '0.00', { employer_id: 'E2' }),
      ],
    },
    found: [
      { subjectId: 'E1', level: 1, amount: '1000000.00' },
      { subjectId: 'E2', level: 2, amount: '999999.99' },
    ],
  },
  {
    name: 'what is not known is not below anything',
    given: {
      contribution_declaration: [
        ...months(2).map((period) => declared(period, '100.00', '0.00')),
        declared('2024-03', '', '0.00'),
        declared('2024-04', '100.00', ''),
      ],
    },
    found: [],
  },
  {
    name: 'a refund counts as paid less than nothing',
    given: {
      contribution_declaration: months(3).map((period) => declared(period, '100.00', '-20.00')),
    },
    found: [{ subjectId: 'E1', amount: '360.00' }],
  },
  {
    name: 'the same months of several employers are not added up',
    given: {
      contribution_declaration: [
        ...months(2).map((period) => declared(period, '100.00', '0.00')),
        ...months(2).map((period) => declared(period, '100.00', '0.00', { employer_id: 'E2' })),
      ],
    },
    found: [],
  },
  {
    name: 'with other parameters the numbers are others',
    parameters: { months_min: '1', level_1_months: '2', level_1_amount: '50.01' },
    given: {
      contribution_declaration: [
        declared('2024-01', '50.00', '0.00'),
        ...months(2).map((period) => declared(period, '1.00', '0.00', { employer_id: 'E2' })),
        declared('2018-05', '50.01', '0.00', { employer_id: 'E3' }),
      ],
    },
    found: [
      { subjectId: 'E1', level: 2, says: '单位 E1 2024-01 有 1 个月' },
      { subjectId: 'E2', level: 1 },
      { subjectId: 'E3', level: 1, periodFrom: '2018-05' },
    ],
  },
])
