import { testRule } from '#screening/test-rule.ts'
import { paidAfterDeath } from './paid-after-death.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const death = { source: 'POLICE', id_number: person.id_number, name: '张三', died_on: '2024-03-15' }
const line = {
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
}
const paidFor = (month: string, other: Record<string, string> = {}) => ({
  ...line,
  payment_id: `L-${month}`,
  pay_month: month,
  period_from: month,
  period_to: month,
  ...other,
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
        says: '张*（个人编号 P1）于 2024-03-14 死亡，2024-04 至 2024-05 仍发放 2 笔共 6,300.50 元',
      },
    ],
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
    name: 'a revoked death is no death',
    given: { person: [person], death: [{ ...death, revoked: 'true' }], payment: [paidFor('2024-05')] },
    found: [],
  },
  {
    name: 'the register alone is a source, but only with life_status DEAD',
    given: {
      person: [
        { ...person, life_status: 'DEAD', death_date: '2024-03-15' },
        { person_id: 'P2', id_number: '990101194001010021', name: '李四', death_date: '2024-03-15' },
      ],
      payment: [paidFor('2024-04'), paidFor('2024-05', { person_id: 'P2' })],
    },
    found: [{ subjectId: 'P1', amount: '3100.50', context: ['P1'] }],
  },
  {
    name: 'arrears of months before death, death benefits and unpaid lines do not count',
    given: {
      person: [person],
      death: [death],
      payment: [
        paidFor('2024-06', { period_from: '2024-01', period_to: '2024-03', kind: 'BACK_PAY' }),
        paidFor('2024-04', { benefit: 'FUNERAL' }),
        paidFor('2024-05', { status: 'RETURNED' }),
      ],
    },
    found: [],
  },
  {
    name: 'grace months move the border',
    parameters: { grace_months: '1' },
    given: { person: [person], death: [death], payment: [paidFor('2024-04'), paidFor('2024-05')] },
    found: [{ subjectId: 'P1', amount: '3100.50', periodFrom: '2024-05', periodTo: '2024-05' }],
  },
])
