import { testRule } from '#screening/test-rule.ts'
import { holderMismatch } from './holder-mismatch.ts'

const person = (id: string, name: string) => ({ person_id: id, id_number: `99010119400101${id}`, name })
const line = (month: string, holder: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: month,
  period_from: month,
  period_to: month,
  kind: 'REGULAR',
  amount: '3000.00',
  account_number: 'A1',
  holder_name: holder,
  status: 'PAID',
  ...other,
})
const guardian = (other: Record<string, string> = {}) => ({
  account_number: 'A1',
  person_id: 'P1',
  holder_kind: 'GUARDIAN',
  ...other,
})

testRule(holderMismatch, [
  {
    name: 'another name counts, the own name does not',
    given: {
      person: [person('P1', '张三丰')],
      payment: [line('2024-01', '张三丰'), line('2024-02', '李四'), line('2024-03', '李四')],
      payee_account: [
        guardian({ holder_kind: 'SELF' }),
        guardian({ account_number: 'A2', holder_kind: 'SELF' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6000.00',
        periodFrom: '2024-02',
        periodTo: '2024-03',
        evidence: ['L-2024-02', 'L-2024-03'],
        context: ['A1#P1'],
        says: '张**（个人编号 P1）在 2024-02 至 2024-03 间有 2 笔待遇共 6,000.00 元发到户名为“李*”的账户',
      },
    ],
  },
  {
    name: 'several names are counted in the sentence, variants of one name once',
    given: {
      person: [person('P1', '张三')],
      payment: [line('2024-01', '李四'), line('2024-02', '李 四'), line('2024-03', '王五')],
    },
    found: [{ subjectId: 'P1', evidenceCount: 3, context: [], says: '等 2 个户名的账户' }],
  },
  {
    name: 'dots, full width, case, white space and zero-width characters make no other name',
    given: {
      person: [
        person('P1', '阿依夏木·买买提'),
        person('P2', 'ＡＮＮＡ Ⅳ'),
        person('P3', '张\u200b三'),
        person('P4', '欧阳　娜娜'),
      ],
      payment: [
        ...['·', '•', '・', '‧', '．', '.'].map((dot, index) =>
          line('2024-01', `阿依夏木${dot}买买提`, { payment_id: `dot${index}` }),
        ),
        line('2024-01', 'anna iv', { payment_id: 'width', person_id: 'P2' }),
        line('2024-01', '张三\u2060\ufeff', { payment_id: 'zero-width', person_id: 'P3' }),
        line('2024-01', '欧阳 娜娜', { payment_id: 'space', person_id: 'P4' }),
      ],
    },
    found: [],
  },
  {
    name: 'a dot that is missing is another name, and so is a rare variant of a character',
    given: {
      person: [person('P1', '买买提·江'), person('P2', '李㛃')],
      payment: [
        line('2024-01', '买买提江', { payment_id: 'dot' }),
        line('2024-01', '李洁', { payment_id: 'rare', person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1' }, { subjectId: 'P2' }],
  },
  {
    name: 'a holder name that is not known is no finding',
    given: { person: [person('P1', '张三')], payment: [line('2024-01', '')] },
    found: [],
  },
  {
    name: 'a person who is not in the register has no name to compare',
    given: {
      person: [person('P1', '张三')],
      payment: [line('2024-01', '李四', { person_id: 'P2' }), line('2024-02', '张三')],
    },
    found: [],
  },
  {
    name: 'sent lines count, returned, held and cancelled ones do not; every kind and benefit counts',
    given: {
      person: [person('P1', '张三')],
      payment: [
        line('2024-01', '李四', { status: 'SENT' }),
        line('2024-02', '李四', { status: 'RETURNED' }),
        line('2024-03', '李四', { status: 'HELD' }),
        line('2024-04', '李四', { status: 'CANCELLED' }),
        line('2024-05', '李四', { kind: 'ONE_OFF', benefit: 'FUNERAL', amount: '8000.00' }),
        line('2024-06', '李四', { kind: 'DEDUCTION', amount: '-100.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '10900.00',
        periodFrom: '2024-01',
        periodTo: '2024-06',
        evidence: ['L-2024-05', 'L-2024-01', 'L-2024-06'],
      },
    ],
  },
  {
    name: 'there is no look-back: a line of 2010 counts',
    given: { person: [person('P1', '张三')], payment: [line('2010-01', '李四')] },
    found: [{ subjectId: 'P1', periodFrom: '2010-01' }],
  },
  {
    name: 'an account of a guardian or an institution may be in another name',
    given: {
      person: [person('P1', '张三')],
      payment: [line('2024-01', '李四'), line('2024-02', '阳光福利院', { account_number: 'A2' })],
      payee_account: [guardian(), guardian({ account_number: 'A2', holder_kind: 'INSTITUTION' })],
    },
    found: [],
  },
  {
    name: 'a guardian account of another person, or one without or of another kind, excuses nothing',
    given: {
      person: [person('P1', '张三')],
      payment: [
        line('2024-01', '李四'),
        line('2024-02', '李四', { account_number: 'A2' }),
        line('2024-03', '李四', { account_number: 'A3' }),
      ],
      payee_account: [
        guardian({ person_id: 'P2' }),
        guardian({ account_number: 'A2', holder_kind: '' }),
        guardian({ account_number: 'A3', holder_kind: 'OTHER' }),
      ],
    },
    found: [{ subjectId: 'P1', evidenceCount: 3, context: ['A2#P1', 'A3#P1'] }],
  },
  {
    name: 'guardianship from the last day of a month to the first of another covers both months and no more',
    given: {
      person: [person('P1', '张三')],
      payment: ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05'].map((each) => line(each, '李四')),
      payee_account: [guardian({ valid_from: '2024-02-29', valid_to: '2024-04-01' })],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-01', 'L-2024-05'] }],
  },
  {
    name: 'guardianship without an end is open, and so is one without a start',
    given: {
      person: [person('P1', '张三')],
      payment: [
        line('2024-01', '李四'),
        line('2024-02', '李四'),
        line('2024-03', '李四'),
        line('2024-01', '李四', { payment_id: 'B1', account_number: 'A2' }),
        line('2024-03', '李四', { payment_id: 'B3', account_number: 'A2' }),
      ],
      payee_account: [
        guardian({ valid_from: '2024-02-01' }),
        guardian({ account_number: 'A2', valid_to: '2024-02-01' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['B3', 'L-2024-01'] }],
  },
  {
    name: 'a line without an account number goes to no guardian account',
    given: {
      person: [person('P1', '张三')],
      payment: [line('2024-01', '李四', { account_number: '' })],
      payee_account: [guardian()],
    },
    found: [{ subjectId: 'P1', amount: '3000.00', context: [] }],
  },
])
