import { testRule } from '#screening/test-rule.ts'
import { benefitInOtherRegion } from './benefit-in-other-region.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const elsewhere = (starts: string, ended: string, other: Record<string, string> = {}) => ({
  id_number: person.id_number,
  name: '张三',
  region: '990200',
  scheme: '110',
  benefit: 'OLD_AGE',
  starts,
  ended,
  ...other,
})
const rowKey = `${person.id_number}#990200#110#OLD_AGE`
const paid = (month: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3000.10',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...other,
})

testRule(benefitInOtherRegion, [
  {
    name: 'the first and the last month elsewhere count, the months beside them do not',
    given: {
      person: [person],
      other_region_benefit: [elsewhere('2024-02', '2024-03')],
      payment: ['2024-01', '2024-02', '2024-03', '2024-04'].map((month) => paid(month)),
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6000.20',
        periodFrom: '2024-02',
        periodTo: '2024-03',
        evidenceCount: 2,
        evidence: ['L-2024-02', 'L-2024-03'],
        context: [rowKey],
        says:
          '张*（个人编号 P1）自 2024-02 起在统筹区 990200 另有基本养老金，2024-02 至 2024-03 间有 2 个月' +
          '与本地待遇重复，本地发放 2 笔共 6,000.20 元',
      },
    ],
  },
  {
    name: 'without an end the benefit elsewhere is open',
    given: {
      person: [person],
      other_region_benefit: [elsewhere('2020-01', '')],
      payment: [paid('2019-12'), paid('2024-06')],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-06'] }],
  },
  {
    name: 'one that ends before it starts covers no month',
    given: {
      person: [person],
      other_region_benefit: [elsewhere('2024-05', '2024-04')],
      payment: [paid('2024-04'), paid('2024-05')],
    },
    found: [],
  },
  {
    name: 'the month a line is for decides, not the month it is paid in nor the last it covers',
    given: {
      person: [person],
      other_region_benefit: [elsewhere('2024-02', '2024-03')],
      payment: [
        paid('2024-06', { payment_id: 'late', period_from: '2024-03', period_to: '2024-05' }),
        paid('2024-02', { payment_id: 'before', period_from: '2024-01', period_to: '2024-03' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['late'], periodFrom: '2024-03', periodTo: '2024-05' }],
  },
  {
    name: 'another benefit elsewhere, or another benefit, kind or status here, is nothing double',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101194001010021' }],
      other_region_benefit: [
        elsewhere('2024-01', ''),
        elsewhere('2024-01', '', {
          id_number: '990101194001010021',
          benefit: 'RESIDENT_BASIC',
          scheme: '170',
        }),
      ],
      payment: [
        paid('2024-02', { payment_id: 'a', benefit: 'RESIDENT_BASIC', scheme: '170' }),
        paid('2024-02', { payment_id: 'b', kind: 'BACK_PAY' }),
        paid('2024-02', { payment_id: 'c', status: 'SENT' }),
        paid('2024-02', { payment_id: 'd', status: 'HELD' }),
        paid('2024-02', { payment_id: 'e', benefit: 'OTHER' }),
        paid('2024-02', { payment_id: 'f', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the scheme decides neither here nor there',
    given: {
      person: [person],
      other_region_benefit: [elsewhere('2024-01', '', { scheme: '120' })],
      payment: [paid('2024-02', { scheme: '120' }), paid('2024-03')],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-02', 'L-2024-03'] }],
  },
  {
    name: 'a line within two rows counts once, and both rows are shown',
    given: {
      person: [person],
      other_region_benefit: [
        elsewhere('2024-01', ''),
        elsewhere('2023-01', '2024-02', { region: '990300' }),
        elsewhere('2010-01', '2010-12', { region: '990400' }),
      ],
      payment: [paid('2024-02')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3000.10',
        evidence: ['L-2024-02'],
        context: [rowKey, rowKey.replace('990200', '990300')],
        says: '自 2023-01 起在统筹区 990200 等 2 地另有',
      },
    ],
  },
  {
    name: 'people are matched by id number, not by name, and a person without a register entry not at all',
    given: {
      person: [{ ...person, person_id: 'P2', id_number: '990101194001010021' }],
      other_region_benefit: [elsewhere('2024-01', '')],
      payment: [paid('2024-02', { person_id: 'P2' }), paid('2024-03')],
    },
    found: [],
  },
  {
    name: 'two persons with one id number are two findings',
    given: {
      person: [person, { ...person, person_id: 'P2' }],
      other_region_benefit: [elsewhere('2024-01', '')],
      payment: [paid('2024-02'), paid('2024-03', { person_id: 'P2', amount: '-5.00' })],
    },
    found: [
      { subjectId: 'P1', evidence: ['L-2024-02'] },
      { subjectId: 'P2', amount: '-5.00', evidence: ['L-2024-03'] },
    ],
  },
])
