import { testRule } from '#screening/test-rule.ts'
import { resentToOtherAccount } from './resent-to-other-account.ts'

const idOf = (number: number) => `9901011940010100${10 + number}`
const person = { person_id: 'P1', id_number: idOf(1), name: '张三' }
const line = (id: string, other: Record<string, string> = {}) => ({
  payment_id: id,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: '2024-06',
  period_from: '2024-05',
  period_to: '2024-05',
  kind: 'RESEND',
  amount: '3000.10',
  account_number: 'A2',
  status: 'PAID',
  resend_of: 'R',
  ...other,
})
const returned = line('R', {
  pay_month: '2024-05',
  kind: 'REGULAR',
  account_number: 'A1',
  status: 'RETURNED',
  resend_of: '',
})
const verified = (account: string, holder: string) => ({ account_number: account, holder_id_number: holder })
const registered = (account: string, holder: string, personId = 'P1') => ({
  account_number: account,
  person_id: personId,
  holder_id_number: holder,
})

testRule(resentToOtherAccount, [
  {
    name: 'returned, then sent to an account of somebody else; why it came back and whose account it is are context',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(9))],
      payee_account: [registered('A2', '')],
      payment_return: [{ return_id: 'T1', payment_id: 'R', reason: '户名不符', returned_on: '2024-05-20' }],
      payment: [returned, line('L1')],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '3000.10',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidenceCount: 1,
        evidence: ['L1'],
        context: ['A2', 'A2#P1', 'R', 'T1'],
        says:
          '张*（个人编号 P1）的待遇发放被退票后（如 2024-05 发往账号 A1 的一笔），' +
          '2024-06 至 2024-06 改向户主不是本人的账号 A2 重发，共 1 笔 3,000.10 元',
      },
    ],
  },
  {
    name: 'a new account of the person’s own is a correction',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(1))],
      payee_account: [registered('A2', idOf(9))],
      payment: [returned, line('L1')],
    },
    found: [],
  },
  {
    name: 'where the bank was not asked or gave no number the register says who holds it',
    given: {
      person: [person],
      account_verification: [verified('A2', '')],
      payee_account: [registered('A2', idOf(9)), registered('A3', idOf(9))],
      payment: [returned, line('L1'), line('L2', { account_number: 'A3' })],
    },
    found: [
      { subjectId: 'P1', amount: '6000.20', evidence: ['L1', 'L2'], context: ['A2', 'A2#P1', 'A3#P1', 'R'] },
    ],
  },
  {
    name: 'an unknown holder, or one known for another person only, is no finding',
    given: {
      person: [person],
      account_verification: [verified('A1', idOf(9))],
      payee_account: [registered('A2', idOf(9), 'P2')],
      payment: [returned, line('L1')],
    },
    found: [],
  },
  {
    name: 'sent again to the same account is a plain retry',
    given: {
      person: [person],
      account_verification: [verified('A1', idOf(9))],
      payment: [returned, line('L1', { account_number: 'A1' })],
    },
    found: [],
  },
  {
    name: 'both account numbers must be known',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(9))],
      payment: [
        { ...returned, account_number: '' },
        line('L1'),
        { ...returned, payment_id: 'R2' },
        line('L2', { resend_of: 'R2', account_number: '' }),
      ],
    },
    found: [],
  },
  {
    name: 'the earlier line must be a returned one that the delivery holds',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(9))],
      payment: [
        ...['PAID', 'SENT', 'HELD', 'CANCELLED'].map((status) => ({
          ...returned,
          payment_id: status,
          status,
        })),
        ...['PAID', 'SENT', 'HELD', 'CANCELLED', 'unknown', ''].map((of) =>
          line(`of ${of}`, { resend_of: of }),
        ),
      ],
    },
    found: [],
  },
  {
    name: 'only paid lines count, whatever their kind',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(9))],
      payment: [
        returned,
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) => line(status, { status })),
        line('one-off', { kind: 'ONE_OFF', amount: '-20.00' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '-20.00', evidence: ['one-off'] }],
  },
  {
    name: 'the person is that of the new line; one without a register entry has no number to compare',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: idOf(2) }],
      account_verification: [verified('A2', idOf(1))],
      payment: [returned, line('L2', { person_id: 'P2' }), line('L3', { person_id: 'P3' })],
    },
    found: [{ subjectId: 'P2', evidence: ['L2'], context: ['A2', 'R'] }],
  },
  {
    name: 'two lines that were sent again for one returned line both count, it is shown once',
    given: {
      person: [person],
      account_verification: [verified('A2', idOf(9)), verified('A3', idOf(8))],
      payment: [
        returned,
        line('L1'),
        line('L2', { account_number: 'A3', pay_month: '2024-07', amount: '9.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3009.10',
        periodFrom: '2024-06',
        periodTo: '2024-07',
        evidence: ['L1', 'L2'],
        context: ['A2', 'A3', 'R'],
      },
    ],
  },
])
