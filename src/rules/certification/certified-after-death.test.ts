import { testRule } from '#screening/test-rule.ts'
import { certifiedAfterDeath } from './certified-after-death.ts'

const person = { person_id: 'P1', id_number: '990101195001010014', name: '张三', life_status: 'ALIVE' }
const death = { source: 'HEALTH', id_number: '990101195001010014', name: '张三', died_on: '2024-03-15' }
const deathKey = 'HEALTH#990101195001010014#2024-03-15'
const pass = {
  certification_id: 'C1',
  person_id: 'P1',
  certified_at: '2024-06-01 10:00:00',
  channel: 'FACE',
  result: 'PASS',
  operator_id: 'S1',
}
const paidFor = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
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

testRule(certifiedAfterDeath, [
  {
    name: 'lines for months after the month of death are the amount',
    given: {
      person: [person],
      death: [death],
      certification: [pass, { ...pass, certification_id: 'C0', certified_at: '2024-04-01 10:00:00' }],
      payment: ['2024-02', '2024-03', '2024-04', '2024-05'].map((month) => paidFor(month)),
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6201.00',
        periodFrom: '2024-04',
        periodTo: '2024-05',
        evidenceCount: 2,
        evidence: ['L-2024-04', 'L-2024-05'],
        context: ['C0', 'C1', deathKey],
        says:
          '张*（个人编号 P1）已于 2024-03-15 死亡（来源：卫健），此后仍有 2 次认证通过，' +
          '最近一次在 2024-06-01（人脸自助，经办人工号 S1），死亡次月起 2024-04 至 2024-05 仍发放 2 笔共 6,201.00 元',
      },
    ],
  },
  {
    name: 'where nothing was paid the PASS counts without money, with its day',
    given: {
      person: [person],
      death: [death],
      certification: [{ ...pass, operator_id: '' }],
      payment: [paidFor('2024-03')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-06-01',
        periodTo: '2024-06-01',
        evidence: ['C1'],
        context: [deathKey],
        says: '最近一次在 2024-06-01（人脸自助），死亡次月起尚无成功发放',
      },
    ],
  },
  {
    name: 'the day after the death is allowed, the second day is not, whatever the hour',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101195001010022' }],
      death: [death, { ...death, id_number: '990101195001010022' }],
      certification: [
        { ...pass, certified_at: '2024-03-16 23:59:59' },
        { ...pass, certification_id: 'C2', person_id: 'P2', certified_at: '2024-03-17 00:00:00' },
      ],
    },
    found: [{ subjectId: 'P2', evidence: ['C2'] }],
  },
  {
    name: 'with no grace the next day counts, the day of death itself never',
    parameters: { grace_days: '0' },
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101195001010022' }],
      death: [death, { ...death, id_number: '990101195001010022' }],
      certification: [
        { ...pass, certified_at: '2024-03-15 23:59:59' },
        { ...pass, certification_id: 'C2', person_id: 'P2', certified_at: '2024-03-16 00:00:00' },
      ],
    },
    found: [{ subjectId: 'P2' }],
  },
  {
    name: 'a comparison of data is no appearance; every other way is',
    given: {
      person: ['FACE', 'KIOSK', 'VIDEO', 'VISIT', 'COMMUNITY', 'DATA_MATCH'].map((channel, index) => ({
        ...person,
        person_id: channel,
        id_number: `99010119500101010${index}`,
      })),
      death: [0, 1, 2, 3, 4, 5].map((index) => ({ ...death, id_number: `99010119500101010${index}` })),
      certification: ['FACE', 'KIOSK', 'VIDEO', 'VISIT', 'COMMUNITY', 'DATA_MATCH'].map((channel) => ({
        ...pass,
        certification_id: channel,
        person_id: channel,
        channel,
      })),
    },
    found: ['FACE', 'KIOSK', 'VIDEO', 'VISIT', 'COMMUNITY'].map((subjectId) => ({ subjectId })),
  },
  {
    name: 'a certification that did not pass says nothing',
    given: {
      person: [person],
      death: [death],
      certification: [
        { ...pass, result: 'FAIL' },
        { ...pass, certification_id: 'C2', result: 'PENDING' },
        { ...pass, certification_id: 'C3', certified_at: '2024-01-01 10:00:00' },
      ],
      payment: [paidFor('2024-05')],
    },
    found: [],
  },
  {
    name: 'only paid lines count, none of the four benefits after a death, and back payments by their period',
    given: {
      person: [person],
      death: [death],
      certification: [pass],
      payment: [
        paidFor('2024-04', { status: 'SENT' }),
        paidFor('2024-05', { payment_id: 'N1', benefit: 'FUNERAL' }),
        paidFor('2024-05', { payment_id: 'N2', benefit: 'SURVIVOR_LUMP' }),
        paidFor('2024-05', { payment_id: 'N3', benefit: 'SURVIVOR_MONTHLY' }),
        paidFor('2024-05', { payment_id: 'N4', benefit: 'ACCOUNT_REFUND' }),
        paidFor('2024-05', { payment_id: 'N5', kind: 'BACK_PAY', period_from: '2024-03' }),
        paidFor('2024-06', {
          payment_id: 'Y1',
          kind: 'BACK_PAY',
          period_from: '2024-04',
          period_to: '2024-06',
        }),
        paidFor('2024-06', { payment_id: 'Y2', amount: '-100.50', kind: 'DEDUCTION' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3000.00',
        periodFrom: '2024-04',
        periodTo: '2024-06',
        evidence: ['Y1', 'Y2'],
      },
    ],
  },
  {
    name: 'the register is a source, a revoked death is none, and the best source decides',
    given: {
      person: [
        { ...person, life_status: 'DEAD', death_date: '2024-03-15' },
        { ...person, person_id: 'P2', id_number: '990101195001010022' },
        {
          ...person,
          person_id: 'P3',
          id_number: '990101195001010030',
          life_status: 'DEAD',
          death_date: '2024-01-01',
        },
      ],
      death: [
        { ...death, id_number: '990101195001010022', revoked: 'true' },
        { ...death, id_number: '990101195001010030', died_on: '2024-06-02' },
      ],
      certification: ['P1', 'P2', 'P3'].map((id) => ({ ...pass, certification_id: id, person_id: id })),
    },
    found: [{ subjectId: 'P1', context: ['P1'], says: '来源：参保登记' }],
  },
  {
    name: 'as_of plays no part, and a death of somebody else neither',
    asOf: '2024-01-31',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101195001010022' }],
      death: [death],
      certification: [pass, { ...pass, certification_id: 'C2', person_id: 'P2' }],
      payment: [paidFor('2024-05')],
    },
    found: [{ subjectId: 'P1', amount: '3100.50' }],
  },
])
