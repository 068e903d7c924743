import { testRule } from '#screening/test-rule.ts'
import { paidAfterDeath } from './paid-after-death.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const other = { person_id: 'P2', id_number: '990101194001010021', name: '李四' }
const death = { source: 'POLICE', id_number: person.id_number, name: '张三', died_on: '2024-03-15' }
const line = {
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
}
const paidFor = (month: string, change: Record<string, string> = {}) => ({
  ...line,
  payment_id: `L-${month}`,
  pay_month: month,
  period_from: month,
  period_to: month,
  ...change,
})

testRule(paidAfterDeath, [
  {
    name: 'the month of death is lawful',
    given: { person: [person], death: [death], payment: [paidFor('2024-02'), paidFor('2024-03')] },
    found: [],
  },
  {
    name: 'months after the month of death count, with every source of the death as context',
    given: {
      person: [person],
      death: [death, { ...death, source: 'HEALTH', died_on: '2024-03-14' }],
      payment: [paidFor('2024-03'), paidFor('2024-04'), paidFor('2024-05', { amount: '3200.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6300.50',
        periodFrom: '2024-04',
        periodTo: '2024-05',
        evidence: ['L-2024-05', 'L-2024-04'],
        context: [`HEALTH#${person.id_number}#2024-03-14`, `POLICE#${person.id_number}#2024-03-15`],
        says: '张*（个人编号 P1）于 2024-03-14 死亡（来源：卫健），2024-04 至 2024-05 仍发放 2 笔共 6,300.50 元',
      },
    ],
  },
  {
    name: 'who dies on the first or the last day of a month is paid for that month',
    given: {
      person: [person, other],
      death: [
        { ...death, died_on: '2024-03-01' },
        { ...death, id_number: other.id_number, died_on: '2024-03-31' },
      ],
      payment: [
        paidFor('2024-03'),
        paidFor('2024-03', { payment_id: 'M-03', person_id: 'P2' }),
        paidFor('2024-04', { payment_id: 'M-04', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P2', evidence: ['M-04'], says: '有 1 条来源姓名与登记不一致' }],
  },
  {
    name: 'the best source decides even when a weaker one is earlier',
    given: {
      person: [person],
      death: [death, { ...death, source: 'VILLAGE', died_on: '2024-01-01' }],
      payment: [paidFor('2024-03')],
    },
    found: [],
  },
  {
    name: 'within a source the earliest date decides, in the order health, police, court, civil affairs, village, register',
    given: {
      person: [{ ...person, life_status: 'DEAD', death_date: '2023-01-01' }],
      death: [
        { ...death, source: 'COURT', died_on: '2024-04-02' },
        { ...death, source: 'COURT', died_on: '2024-05-02' },
        { ...death, source: 'CIVIL_AFFAIRS', died_on: '2023-06-01' },
        { ...death, source: 'VILLAGE', died_on: '2023-03-01' },
      ],
      payment: [paidFor('2024-04'), paidFor('2024-05')],
    },
    found: [
      {
        subjectId: 'P1',
        evidence: ['L-2024-05'],
        context: [
          `CIVIL_AFFAIRS#${person.id_number}#2023-06-01`,
          `COURT#${person.id_number}#2024-04-02`,
          `COURT#${person.id_number}#2024-05-02`,
          'P1',
          `VILLAGE#${person.id_number}#2023-03-01`,
        ],
        says: '于 2024-04-02 死亡（来源：法院）',
      },
    ],
  },
  {
    name: 'a revoked death is no death, and one beside it that stands still is',
    given: {
      person: [person],
      death: [
        { ...death, source: 'HEALTH', died_on: '2024-01-15', revoked: 'true' },
        { ...death, revoked: 'false' },
      ],
      payment: [paidFor('2024-03'), paidFor('2024-05')],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-05'], context: [`POLICE#${person.id_number}#2024-03-15`] }],
  },
  {
    name: 'a death that was only revoked is none',
    given: { person: [person], death: [{ ...death, revoked: 'true' }], payment: [paidFor('2024-05')] },
    found: [],
  },
  {
    name: 'the register alone is a source, but only with life_status DEAD and a date',
    given: {
      person: [
        { ...person, life_status: 'DEAD', death_date: '2024-03-15' },
        { ...other, death_date: '2024-03-15' },
        { person_id: 'P3', id_number: '990101194001010030', name: '王五', life_status: 'DEAD' },
        { ...other, person_id: 'P4', life_status: 'MISSING', death_date: '2024-03-15' },
      ],
      payment: [
        paidFor('2024-04'),
        ...['P2', 'P3', 'P4'].map((id) => paidFor('2024-05', { payment_id: id, person_id: id })),
      ],
    },
    found: [{ subjectId: 'P1', amount: '3100.50', context: ['P1'], says: '来源：参保登记' }],
  },
  {
    name: 'people are matched by id number, never by name, and every register entry with it is concerned',
    given: {
      person: [person, { ...person, person_id: 'P9' }, { ...other, name: '张三' }],
      death: [death],
      payment: ['P1', 'P2', 'P9'].map((id) => paidFor('2024-04', { payment_id: id, person_id: id })),
    },
    found: [{ subjectId: 'P1' }, { subjectId: 'P9', evidence: ['P9'] }],
  },
  {
    name: 'arrears of months before death, death benefits and unpaid lines do not count',
    given: {
      person: [person],
      death: [death],
      payment: [
        paidFor('2024-06', { period_from: '2024-01', period_to: '2024-03', kind: 'BACK_PAY' }),
        paidFor('2024-07', { period_from: '2024-03', period_to: '2024-06', kind: 'BACK_PAY' }),
        ...['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].map((benefit) =>
          paidFor('2024-04', { payment_id: benefit, benefit }),
        ),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          paidFor('2024-05', { payment_id: status, status }),
        ),
      ],
    },
    found: [],
  },
  {
    name: 'every other benefit and kind counts, deductions with their sign, and the period is what the lines are for',
    given: {
      person: [person],
      death: [{ ...death, name: '' }],
      payment: [
        paidFor('2024-04', { benefit: 'INJURY_ALLOWANCE', scheme: '410', amount: '1000.00' }),
        paidFor('2024-09', { period_from: '2024-05', period_to: '2024-08', kind: 'BACK_PAY' }),
        paidFor('2024-05', { payment_id: 'D', kind: 'DEDUCTION', amount: '-100.25' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '4000.25',
        periodFrom: '2024-04',
        periodTo: '2024-08',
        evidence: ['L-2024-09', 'L-2024-04', 'D'],
        says: '（来源：公安），2024-04 至 2024-08 仍发放 3 笔共 4,000.25 元',
      },
    ],
  },
  {
    name: 'grace months move the border',
    parameters: { grace_months: '1' },
    given: { person: [person], death: [death], payment: [paidFor('2024-04'), paidFor('2024-05')] },
    found: [{ subjectId: 'P1', amount: '3100.50', periodFrom: '2024-05', periodTo: '2024-05' }],
  },
])
