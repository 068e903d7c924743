import { testRule } from '#screening/test-rule.ts'
import { changedAndChangedBack } from './changed-and-changed-back.ts'

const line = (id: string, other: Record<string, string> = {}) => ({
  payment_id: id,
  batch_id: 'B6',
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: '2024-06',
  period_from: '2024-06',
  period_to: '2024-06',
  kind: 'REGULAR',
  amount: '3000.10',
  account_number: 'B',
  status: 'PAID',
  ...other,
})
const change = (id: string, path: string, recordedAt: string, other: Record<string, string> = {}) => ({
  change_id: id,
  person_id: 'P1',
  old_account: path.split('>')[0]!,
  new_account: path.split('>')[1]!,
  recorded_at: recordedAt,
  ...other,
})
const batch = (id: string, sentAt: string) => ({
  batch_id: id,
  scheme: '110',
  pay_month: '2024-06',
  line_count: '1',
  total_amount: '1.00',
  channel: 'DIRECT',
  sent_at: sentAt,
})
const there = change('there', 'A>B', '2024-06-01 10:00:00')
const back = change('back', 'B>A', '2024-06-20 10:00:00')
const sent = batch('B6', '2024-06-10 09:00:00')

testRule(changedAndChangedBack, [
  {
    name: 'changed, paid, changed back; the changes and the batch are context',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment_batch: [sent],
      payee_account_change: [there, back],
      payment: [line('L1'), line('L2', { kind: 'BACK_PAY', amount: '9000.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '12000.10',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidenceCount: 2,
        evidence: ['L2', 'L1'],
        context: ['B6', 'back', 'there'],
        says:
          '张*（个人编号 P1）的发放账户于 2024-06-01 由账号 A 变更为账号 B，2024-06-20 又改回，' +
          '其间向变更后的账号发放 2 笔共 12,000.10 元',
      },
    ],
  },
  {
    name: 'the days of both changes count, the days beside them do not',
    given: {
      payment_batch: [
        batch('first', '2024-06-01 00:00:00'),
        batch('last', '2024-06-20 23:59:59'),
        batch('before', '2024-05-31 23:59:59'),
        batch('after', '2024-06-21 00:00:00'),
      ],
      payee_account_change: [there, back],
      payment: ['first', 'last', 'before', 'after'].map((id) => line(id, { batch_id: id })),
    },
    found: [{ subjectId: 'P1', evidence: ['first', 'last'] }],
  },
  {
    name: 'back after 90 days counts, after 91 it does not',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        there,
        change('back 90', 'B>A', '2024-08-30 23:00:00'),
        { ...there, change_id: 'there 2', person_id: 'P2' },
        change('back 91', 'B>A', '2024-08-31 00:00:00', { person_id: 'P2' }),
      ],
      payment: [line('L1'), line('L2', { person_id: 'P2' })],
    },
    found: [{ subjectId: 'P1', evidence: ['L1'], context: ['B6', 'back 90', 'there'] }],
  },
  {
    name: 'back one second later on the same day counts, at the same second or before it does not',
    given: {
      payment_batch: [batch('B6', '2024-06-01 23:00:00')],
      payee_account_change: [
        there,
        change('back', 'B>A', '2024-06-01 10:00:01'),
        { ...there, change_id: 'there 2', person_id: 'P2' },
        change('back 2', 'B>A', '2024-06-01 10:00:00', { person_id: 'P2' }),
        { ...there, change_id: 'there 3', person_id: 'P3' },
        change('back 3', 'B>A', '2024-06-01 09:59:59', { person_id: 'P3' }),
      ],
      // Before the second change of P3 its account was B; the way there is B>A then A>B, and nothing went to A.
      payment: ['P1', 'P2', 'P3'].map((id) => line(id, { person_id: id })),
    },
    found: [{ subjectId: 'P1', evidence: ['P1'] }],
  },
  {
    name: 'on to a third account, back from another, or back for another person is no way back',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        there,
        change('C1', 'B>C', '2024-06-15 10:00:00'),
        change('C2', 'C>A', '2024-06-16 10:00:00'),
        change('C3', 'B>A', '2024-06-17 10:00:00', { person_id: 'P2' }),
      ],
      payment: [line('L1')],
    },
    found: [],
  },
  {
    name: 'nothing paid to the account between the changes is no finding',
    given: {
      payment_batch: [sent, batch('not sent', '')],
      payee_account_change: [there, back],
      payment: [
        line('a', { account_number: 'A' }),
        line('b', { account_number: '' }),
        line('c', { status: 'SENT' }),
        line('d', { status: 'RETURNED' }),
        line('e', { person_id: 'P2' }),
        line('f', { batch_id: 'not sent' }),
        line('g', { batch_id: '' }),
        line('h', { batch_id: 'unknown' }),
      ],
    },
    found: [],
  },
  {
    name: 'a line within several ways there and back counts once',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        there,
        { ...there, change_id: 'there again', recorded_at: '2024-06-02 10:00:00' },
        back,
        { ...back, change_id: 'back again', recorded_at: '2024-06-21 10:00:00' },
      ],
      payment: [line('L1')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3000.10',
        evidence: ['L1'],
        context: ['B6', 'back', 'back again', 'there', 'there again'],
        says: '2024-06-20 又改回（此类往返共 2 次）',
      },
    ],
  },
  {
    name: 'the second half of A>B>A>B is a way there and back of its own, for account A',
    given: {
      payment_batch: [sent, batch('B7', '2024-06-25 09:00:00')],
      payee_account_change: [there, back, change('there again', 'A>B', '2024-06-30 10:00:00')],
      payment: [line('to B'), line('to A', { account_number: 'A', batch_id: 'B7', amount: '-100.00' })],
    },
    found: [{ subjectId: 'P1', amount: '2900.10', evidence: ['to B', 'to A'] }],
  },
  {
    name: 'window_days can be moved',
    parameters: { window_days: '18' },
    given: { payment_batch: [sent], payee_account_change: [there, back], payment: [line('L1')] },
    found: [],
  },
  {
    name: 'an account changed to itself, twice: nothing says that the two differ',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        change('there', 'B>B', '2024-06-01 10:00:00'),
        change('back', 'B>B', '2024-06-20 10:00:00'),
      ],
      payment: [line('L1')],
    },
    found: [{ subjectId: 'P1', amount: '3000.10' }],
  },
])
