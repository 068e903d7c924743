import { testRule } from '#screening/test-rule.ts'
import { baseOutOfBounds } from './base-out-of-bounds.ts'

const paid = (id: string, base: string, change: Record<string, string> = {}) => ({
  contribution_id: id,
  person_id: 'P1',
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
  valid_from: '2024-01',
  ...change,
})
const min = (value: string, change: Record<string, string> = {}) => bound('BASE_MIN', value, change)
const max = (value: string, change: Record<string, string> = {}) => bound('BASE_MAX', value, change)
const employer = { employer_id: 'E1', name: '甲公司', region: '990101' }

testRule(baseOutOfBounds, [
  {
    name: 'the distance to the bound times both rates, below and above',
    given: {
      person: [{ person_id: 'P1', id_number: '990101197005010019', name: '张三' }],
      employer: [employer],
      contribution: [
        paid('C1', '3000.00'),
        paid('C2', '25000.00', { period: '2024-05' }),
        paid('C3', '4000.00', { period: '2024-04' }),
        paid('C4', '20000.00', { period: '2024-06' }),
      ],
      policy_parameter: [min('4000'), max('20000')],
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '1440.00',
        periodFrom: '2024-03',
        periodTo: '2024-05',
        evidenceCount: 2,
        evidence: ['C2', 'C1'],
        context: ['BASE_MAX#*#110#2024-01', 'BASE_MIN#*#110#2024-01'],
        says:
          '张*（个人编号 P1） 2024-03 至 2024-05 缴费基数低于下限 1 笔、高于上限 1 笔，' +
          '差额最大的是 2024-05 企业职工基本养老基数 25,000.00 元（上限 20,000.00 元），按费率涉及 1,440.00 元',
      },
    ],
  },
  {
    name: 'one yuan beyond the bound is tolerated, a fen more is not, and then the whole distance counts',
    given: {
      contribution: [
        paid('C1', '3999.00'),
        paid('C2', '3998.99', { person_id: 'P2' }),
        paid('C3', '20001.00', { person_id: 'P3' }),
        paid('C4', '20001.01', { person_id: 'P4' }),
      ],
      policy_parameter: [min('4000'), max('20000')],
    },
    found: [
      { subjectId: 'P2', amount: '0.24' },
      { subjectId: 'P4', amount: '0.24' },
    ],
  },
  {
    name: 'a bound with six decimals is compared and multiplied exactly',
    given: {
      contribution: [
        // 4000.003333 − 3999.00 = 1.003333, 24 % of it 0.2408
        paid('C1', '3999.00'),
        // 4000.003333 − 3999.01 = 0.993333
        paid('C2', '3999.01', { person_id: 'P2' }),
        // 20000.999999 + 1 is 20001.999999
        paid('C3', '20001.99', { person_id: 'P3' }),
        paid('C4', '20002.00', { person_id: 'P4' }),
      ],
      policy_parameter: [min('4000.003333'), max('20000.999999')],
    },
    found: [
      { subjectId: 'P1', amount: '0.24' },
      { subjectId: 'P4', amount: '0.24' },
    ],
  },
  {
    name: 'each line is rounded by itself, half away from zero',
    given: {
      contribution: ['2024-01', '2024-02', '2024-03'].flatMap((period) => [
        // 10.00 × 0.0005 is 0.005
        paid(`A${period}`, '3990.00', { period, employer_rate: '0.0005', person_rate: '' }),
        // 10.00 × 0.00049 is 0.0049
        paid(`B${period}`, '3990.00', {
          period,
          person_id: 'P2',
          employer_rate: '0.00040',
          person_rate: '0.00009',
        }),
      ]),
      policy_parameter: [min('4000')],
    },
    found: [
      { subjectId: 'P1', amount: '0.03' },
      { subjectId: 'P2', amount: '0.00', evidenceCount: 3 },
    ],
  },
  {
    name: 'an unknown rate is 0: the line counts though it costs nothing',
    given: {
      contribution: [
        paid('C1', '3000.00', { employer_rate: '', person_rate: '' }),
        paid('C2', '3000.00', { person_id: 'P2', employer_rate: '' }),
      ],
      policy_parameter: [min('4000')],
    },
    found: [
      { subjectId: 'P1', amount: '0.00', evidence: ['C1'], periodFrom: '2024-03' },
      { subjectId: 'P2', amount: '80.00' },
    ],
  },
  {
    name: 'the employer’s region decides each bound, and * where it has no row for that bound in the month',
    given: {
      employer: [employer, { ...employer, employer_id: 'E2', region: '990102' }],
      contribution: [
        // The region's own minimum is 3000, its maximum is everybody's.
        paid('C1', '3500.00'),
        paid('C2', '2500.00', { person_id: 'P2' }),
        paid('C3', '20500.00', { person_id: 'P3' }),
        // The region's row has ended.
        paid('C4', '3500.00', { person_id: 'P4', period: '2024-07' }),
        paid('C5', '3500.00', { person_id: 'P5', employer_id: 'E2' }),
      ],
      policy_parameter: [
        min('3000', { region: '990101', valid_to: '2024-06' }),
        max('30000', { region: '990103' }),
        min('4000'),
        max('20000'),
      ],
    },
    found: [
      { subjectId: 'P2', amount: '120.00', context: ['BASE_MIN#990101#110#2024-01'] },
      { subjectId: 'P3', amount: '120.00', context: ['BASE_MAX#*#110#2024-01'] },
      { subjectId: 'P4', amount: '120.00', context: ['BASE_MIN#*#110#2024-01'] },
      { subjectId: 'P5', amount: '120.00' },
    ],
  },
  {
    name: 'without employer, with an unknown one or one without region, * decides',
    given: {
      employer: [{ ...employer, employer_id: 'E2', region: '' }],
      contribution: [
        paid('C1', '3500.00', { employer_id: '' }),
        paid('C2', '3500.00', { person_id: 'P2', employer_id: 'E9' }),
        paid('C3', '3500.00', { person_id: 'P3', employer_id: 'E2' }),
      ],
      policy_parameter: [min('3000', { region: '990101' }), min('4000')],
    },
    found: [{ subjectId: 'P1', amount: '120.00' }, { subjectId: 'P2' }, { subjectId: 'P3' }],
  },
  {
    name: 'of several rows of a month the latest valid_from decides; both ends are included',
    given: {
      contribution: [
        paid('C1', '4500.00', { period: '2023-12' }),
        paid('C2', '4500.00', { person_id: 'P2', period: '2024-01' }),
        paid('C3', '4500.00', { person_id: 'P3', period: '2024-06' }),
        paid('C4', '4500.00', { person_id: 'P4', period: '2024-07' }),
      ],
      policy_parameter: [
        min('4000', { valid_from: '2023-01' }),
        min('5000', { valid_from: '2024-01', valid_to: '2024-06' }),
        min('9000', { valid_from: '2025-01' }),
      ],
    },
    found: [
      { subjectId: 'P2', amount: '120.00' },
      { subjectId: 'P3', amount: '120.00' },
    ],
  },
  {
    name: 'without a bound of the scheme in the month nothing is decided',
    given: {
      contribution: [
        paid('C1', '1.00', { scheme: '210' }),
        paid('C2', '1.00', { period: '2023-12' }),
        paid('C3', '1.00', { person_id: 'P2', employer_id: 'E1' }),
      ],
      policy_parameter: [
        min('4000', { region: '990109' }),
        max('20000'),
        bound('AVERAGE_WAGE', '6000'),
        bound('PENSION_BASE', '6000'),
      ],
    },
    found: [],
  },
  {
    name: 'schemes have bounds of their own',
    given: {
      contribution: [
        paid('C1', '4500.00', { scheme: '310' }),
        paid('C2', '4500.00'),
        paid('C3', '4500.00', { scheme: '210' }),
      ],
      policy_parameter: [min('5000', { scheme: '310' }), min('4000'), max('4200', { scheme: '210' })],
    },
    found: [{ subjectId: 'P1', amount: '192.00', evidence: ['C1', 'C3'], says: '职工基本医疗基数 4,500.00' }],
  },
  {
    name: 'only normal contributions are compared',
    given: {
      contribution: ['BACK_PAYMENT', 'TOP_UP', 'BACK_FILL', 'TRANSFER', 'DEEMED', ''].map((kind, index) =>
        paid(`C${index}`, '1.00', { kind }),
      ),
      policy_parameter: [min('4000')],
    },
    found: [],
  },
  {
    name: 'a base of nothing is below, an unknown one is not',
    given: {
      contribution: [paid('C1', '0.00'), paid('C2', '', { person_id: 'P2' })],
      policy_parameter: [min('4000')],
    },
    found: [{ subjectId: 'P1', amount: '960.00' }],
  },
  {
    name: 'with another tolerance that many yuan are tolerated',
    parameters: { tolerance: '0' },
    given: {
      contribution: [
        paid('C1', '3999.99', { employer_rate: '1' }),
        paid('C2', '4000.00', { person_id: 'P2' }),
        paid('C3', '20000.00', { person_id: 'P3' }),
        paid('C4', '20000.01', { person_id: 'P4', employer_rate: '1' }),
      ],
      policy_parameter: [min('4000'), max('20000')],
    },
    found: [
      { subjectId: 'P1', amount: '0.01' },
      { subjectId: 'P4', amount: '0.01' },
    ],
  },
  {
    name: 'an absurd base stays exact',
    given: {
      contribution: [paid('C1', '98765432109876.54', { employer_rate: '1', person_rate: '0' })],
      policy_parameter: [max('0.54')],
    },
    found: [{ subjectId: 'P1', amount: '98765432109876.00' }],
  },
])
