import { testRule } from '#screening/test-rule.ts'
import { ofDeadPerson } from './of-dead-person.ts'

const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三', life_status: 'ALIVE' }
const death = {
  source: 'HEALTH',
  id_number: '990101195001010014',
  name: '张三',
  died_on: '2024-03-15',
  reported_on: '2024-03-20',
}
const card = { card_number: 'K1', person_id: 'P1', made_on: '2020-01-10', status: 'ACTIVE' }

testRule(ofDeadPerson, [
  {
    name: 'a card in use long after the death is found, the death being the day that decides',
    asOf: '2024-08-31',
    given: { person: [person], death: [death], social_card: [card] },
    found: [
      {
        subjectId: 'K1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-03-15',
        periodTo: '2024-03-15',
        evidenceCount: 1,
        evidence: ['K1'],
        context: ['HEALTH#990101195001010014#2024-03-15'],
        says:
          '社保卡 K1的持卡人（个人编号 P1）已于 2024-03-15 死亡（来源：卫健），' +
          '至截止日 169 天，卡状态仍为“在用”',
      },
    ],
  },
  {
    name: 'sixty days are allowed, one more is not',
    asOf: '2024-05-14',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101195001010022' }],
      death: [death, { ...death, id_number: '990101195001010022', died_on: '2024-03-14' }],
      social_card: [card, { ...card, card_number: 'K2', person_id: 'P2' }],
    },
    found: [{ subjectId: 'K2', periodFrom: '2024-03-14', says: '61 天' }],
  },
  {
    name: 'made, in transit and active count; lost, cancelled and recalled are cleared',
    asOf: '2024-08-31',
    given: {
      person: [person],
      death: [death],
      social_card: ['MADE', 'IN_TRANSIT', 'ACTIVE', 'LOST', 'CANCELLED', 'RECALLED'].map((status) => ({
        ...card,
        card_number: status,
        status,
      })),
    },
    found: [{ subjectId: 'MADE' }, { subjectId: 'IN_TRANSIT' }, { subjectId: 'ACTIVE' }],
  },
  {
    name: 'a card that lies in the vault, or was never issued, still counts',
    asOf: '2024-08-31',
    given: {
      person: [person],
      death: [death],
      social_card: [{ ...card, status: 'MADE', location: 'VAULT', issued_on: '' }],
    },
    found: [{ subjectId: 'K1' }],
  },
  {
    name: 'the register is a source of its own, but only with a day',
    asOf: '2024-08-31',
    given: {
      person: [
        { ...person, life_status: 'DEAD', death_date: '2024-02-01' },
        { ...person, person_id: 'P2', id_number: '990101195001010022', life_status: 'DEAD' },
        { ...person, person_id: 'P3', id_number: '990101195001010030', death_date: '2024-02-01' },
      ],
      social_card: ['P1', 'P2', 'P3'].map((id) => ({ ...card, card_number: `K-${id}`, person_id: id })),
    },
    found: [{ subjectId: 'K-P1', periodFrom: '2024-02-01', context: ['P1'], says: '来源：参保登记' }],
  },
  {
    name: 'the date of the best source counts, though others are earlier',
    asOf: '2024-08-31',
    given: {
      person: [{ ...person, life_status: 'DEAD', death_date: '2024-01-01' }],
      death: [
        { ...death, died_on: '2024-08-20' },
        { ...death, source: 'VILLAGE', died_on: '2024-03-15' },
      ],
      social_card: [card],
    },
    found: [],
  },
  {
    name: 'a revoked death is none',
    asOf: '2024-08-31',
    given: { person: [person], death: [{ ...death, revoked: 'true' }], social_card: [card] },
    found: [],
  },
  {
    name: 'a death after as_of is not older than sixty days',
    asOf: '2024-02-29',
    given: { person: [person], death: [death], social_card: [card] },
    found: [],
  },
  {
    name: 'a death of somebody else, and a card without a known person, say nothing',
    asOf: '2024-08-31',
    given: {
      person: [person],
      death: [{ ...death, id_number: '990101195001010022' }],
      social_card: [card, { ...card, card_number: 'K2', person_id: 'P9' }],
    },
    found: [],
  },
  {
    name: 'with another number of days that many are allowed, and each card is a finding',
    parameters: { days_max: '0' },
    asOf: '2024-03-16',
    given: {
      person: [person],
      death: [death, { ...death, source: 'POLICE', died_on: '2024-03-10' }],
      social_card: [card, { ...card, card_number: 'K2', status: 'IN_TRANSIT' }],
    },
    found: [
      { subjectId: 'K1', evidenceCount: 1, says: '1 天' },
      {
        subjectId: 'K2',
        context: ['HEALTH#990101195001010014#2024-03-15', 'POLICE#990101195001010014#2024-03-10'],
        says: '卡状态仍为“在途”',
      },
    ],
  },
])
