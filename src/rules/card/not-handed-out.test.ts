import { testRule } from '#screening/test-rule.ts'
import { notHandedOut } from './not-handed-out.ts'

const card = {
  card_number: 'K1',
  person_id: 'P1',
  made_on: '2024-01-10',
  status: 'MADE',
  location: 'SERVICE_POINT',
}

testRule(notHandedOut, [
  {
    name: 'a card that lies at a service point for more than six months is found, with the day it was made',
    asOf: '2024-08-31',
    given: { social_card: [card] },
    found: [
      {
        subjectId: 'K1',
        level: 2,
        amount: '0.00',
        periodFrom: '2024-01-10',
        periodTo: '2024-01-10',
        evidenceCount: 1,
        evidence: ['K1'],
        context: [],
        says:
          '社保卡 K1（个人编号 P1）于 2024-01-10 制卡，至截止日 234 天、超过 6 个月仍未发放到人，' +
          '也未回收入库，登记存放位置为网点',
      },
    ],
  },
  {
    name: 'exactly six months are allowed, a day more is not',
    asOf: '2024-08-15',
    given: {
      social_card: [
        { ...card, made_on: '2024-02-15' },
        { ...card, card_number: 'K2', made_on: '2024-02-14' },
        { ...card, card_number: 'K3', made_on: '2024-02-16' },
      ],
    },
    found: [{ subjectId: 'K2' }],
  },
  {
    name: 'six months before the end of August is the last day of February',
    asOf: '2024-08-31',
    given: {
      social_card: [
        { ...card, made_on: '2024-02-29' },
        { ...card, card_number: 'K2', made_on: '2024-02-28' },
      ],
    },
    found: [{ subjectId: 'K2' }],
  },
  {
    name: 'made and in transit count, other statuses do not',
    given: {
      social_card: ['MADE', 'IN_TRANSIT', 'ACTIVE', 'LOST', 'CANCELLED', 'RECALLED'].map((status) => ({
        ...card,
        card_number: status,
        status,
      })),
    },
    found: [{ subjectId: 'MADE' }, { subjectId: 'IN_TRANSIT' }],
  },
  {
    name: 'the vault is where it belongs; everywhere else, and nowhere known, is not',
    given: {
      social_card: [
        ...['VAULT', 'SERVICE_POINT', 'IN_TRANSIT', 'HOLDER'].map((location) => ({
          ...card,
          card_number: location,
          location,
        })),
        { ...card, card_number: 'unknown', location: '' },
      ],
    },
    found: [
      { subjectId: 'SERVICE_POINT' },
      { subjectId: 'IN_TRANSIT', says: '登记存放位置为在途' },
      { subjectId: 'HOLDER' },
      { subjectId: 'unknown', says: '存放位置没有登记' },
    ],
  },
  {
    name: 'an issued card and a recalled card are no finding, whenever that was',
    given: {
      social_card: [
        { ...card, issued_on: '2024-12-30' },
        { ...card, card_number: 'K2', recalled_on: '2024-12-30' },
        { ...card, card_number: 'K3', issued_on: '2025-02-01' },
      ],
    },
    found: [],
  },
  {
    name: 'activation plays no part',
    given: { social_card: [{ ...card, activated_on: '2024-03-01', activated_in_person: 'true' }] },
    found: [{ subjectId: 'K1' }],
  },
  {
    name: 'a card made after as_of is not late',
    asOf: '2023-12-31',
    given: { social_card: [card] },
    found: [],
  },
  {
    name: 'an unknown day of making is not before anything',
    given: { social_card: [{ ...card, made_on: '' }] },
    found: [],
  },
  {
    name: 'with another number of months that many are allowed',
    parameters: { months_max: '12' },
    asOf: '2024-12-31',
    given: {
      social_card: [
        { ...card, made_on: '2023-12-31' },
        { ...card, card_number: 'K2', made_on: '2023-12-30' },
      ],
    },
    found: [{ subjectId: 'K2', says: '超过 12 个月' }],
  },
  {
    name: 'two cards of one person are two findings',
    given: { social_card: [card, { ...card, card_number: 'K2' }] },
    found: [{ subjectId: 'K1' }, { subjectId: 'K2' }],
  },
])
