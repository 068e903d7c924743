import { testRule } from '#screening/test-rule.ts'
import { backPayAfterDeathStop } from './back-pay-after-death-stop.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const death = { source: 'POLICE', id_number: person.id_number, name: '张三', died_on: '2024-01-05' }
const stop = {
  change_id: 'STOP',
  entitlement_id: 'E1',
  person_id: 'P1',
  kind: 'SUSPEND',
  reason: 'DEATH',
  effective: '2024-04',
  recorded_at: '2024-03-20 09:00:00',
}
const backPay = (id: string, change: Record<string, string> = {}) => ({
  payment_id: id,
  person_id: 'P1',
  entitlement_id: 'E1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'BACK_PAY',
  status: 'PAID',
  amount: '5000.00',
  pay_month: '2024-06',
  period_from: '2024-04',
  period_to: '2024-05',
  ...change,
})

testRule(backPayAfterDeathStop, [
  {
    name: 'back-pay for months from the stop on counts, with the stop and the sources of the death as context',
    given: {
      person: [person],
      death: [death],
      entitlement_change: [stop],
      payment: [backPay('B1'), backPay('B2', { pay_month: '2024-08', amount: '1234.56' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6234.56',
        periodFrom: '2024-06',
        periodTo: '2024-08',
        evidenceCount: 2,
        evidence: ['B1', 'B2'],
        context: [`POLICE#${person.id_number}#2024-01-05`, 'STOP'],
        says:
          '张*（个人编号 P1）自 2024-04 起因死亡停发待遇（死亡日期 2024-01-05），' +
          '2024-06 至 2024-08 仍补发 2 笔共 6,234.56 元',
      },
    ],
  },
  {
    name: 'paid in and for the very month of the stop counts',
    given: {
      entitlement_change: [{ ...stop, kind: 'END' }],
      payment: [backPay('B1', { pay_month: '2024-04', period_from: '2024-01', period_to: '2024-04' })],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '5000.00',
        periodFrom: '2024-04',
        periodTo: '2024-04',
        says: '（交付数据中没有其有效死亡信息）',
      },
    ],
  },
  {
    name: 'arrears that end in the month before the stop are lawful whenever they are paid',
    given: {
      entitlement_change: [stop],
      payment: [backPay('B1', { period_from: '2024-01', period_to: '2024-03' })],
    },
    found: [],
  },
  {
    name: 'what was paid in the month before the stop does not count, even for later months',
    given: { entitlement_change: [stop], payment: [backPay('B1', { pay_month: '2024-03' })] },
    found: [],
  },
  {
    name: 'the four benefits of survivors, other kinds and unpaid lines do not count',
    given: {
      entitlement_change: [stop],
      payment: [
        ...['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].map((benefit) =>
          backPay(benefit, { benefit }),
        ),
        ...['REGULAR', 'ONE_OFF', 'ADJUSTMENT', 'DEDUCTION', 'RESEND'].map((kind) => backPay(kind, { kind })),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) => backPay(status, { status })),
      ],
    },
    found: [],
  },
  {
    name: 'a stop for another or no reason, and other changes for death, are no death stop',
    given: {
      entitlement_change: [
        { ...stop, reason: 'PRISON' },
        { ...stop, change_id: 'C2', reason: '' },
        { ...stop, change_id: 'C3', kind: 'CORRECT' },
      ],
      payment: [backPay('B1')],
    },
    found: [],
  },
  {
    name: 'the stop is the person’s: lines of another or no entitlement count too, those of another person do not',
    given: {
      entitlement_change: [stop],
      payment: [
        backPay('B1', { entitlement_id: 'E2', benefit: 'ILLNESS_ALLOWANCE', scheme: '120' }),
        backPay('B2', { entitlement_id: '', amount: '-200.00' }),
        backPay('B3', { person_id: 'P2' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '4800.00', evidence: ['B1', 'B2'] }],
  },
  {
    name: 'of several stops the earliest effective month decides, and a line counts once',
    given: {
      entitlement_change: [
        { ...stop, change_id: 'LATE', effective: '2024-06' },
        stop,
        { ...stop, change_id: 'OTHER', effective: '2024-01', reason: 'MISSING' },
      ],
      payment: [
        backPay('B1'),
        backPay('B2', { pay_month: '2024-07', period_from: '2024-06', period_to: '2024-06' }),
        backPay('B3', { period_from: '2024-01', period_to: '2024-03' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '10000.00', evidence: ['B1', 'B2'], context: ['LATE', 'STOP'] }],
  },
  {
    name: 'neither when the stop was recorded nor a later resumption matters',
    given: {
      entitlement_change: [
        { ...stop, recorded_at: '2024-12-01 00:00:00' },
        { ...stop, change_id: 'R', kind: 'RESUME', effective: '2024-05', recorded_at: '2024-12-02 00:00:00' },
      ],
      payment: [backPay('B1')],
    },
    found: [{ subjectId: 'P1', context: ['STOP'] }],
  },
  {
    name: 'a withdrawn death clears the person; one of which another row stands does not',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101194001010021', name: '李四' }],
      death: [
        { ...death, revoked: 'true' },
        { ...death, id_number: '990101194001010021', revoked: 'true' },
        { ...death, id_number: '990101194001010021', source: 'HEALTH', died_on: '2024-03-01' },
      ],
      entitlement_change: [stop, { ...stop, change_id: 'STOP2', person_id: 'P2', entitlement_id: 'E2' }],
      payment: [backPay('B1'), backPay('B2', { person_id: 'P2' })],
    },
    found: [{ subjectId: 'P2', evidence: ['B2'], says: '死亡日期 2024-03-01' }],
  },
  {
    name: 'the register alone neither withdraws nor proves a death',
    given: {
      person: [{ ...person, life_status: 'ALIVE' }],
      entitlement_change: [stop],
      payment: [backPay('B1')],
    },
    found: [{ subjectId: 'P1', context: ['STOP'] }],
  },
])
