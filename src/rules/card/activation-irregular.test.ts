import { testRule } from '#screening/test-rule.ts'
import { activationIrregular } from './activation-irregular.ts'

const card = {
  card_number: 'K1',
  person_id: 'P1',
  made_on: '2024-01-10',
  issued_on: '2024-02-01',
  activated_on: '2024-02-05',
  activated_in_person: 'true',
  status: 'ACTIVE',
}

testRule(activationIrregular, [
  {
    name: 'issued, then activated in person: as it should be',
    given: { social_card: [card] },
    found: [],
  },
  {
    name: 'activated without its holder',
    given: { social_card: [{ ...card, activated_in_person: 'false' }] },
    found: [
      {
        subjectId: 'K1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-02-05',
        periodTo: '2024-02-05',
        evidenceCount: 1,
        evidence: ['K1'],
        context: [],
        says: '社保卡 K1（个人编号 P1）于 2024-02-05 激活，登记为未见面激活，请向银行调取',
      },
    ],
  },
  {
    name: 'whether it was in person is not known: no finding',
    given: { social_card: [{ ...card, activated_in_person: '' }] },
    found: [],
  },
  {
    name: 'activated though not issued, even in person',
    given: { social_card: [{ ...card, issued_on: '' }] },
    found: [{ subjectId: 'K1', says: '激活，没有发放登记，请' }],
  },
  {
    name: 'activated the day before it was issued; on the same day is right',
    given: {
      social_card: [
        { ...card, activated_on: '2024-01-31' },
        { ...card, card_number: 'K2', activated_on: '2024-02-01' },
      ],
    },
    found: [{ subjectId: 'K1', periodFrom: '2024-01-31', says: '激活，早于发放日期 2024-02-01，请' }],
  },
  {
    name: 'several reasons make one finding and one sentence',
    given: {
      social_card: [
        { ...card, activated_on: '2024-01-31', activated_in_person: 'false' },
        { ...card, card_number: 'K2', issued_on: '', activated_in_person: 'false' },
      ],
    },
    found: [
      { subjectId: 'K1', says: '登记为未见面激活，早于发放日期 2024-02-01' },
      { subjectId: 'K2', says: '登记为未见面激活，没有发放登记' },
    ],
  },
  {
    name: 'a card that was never activated is none, whatever else it lacks',
    given: {
      social_card: [
        { ...card, activated_on: '' },
        { ...card, card_number: 'K2', activated_on: '', issued_on: '', status: 'MADE' },
        { ...card, card_number: 'K3', activated_on: '', activated_in_person: 'false' },
      ],
    },
    found: [],
  },
  {
    name: 'the status of the card plays no part',
    given: {
      social_card: ['MADE', 'CANCELLED', 'LOST'].map((status) => ({
        ...card,
        card_number: status,
        status,
        activated_in_person: 'false',
      })),
    },
    found: [{ subjectId: 'MADE' }, { subjectId: 'CANCELLED' }, { subjectId: 'LOST' }],
  },
  {
    name: 'as_of plays no part',
    asOf: '2023-12-31',
    given: { social_card: [{ ...card, issued_on: '' }] },
    found: [{ subjectId: 'K1' }],
  },
])
