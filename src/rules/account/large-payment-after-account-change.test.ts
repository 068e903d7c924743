import { testRule } from '#screening/test-rule.ts'
import { largePaymentAfterAccountChange } from './large-payment-after-account-change.ts'

const line = (id: string, other: Record<string, string> = {}) => ({
  payment_id: id,
  batch_id: 'B6',
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  pay_month: '2024-06',
  period_from: '2024-06',
  period_to: '2024-06',
  kind: 'BACK_PAY',
  amount: '5000.00',
  account_number: 'NEW',
  status: 'PAID',
  ...other,
})
/** A regular month before, to the old account. */
const usual = (month: string, amount: string, other: Record<string, string> = {}) =>
  line(`U-${month}`, {
    pay_month: month,
    kind: 'REGULAR',
    amount,
    account_number: 'OLD',
    batch_id: 'B0',
    ...other,
  })
const change = (recordedAt: string, other: Record<string, string> = {}) => ({
  change_id: `C-${recordedAt}`,
  person_id: 'P1',
  old_account: 'OLD',
  new_account: 'NEW',
  recorded_at: `${recordedAt} 18:00:00`,
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
const sent = batch('B6', '2024-06-10 09:00:00')

testRule(largePaymentAfterAccountChange, [
  {
    name: 'arrears of exactly 5000 on the day of the change count, whatever the hour',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      payment_batch: [sent],
      payee_account_change: [change('2024-06-10')],
      payment: [line('L1')],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '5000.00',
        periodFrom: '2024-06',
        periodTo: '2024-06',
        evidenceCount: 1,
        evidence: ['L1'],
        context: ['B6', 'C-2024-06-10'],
        says:
          '张*（个人编号 P1）的发放账户于 2024-06-10 变更为账号 NEW，变更后 60 天内向新账号大额发放或补发 1 笔共 5,000.00 元' +
          '（最大一笔 5,000.00 元，类型为补发，2024-06-10 送出）',
      },
    ],
  },
  {
    name: 'a fen less than 5000 is not enough, for any kind',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [
        usual('2024-05', '1000.00'),
        line('L1', { amount: '4999.99' }),
        line('L2', { amount: '4999.99', kind: 'ONE_OFF' }),
        line('L3', { amount: '4999.99', kind: 'REGULAR' }),
      ],
    },
    found: [],
  },
  {
    name: '60 days after the change is within, 61 is not, a day before the change is not',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        change('2024-04-11'),
        change('2024-04-10', { person_id: 'P2' }),
        change('2024-06-11', { person_id: 'P3' }),
      ],
      payment: ['P1', 'P2', 'P3'].map((id) => line(`L-${id}`, { person_id: id })),
    },
    found: [{ subjectId: 'P1', evidence: ['L-P1'], context: ['B6', 'C-2024-04-11'] }],
  },
  {
    name: 'a single sum counts like arrears; other kinds need twice the median',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [
        usual('2024-05', '3000.00'),
        line('one-off', { kind: 'ONE_OFF' }),
        line('regular 6000.00', { kind: 'REGULAR', amount: '6000.00' }),
        line('adjustment 6000.00', { kind: 'ADJUSTMENT', amount: '6000.00' }),
        line('resend 5999.99', { kind: 'RESEND', amount: '5999.99' }),
      ],
    },
    found: [
      { subjectId: 'P1', amount: '17000.00', evidence: ['adjustment 6000.00', 'regular 6000.00', 'one-off'] },
    ],
  },
  {
    name: 'the median of an even number of months is the mean of the two middle ones, exactly',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [
        usual('2024-05', '3000.01'),
        usual('2024-04', '3000.00'),
        usual('2024-03', '9000.00'),
        usual('2024-02', '1.00'),
        line('6000.01', { kind: 'REGULAR', amount: '6000.01' }),
        line('6000.00', { kind: 'REGULAR', amount: '6000.00' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['6000.01'] }],
  },
  {
    name: 'the median is of the 12 months before the line’s own; its own month and the 13th take no part',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [
        usual('2023-05', '1.00'),
        usual('2023-06', '2600.00'),
        line('own', { kind: 'REGULAR', amount: '5200.00' }),
        line('less', { kind: 'REGULAR', amount: '5199.99' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['own'] }],
  },
  {
    name: 'the median is of regular paid months of the same scheme, summed by month',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [
        usual('2024-05', '2000.00'),
        usual('2024-05', '600.00', { payment_id: 'same month', benefit: 'OTHER' }),
        usual('2024-04', '1.00', { payment_id: 'resident', scheme: '170' }),
        usual('2024-04', '1.00', { payment_id: 'arrears', kind: 'BACK_PAY' }),
        usual('2024-03', '1.00', { payment_id: 'not paid', status: 'SENT' }),
        usual('2024-02', '1.00', { payment_id: 'other person', person_id: 'P2' }),
        line('5200.00', { kind: 'REGULAR', amount: '5200.00' }),
        line('5199.99', { kind: 'REGULAR', amount: '5199.99' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['5200.00'] }],
  },
  {
    name: 'without a regular month before nothing can be twice it: a new pensioner’s first month is no finding',
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-01')],
      payment: [line('L1', { kind: 'REGULAR', amount: '90000.00' })],
    },
    found: [],
  },
  {
    name: 'lines that are not paid, to another account, of another person, or never sent do not count',
    given: {
      payment_batch: [sent, batch('not sent', '')],
      payee_account_change: [change('2024-06-01')],
      payment: [
        line('a', { status: 'SENT' }),
        line('b', { status: 'RETURNED' }),
        line('c', { account_number: 'OLD' }),
        line('d', { account_number: '' }),
        line('e', { person_id: 'P2' }),
        line('f', { batch_id: '' }),
        line('g', { batch_id: 'unknown' }),
        line('h', { batch_id: 'not sent' }),
      ],
    },
    found: [],
  },
  {
    name: 'a line after two changes counts once; both are shown, the later one is told',
    given: {
      payment_batch: [sent],
      payee_account_change: [
        change('2024-05-01'),
        change('2024-06-02', { old_account: 'OTHER' }),
        change('2024-06-03', { new_account: 'THIRD' }),
      ],
      payment: [line('L1'), line('L2', { amount: '7000.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '12000.00',
        evidence: ['L2', 'L1'],
        context: ['B6', 'C-2024-05-01', 'C-2024-06-02'],
        says: '于 2024-06-02 变更为账号 NEW',
      },
    ],
  },
  {
    name: 'the parameters move every boundary',
    parameters: { window_days: '5', times: '1.5', amount_min: '100' },
    given: {
      payment_batch: [sent],
      payee_account_change: [change('2024-06-05'), change('2024-06-04', { person_id: 'P2' })],
      payment: [
        usual('2024-05', '100.00'),
        line('150.00', { kind: 'REGULAR', amount: '150.00' }),
        line('149.99', { kind: 'REGULAR', amount: '149.99' }),
        line('100.00', { amount: '100.00' }),
        line('99.99', { amount: '99.99' }),
        line('too late', { person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '250.00', evidence: ['150.00', '100.00'], says: '变更后 5 天内' }],
  },
])
