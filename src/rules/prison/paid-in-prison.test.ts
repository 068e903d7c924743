import { testRule } from '#screening/test-rule.ts'
import { paidInPrison } from './paid-in-prison.ts'

const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三' }
const term = {
  id_number: person.id_number,
  name: '张三',
  kind: 'IMPRISONED',
  started_on: '2023-03-15',
  ended_on: '2023-08-10',
}
const termKey = `${person.id_number}#2023-03-15`
const paidFor = (month: string, change: Record<string, string> = {}) => ({
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

testRule(paidInPrison, [
  {
    name: 'the months between entry and release count, with the term as context',
    given: {
      person: [person],
      imprisonment: [term],
      payment: [
        paidFor('2023-02'),
        paidFor('2023-04'),
        paidFor('2023-07', { amount: '3200.00' }),
        paidFor('2023-09'),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6300.50',
        periodFrom: '2023-04',
        periodTo: '2023-07',
        evidenceCount: 2,
        evidence: ['L-2023-07', 'L-2023-04'],
        context: [termKey],
        says:
          '张*（个人编号 P1）自 2023-03-15 起收监服刑（至 2023-08-10），' +
          '服刑期间 2023-04 至 2023-07 仍正常发放养老金 2 笔共 6,300.50 元',
      },
    ],
  },
  {
    name: 'the months of entry and of release are lawful',
    given: {
      person: [person],
      imprisonment: [term],
      payment: [paidFor('2023-03'), paidFor('2023-08')],
    },
    found: [],
  },
  {
    name: 'entry on the first and release on the last day of a month change nothing',
    given: {
      person: [person],
      imprisonment: [{ ...term, started_on: '2023-03-01', ended_on: '2023-04-30' }],
      payment: [paidFor('2023-03'), paidFor('2023-04')],
    },
    found: [],
  },
  {
    name: 'a term without an end is open',
    given: {
      person: [person],
      imprisonment: [{ ...term, ended_on: '' }],
      payment: [paidFor('2023-03'), paidFor('2024-12')],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-12'], says: '起收监服刑（尚无结束日期）' }],
  },
  {
    name: 'probation, community correction and sentences outside prison do not stop a pension',
    given: {
      person: [person],
      imprisonment: ['PROBATION', 'COMMUNITY', 'OUTSIDE'].map((kind, index) => ({
        ...term,
        kind,
        started_on: `2023-0${index + 1}-01`,
      })),
      payment: [paidFor('2023-05')],
    },
    found: [],
  },
  {
    name: 'other benefits, other kinds and unpaid lines do not count; a resident pension does, a negative line with its sign',
    given: {
      person: [person],
      imprisonment: [term],
      payment: [
        ...['ILLNESS_ALLOWANCE', 'SURVIVOR_MONTHLY', 'INJURY_ALLOWANCE', 'OTHER'].map((benefit) =>
          paidFor('2023-05', { payment_id: benefit, benefit }),
        ),
        ...['BACK_PAY', 'ONE_OFF', 'ADJUSTMENT', 'DEDUCTION', 'RESEND'].map((kind) =>
          paidFor('2023-05', { payment_id: kind, kind }),
        ),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          paidFor('2023-05', { payment_id: status, status }),
        ),
        paidFor('2023-05', { scheme: '170', benefit: 'RESIDENT_BASIC', amount: '210.00' }),
        paidFor('2023-06', { amount: '-10.00' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '200.00', evidence: ['L-2023-05', 'L-2023-06'] }],
  },
  {
    name: 'the months a line is for decide, not the month it was paid in',
    given: {
      person: [person],
      imprisonment: [term],
      payment: [
        paidFor('2023-05', { period_from: '2023-03', period_to: '2023-05' }),
        paidFor('2023-12', { period_from: '2023-07', period_to: '2023-09' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3100.50',
        evidence: ['L-2023-12'],
        periodFrom: '2023-07',
        periodTo: '2023-09',
      },
    ],
  },
  {
    name: 'a line within two overlapping terms counts once, and both terms are context',
    given: {
      person: [person],
      imprisonment: [
        term,
        { ...term, started_on: '2023-01-10', ended_on: '2023-12-20' },
        { ...term, started_on: '2022-01-10', ended_on: '2022-06-01' },
      ],
      payment: [paidFor('2023-05')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3100.50',
        evidenceCount: 1,
        evidence: ['L-2023-05'],
        context: [`${person.id_number}#2023-01-10`, termKey],
        says: '自 2023-01-10 起收监服刑（至 2023-12-20）',
      },
    ],
  },
  {
    name: 'two terms apart both count, the months between them do not',
    given: {
      person: [person],
      imprisonment: [term, { ...term, started_on: '2024-01-20', ended_on: '' }],
      payment: [paidFor('2023-05'), paidFor('2023-10'), paidFor('2024-01'), paidFor('2024-02')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '6201.00',
        evidence: ['L-2023-05', 'L-2024-02'],
        context: [termKey, `${person.id_number}#2024-01-20`],
        says: '自 2023-03-15 起收监服刑（尚无结束日期）',
      },
    ],
  },
  {
    name: 'people are matched by id number, and every register entry with it is concerned',
    given: {
      person: [person, { ...person, person_id: 'P2' }, { ...person, person_id: 'P3', id_number: 'X' }],
      imprisonment: [{ ...term, name: '别名' }],
      payment: ['P1', 'P2', 'P3', 'P4'].map((id) => paidFor('2023-05', { payment_id: id, person_id: id })),
    },
    found: [
      { subjectId: 'P1', evidence: ['P1'] },
      { subjectId: 'P2', evidence: ['P2'], context: [termKey] },
    ],
  },
  {
    name: 'a term that ends before it starts covers nothing',
    given: {
      person: [person],
      imprisonment: [{ ...term, ended_on: '2023-01-01' }],
      payment: [paidFor('2023-02'), paidFor('2023-05')],
    },
    found: [],
  },
])
