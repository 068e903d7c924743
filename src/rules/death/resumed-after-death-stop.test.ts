import { testRule } from '#screening/test-rule.ts'
import { resumedAfterDeathStop } from './resumed-after-death-stop.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const death = { source: 'POLICE', id_number: person.id_number, name: '张三', died_on: '2024-01-05' }
const stop = {
  change_id: 'STOP',
  entitlement_id: 'E1',
  person_id: 'P1',
  kind: 'SUSPEND',
  reason: 'DEATH',
  effective: '2024-02',
  recorded_at: '2024-02-10 09:00:00',
}
const resume = {
  ...stop,
  change_id: 'RESUME',
  kind: 'RESUME',
  reason: 'ERROR',
  effective: '2024-04',
  recorded_at: '2024-04-20 16:30:00',
  operator_id: 'S1',
  reviewer_id: 'S2',
}
const paidIn = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  entitlement_id: 'E1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...change,
})

testRule(resumedAfterDeathStop, [
  {
    name: 'lines from the effective month of the resumption on are its amount, the resumption counts beside them',
    given: {
      person: [person],
      death: [death],
      entitlement_change: [stop, resume],
      payment: [paidIn('2024-03'), paidIn('2024-04'), paidIn('2024-05', { amount: '3200.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6300.50',
        periodFrom: '2024-04',
        periodTo: '2024-05',
        evidenceCount: 3,
        evidence: ['L-2024-05', 'L-2024-04', 'RESUME'],
        context: [`POLICE#${person.id_number}#2024-01-05`, 'STOP'],
        says:
          '张*（个人编号 P1）因死亡停发的待遇于 2024-04-20 被恢复，自 2024-04 起发放' +
          '（经办 S1，复核 S2；死亡日期 2024-01-05），其后已发放 2 笔共 6,300.50 元',
      },
    ],
  },
  {
    name: 'a resumption that nothing was paid on is a finding without money, on the day it was recorded',
    given: {
      person: [person],
      entitlement_change: [
        { ...stop, kind: 'END' },
        { ...resume, operator_id: '', reviewer_id: '' },
      ],
      payment: [paidIn('2024-03')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-04-20',
        periodTo: '2024-04-20',
        evidence: ['RESUME'],
        context: ['STOP'],
        says: '（经办 未记录，复核 未记录；交付数据中没有其有效死亡信息），其后尚无成功发放',
      },
    ],
  },
  {
    name: 'a resumption at the second of the stop or before it follows nothing',
    given: {
      person: [person],
      entitlement_change: [
        stop,
        { ...resume, change_id: 'R0', recorded_at: '2024-02-10 08:59:59' },
        { ...resume, change_id: 'R1', recorded_at: stop.recorded_at },
      ],
      payment: [paidIn('2024-05')],
    },
    found: [],
  },
  {
    name: 'one second after the stop is after it',
    given: {
      person: [person],
      entitlement_change: [stop, { ...resume, recorded_at: '2024-02-10 09:00:01', effective: '2024-02' }],
      payment: [paidIn('2024-02')],
    },
    found: [{ subjectId: 'P1', amount: '3100.50', evidence: ['L-2024-02', 'RESUME'] }],
  },
  {
    name: 'a stop for another or no reason, another kind of change, and another entitlement are no death stop of it',
    given: {
      person: [person],
      entitlement_change: [
        { ...stop, reason: 'NO_CERTIFICATION' },
        { ...stop, change_id: 'C2', reason: '' },
        { ...stop, change_id: 'C3', kind: 'ADJUST' },
        { ...stop, change_id: 'C4', entitlement_id: 'E2' },
        resume,
      ],
      payment: [paidIn('2024-05')],
    },
    found: [],
  },
  {
    name: 'a death that was withdrawn makes the resumption right, one that also stands does not',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101194001010021' }],
      death: [
        { ...death, revoked: 'true' },
        { ...death, id_number: '990101194001010021', revoked: 'true' },
        { ...death, id_number: '990101194001010021', source: 'VILLAGE' },
      ],
      entitlement_change: [
        stop,
        resume,
        { ...stop, change_id: 'S2', entitlement_id: 'E2', person_id: 'P2' },
        { ...resume, change_id: 'R2', entitlement_id: 'E2', person_id: 'P2' },
      ],
      payment: [paidIn('2024-05')],
    },
    found: [
      {
        subjectId: 'P2',
        amount: '0.00',
        evidence: ['R2'],
        context: ['S2', 'VILLAGE#990101194001010021#2024-01-05'],
      },
    ],
  },
  {
    name: 'a death whose row says nothing of revocation is not withdrawn',
    given: { person: [person], death: [death], entitlement_change: [stop, resume], payment: [] },
    found: [{ subjectId: 'P1', amount: '0.00' }],
  },
  {
    name: 'the earliest of several resumptions decides, even one before the second stop',
    given: {
      person: [person],
      entitlement_change: [
        stop,
        resume,
        { ...stop, change_id: 'STOP2', recorded_at: '2024-06-01 09:00:00', effective: '2024-06' },
        { ...resume, change_id: 'RESUME2', recorded_at: '2024-07-01 09:00:00', effective: '2024-01' },
      ],
      payment: [paidIn('2024-03'), paidIn('2024-04'), paidIn('2024-08')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '6201.00',
        evidence: ['L-2024-04', 'L-2024-08', 'RESUME'],
        context: ['STOP'],
      },
    ],
  },
  {
    name: 'of two resumptions at one second the lesser effective month decides',
    given: {
      person: [person],
      entitlement_change: [
        stop,
        { ...resume, change_id: 'RA', effective: '2024-05' },
        { ...resume, change_id: 'RB', effective: '2024-03' },
      ],
      payment: [paidIn('2024-02'), paidIn('2024-03'), paidIn('2024-04')],
    },
    found: [{ subjectId: 'P1', amount: '6201.00', evidence: ['L-2024-03', 'L-2024-04', 'RB'] }],
  },
  {
    name: 'lines of another or no entitlement and unpaid lines do not count; every kind and benefit of it does, signed',
    given: {
      person: [person],
      entitlement_change: [stop, resume],
      payment: [
        paidIn('2024-05', { payment_id: 'A', entitlement_id: 'E2' }),
        paidIn('2024-05', { payment_id: 'B', entitlement_id: '' }),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          paidIn('2024-05', { payment_id: status, status }),
        ),
        paidIn('2024-06', { payment_id: 'C', kind: 'BACK_PAY', benefit: 'FUNERAL', amount: '900.00' }),
        paidIn('2024-06', { payment_id: 'D', kind: 'DEDUCTION', amount: '-100.00' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '800.00', evidence: ['C', 'D', 'RESUME'], periodFrom: '2024-06' }],
  },
  {
    name: 'the pay month decides, not the months a line is for',
    given: {
      person: [person],
      entitlement_change: [stop, resume],
      payment: [
        paidIn('2024-04', { period_from: '2024-02', period_to: '2024-03', kind: 'BACK_PAY' }),
        paidIn('2024-03', { period_from: '2024-04', period_to: '2024-04' }),
      ],
    },
    found: [
      { subjectId: 'P1', evidence: ['L-2024-04', 'RESUME'], periodFrom: '2024-04', periodTo: '2024-04' },
    ],
  },
  {
    name: 'two entitlements of one person make one finding, told by the first resumption',
    given: {
      person: [person],
      entitlement_change: [
        stop,
        resume,
        { ...stop, change_id: 'STOP2', entitlement_id: 'E2' },
        {
          ...resume,
          change_id: 'RESUME2',
          entitlement_id: 'E2',
          effective: '2024-03',
          recorded_at: '2024-03-01 10:00:00',
          operator_id: 'S9',
        },
      ],
      payment: [
        paidIn('2024-03'),
        paidIn('2024-04'),
        paidIn('2024-03', { payment_id: 'M', entitlement_id: 'E2', amount: '200.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3300.50',
        periodFrom: '2024-03',
        periodTo: '2024-04',
        evidence: ['L-2024-04', 'M', 'RESUME', 'RESUME2'],
        context: ['STOP', 'STOP2'],
        says: '于 2024-03-01 被恢复，自 2024-03 起发放（经办 S9，复核 S2；',
      },
    ],
  },
  {
    name: 'who is not in the register is found by the change alone',
    given: { entitlement_change: [stop, resume], payment: [paidIn('2024-05')] },
    found: [{ subjectId: 'P1', amount: '3100.50', says: '个人编号 P1因死亡' }],
  },
])
