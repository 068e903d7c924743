import { testRule } from '#screening/test-rule.ts'
import { accountChanged } from './account-changed.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const line = (month: string, account: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: month,
  period_from: month,
  period_to: month,
  kind: 'REGULAR',
  amount: '3000.00',
  account_number: account,
  status: 'PAID',
  ...other,
})
const change = (oldAccount: string, newAccount: string, other: Record<string, string> = {}) => ({
  change_id: `C-${oldAccount}-${newAccount}`,
  person_id: 'P1',
  old_account: oldAccount,
  new_account: newAccount,
  recorded_at: '2024-05-20 10:00:00',
  ...other,
})

testRule(accountChanged, [
  {
    name: 'another account than the month before, without a record of a change',
    given: { person: [person], payment: [line('2024-05', 'A1'), line('2024-06', 'A2')] },
    found: [
      {
        subjectId: 'P1',
        level: 3,
        amount: '3000.00',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidence: ['L-2024-06'],
        context: ['L-2024-05'],
        says: '张*（个人编号 P1） 2024-06 的待遇 1 笔共 3,000.00 元，由上月的账号 A1 改发到账号 A2，系统中没有这一变更的登记',
      },
    ],
  },
  {
    name: 'the same account is no change',
    given: { payment: [line('2024-05', 'A1'), line('2024-06', 'A1')] },
    found: [],
  },
  {
    name: 'a change that is recorded, but in no planned batch, counts and is shown',
    given: {
      payment: [line('2024-05', 'A1'), line('2024-06', 'A2')],
      payee_account_change: [
        change('A1', 'A2'),
        change('A0', 'A2', { planned_batch: 'B9', recorded_at: '2024-05-31 09:00:00' }),
        change('A1', 'A3', { planned_batch: 'B9' }),
        change('A1', 'A2', { change_id: 'other person', person_id: 'P2', planned_batch: 'B9' }),
        change('A2', 'A1', { planned_batch: 'B9' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        evidence: ['L-2024-06'],
        context: ['C-A0-A2', 'C-A1-A2', 'L-2024-05'],
        says: '变更登记于 2024-05-20，不在计划批次内',
      },
    ],
  },
  {
    name: 'a planned batch from the old account to the new one is lawful, whenever it was recorded',
    given: {
      payment: [line('2024-05', 'A1'), line('2024-06', 'A2')],
      payee_account_change: [
        change('A1', 'A2'),
        change('A1', 'A2', { change_id: 'planned', planned_batch: 'B9', recorded_at: '2020-01-01 00:00:00' }),
      ],
    },
    found: [],
  },
  {
    name: 'a planned batch from any of several accounts of the month before excuses the line',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-05', 'A2', { payment_id: 'second' }),
        line('2024-06', 'A3'),
      ],
      payee_account_change: [change('A2', 'A3', { planned_batch: 'B9' })],
    },
    found: [],
  },
  {
    name: 'a line counts only where all lines of the month before went to other accounts',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-05', 'A2', { payment_id: 'second before' }),
        line('2024-06', 'A2'),
        line('2024-06', 'A3', { payment_id: 'to A3', amount: '100.00' }),
        line('2024-06', 'A4', { payment_id: 'to A4', amount: '10.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '110.00',
        evidence: ['to A3', 'to A4'],
        context: ['L-2024-05', 'second before'],
        says: '由上月的账号 A1 等 2 个账号改发到账号 A3 等 2 个账号',
      },
    ],
  },
  {
    name: 'each scheme is compared with itself, and two schemes that moved sum',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-05', 'A2', { payment_id: 'r5', scheme: '170', benefit: 'RESIDENT_BASIC' }),
        line('2024-06', 'A1', {
          payment_id: 'r6',
          scheme: '170',
          benefit: 'RESIDENT_BASIC',
          amount: '200.05',
        }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '3200.05', evidence: ['L-2024-06', 'r6'], context: ['L-2024-05', 'r5'] },
    ],
  },
  {
    name: 'a scheme that begins in the latest month has nothing to compare, beside one that moved',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-06', 'A3', { payment_id: 'r6', scheme: '170', benefit: 'RESIDENT_BASIC' }),
      ],
      payee_account_change: [change('A0', 'A2')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3000.00',
        evidence: ['L-2024-06'],
        context: ['C-A0-A2', 'L-2024-05'],
        says: '系统中没有这一变更的登记',
      },
    ],
  },
  {
    name: 'another scheme’s account in the month before decides nothing',
    given: {
      payment: [line('2024-05', 'A1', { scheme: '170', benefit: 'RESIDENT_BASIC' }), line('2024-06', 'A2')],
    },
    found: [],
  },
  {
    name: 'an account number that is not known, in either month, is no finding',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', ''),
        line('2024-05', '', { payment_id: 'b5', person_id: 'P2' }),
        line('2024-06', 'A2', { payment_id: 'b6', person_id: 'P2' }),
        line('2024-05', 'A1', { payment_id: 'c5', person_id: 'P3' }),
        line('2024-05', '', { payment_id: 'c5 unknown', person_id: 'P3' }),
        line('2024-06', 'A2', { payment_id: 'c6', person_id: 'P3' }),
      ],
    },
    found: [],
  },
  {
    name: 'only regular paid lines are compared, in both months',
    given: {
      payment: [
        line('2024-05', 'A1', { status: 'SENT' }),
        line('2024-06', 'A2'),
        line('2024-05', 'A1', { payment_id: 'b5', person_id: 'P2', kind: 'BACK_PAY' }),
        line('2024-06', 'A2', { payment_id: 'b6', person_id: 'P2' }),
        line('2024-05', 'A1', { payment_id: 'c5', person_id: 'P3' }),
        line('2024-06', 'A2', { payment_id: 'c6', person_id: 'P3', kind: 'BACK_PAY' }),
        line('2024-05', 'A1', { payment_id: 'd5', person_id: 'P4' }),
        line('2024-06', 'A2', { payment_id: 'd6', person_id: 'P4', status: 'RETURNED' }),
      ],
    },
    found: [],
  },
  {
    name: 'the month before is the one directly before the latest of the whole delivery',
    given: {
      payment: [
        line('2024-04', 'A1'),
        line('2024-06', 'A2'),
        line('2024-04', 'A1', { payment_id: 'b4', person_id: 'P2' }),
        line('2024-05', 'A2', { payment_id: 'b5', person_id: 'P2' }),
      ],
    },
    found: [],
  },
  {
    name: 'the latest month is of paid lines, of any kind, up to the day of the run',
    asOf: '2024-06-01',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-07', 'A2', { payment_id: 'after as_of' }),
      ],
    },
    found: [{ subjectId: 'P1', periodTo: '2024-06', evidence: ['L-2024-06'] }],
  },
  {
    name: 'a later month that is only sent is not the latest one; a later one-off payment makes it so',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-07', 'A3', { payment_id: 'sent', status: 'SENT' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['L-2024-06'] }],
  },
  {
    name: 'a one-off payment of anybody in a later month makes that month the latest',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-07', 'A9', { payment_id: 'one-off', person_id: 'P2', kind: 'ONE_OFF' }),
      ],
    },
    found: [],
  },
  {
    name: 'a delivery without a paid line has no latest month',
    given: {
      payment: [line('2024-05', 'A1', { status: 'SENT' }), line('2024-06', 'A2', { status: 'SENT' })],
    },
    found: [],
  },
  {
    name: 'several lines of one month that moved sum, several persons are several findings',
    given: {
      payment: [
        line('2024-05', 'A1'),
        line('2024-06', 'A2'),
        line('2024-06', 'A2', { payment_id: 'subsidy', benefit: 'OTHER', amount: '50.50' }),
        line('2024-05', 'A2', { payment_id: 'b5', person_id: 'P2' }),
        line('2024-06', 'A1', { payment_id: 'b6', person_id: 'P2' }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '3050.50', evidence: ['L-2024-06', 'subsidy'], context: ['L-2024-05'] },
      { subjectId: 'P2', amount: '3000.00', evidence: ['b6'], context: ['b5'] },
    ],
  },
])
