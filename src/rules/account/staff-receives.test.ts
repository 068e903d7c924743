import { testRule } from '#screening/test-rule.ts'
import { staffReceives } from './staff-receives.ts'

const idOf = (number: number) => `9901011960010100${10 + number}`
const person = (number: number) => ({ person_id: `P${number}`, id_number: idOf(number), name: '张三' })
const people = [person(1), person(2), person(3)]
const clerk = { staff_id: 'S1', name: '李四', id_number: idOf(50), status: 'ON_POST' }
const mother = { staff_id: 'S1', relation: 'PARENT', name: '王五', id_number: idOf(60) }
const line = (id: string, other: Record<string, string> = {}) => ({
  payment_id: id,
  person_id: 'P1',
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  pay_month: '2024-06',
  period_from: '2024-06',
  period_to: '2024-06',
  kind: 'REGULAR',
  amount: '200.10',
  account_number: 'A1',
  status: 'PAID',
  ...other,
})
const verified = (account: string, holder: string) => ({ account_number: account, holder_id_number: holder })
const registered = (
  account: string,
  personId: string,
  holder: string,
  other: Record<string, string> = {},
) => ({
  account_number: account,
  person_id: personId,
  holder_id_number: holder,
  ...other,
})

testRule(staffReceives, [
  {
    name: 'an account that the bank says a clerk holds',
    given: {
      person: people,
      staff: [clerk],
      account_verification: [verified('A1', idOf(50))],
      payment: [
        line('L1', { pay_month: '2024-05' }),
        line('L2', { person_id: 'P2', kind: 'BACK_PAY', amount: '900.00' }),
      ],
    },
    found: [
      {
        subjectId: 'A1',
        level: 1,
        amount: '1100.10',
        periodFrom: '2024-05',
        periodTo: '2024-06',
        evidenceCount: 2,
        evidence: ['L2', 'L1'],
        context: ['A1', 'S1'],
        says: '银行账号 A1的户主是工作人员（工号 S1），2024-05 至 2024-06 收取 2 名他人的待遇 2 笔共 1,100.10 元',
      },
    ],
  },
  {
    name: 'an account that the payee register gives to a relative, where the bank was not asked',
    given: {
      person: people,
      staff: [clerk],
      staff_relative: [mother],
      payee_account: [registered('A1', 'P1', idOf(60))],
      payment: [line('L1')],
    },
    found: [
      {
        subjectId: 'A1',
        evidence: ['L1'],
        context: ['A1#P1', `S1#${idOf(60)}`],
        says: '户主是工作人员（工号 S1）的亲属（父母）',
      },
    ],
  },
  {
    name: 'the bank’s word goes before the register’s, both ways',
    given: {
      person: people,
      staff: [clerk],
      account_verification: [verified('A1', idOf(1)), verified('A2', idOf(50))],
      payee_account: [registered('A1', 'P1', idOf(50)), registered('A2', 'P2', idOf(2))],
      payment: [line('L1'), line('L2', { person_id: 'P2', account_number: 'A2' })],
    },
    found: [{ subjectId: 'A2', evidence: ['L2'], context: ['A2', 'A2#P2', 'S1'] }],
  },
  {
    name: 'a verification without a number leaves it to the register',
    given: {
      person: people,
      staff: [clerk],
      account_verification: [verified('A1', '')],
      payee_account: [registered('A1', 'P1', idOf(50))],
      payment: [line('L1')],
    },
    found: [{ subjectId: 'A1', evidence: ['L1'] }],
  },
  {
    name: 'the register speaks for its account and person only',
    given: {
      person: people,
      staff: [clerk],
      payee_account: [
        registered('A1', 'P1', idOf(50)),
        registered('A1', 'P2', ''),
        registered('A1', 'P3', idOf(3)),
      ],
      payment: [line('L1'), line('L2', { person_id: 'P2' }), line('L3', { person_id: 'P3' })],
    },
    found: [{ subjectId: 'A1', evidence: ['L1'], context: ['A1#P1', 'S1'], says: '收取 1 名他人的待遇' }],
  },
  {
    name: 'staff and relatives may draw their own benefits on their own accounts',
    given: {
      person: people,
      staff: [{ ...clerk, id_number: idOf(1) }],
      staff_relative: [{ ...mother, id_number: idOf(2) }],
      account_verification: [verified('A1', idOf(1)), verified('A2', idOf(2))],
      payment: [line('L1'), line('L2', { person_id: 'P2', account_number: 'A2' })],
    },
    found: [],
  },
  {
    name: 'the own line of a clerk beside that of another does not count',
    given: {
      person: people,
      staff: [{ ...clerk, id_number: idOf(1) }],
      account_verification: [verified('A1', idOf(1))],
      payment: [line('own'), line('other', { person_id: 'P2' })],
    },
    found: [{ subjectId: 'A1', amount: '200.10', evidence: ['other'] }],
  },
  {
    name: 'a guardian account counts too',
    given: {
      person: people,
      staff: [clerk],
      payee_account: [registered('A1', 'P1', idOf(50), { holder_kind: 'GUARDIAN' })],
      payment: [line('L1')],
    },
    found: [{ subjectId: 'A1', context: ['A1#P1', 'S1'] }],
  },
  {
    name: 'a stranger’s account, an unknown holder, a clerk or relative of the same name, is no finding',
    given: {
      person: people,
      staff: [clerk, { ...clerk, staff_id: 'S2', id_number: '' }],
      staff_relative: [mother],
      account_verification: [
        { ...verified('A1', idOf(70)), holder_name: '李四' },
        { ...verified('A2', ''), holder_name: '王五' },
      ],
      payee_account: [registered('A2', 'P1', ''), registered('A3', 'P2', idOf(50))],
      payment: [
        line('L1'),
        line('L2', { account_number: 'A2' }),
        line('L3', { account_number: 'A3' }),
        line('L4', { account_number: 'A9' }),
        line('L5', { account_number: '' }),
      ],
    },
    found: [],
  },
  {
    name: 'lines that are not paid do not count, nor those of a person whose id number is unknown',
    given: {
      person: people,
      staff: [clerk],
      account_verification: [verified('A1', idOf(50))],
      payment: [
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) => line(status, { status })),
        line('unknown', { person_id: 'P9' }),
      ],
    },
    found: [],
  },
  {
    name: 'a person on several staff lists counts each line once, and the clerk is told before the relative',
    given: {
      person: people,
      staff: [clerk, { ...clerk, staff_id: 'S3' }],
      staff_relative: [
        { ...mother, id_number: idOf(50), relation: '' },
        { ...mother, staff_id: 'S9', id_number: idOf(50), relation: 'SPOUSE' },
      ],
      account_verification: [verified('A1', idOf(50))],
      payment: [line('L1')],
    },
    found: [
      {
        subjectId: 'A1',
        amount: '200.10',
        evidence: ['L1'],
        context: ['A1', 'S1', `S1#${idOf(50)}`, 'S3', `S9#${idOf(50)}`],
        says: '户主是工作人员（工号 S1），',
      },
    ],
  },
  {
    name: 'a relation that was not declared is told as such, and several accounts are several findings',
    given: {
      person: people,
      staff: [clerk],
      staff_relative: [{ ...mother, relation: '' }],
      account_verification: [verified('A1', idOf(60)), verified('A2', idOf(60))],
      payment: [line('L1'), line('L2', { account_number: 'A2', amount: '-1.00' })],
    },
    found: [
      { subjectId: 'A1', says: '（工号 S1）的亲属，' },
      { subjectId: 'A2', amount: '-1.00', evidence: ['L2'] },
    ],
  },
])
