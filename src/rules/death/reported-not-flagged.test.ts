import { testRule } from '#screening/test-rule.ts'
import { reportedNotFlagged } from './reported-not-flagged.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三', life_status: 'ALIVE' }
const report = {
  source: 'VILLAGE',
  id_number: person.id_number,
  name: '张三',
  died_on: '2024-05-20',
  reported_on: '2024-06-01',
}
const reportKey = `VILLAGE#${person.id_number}#2024-05-20`
const entitlement = {
  entitlement_id: 'E1',
  person_id: 'P1',
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  starts: '2010-01',
  status: 'ACTIVE',
}
const paidIn = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '210.50',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...change,
})

testRule(reportedNotFlagged, [
  {
    name: 'lines paid after the month of the report are the amount, the report counts beside them',
    asOf: '2024-08-31',
    given: {
      person: [person],
      death: [report],
      entitlement: [entitlement],
      payment: [paidIn('2024-06'), paidIn('2024-07'), paidIn('2024-08', { amount: '220.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '430.50',
        periodFrom: '2024-07',
        periodTo: '2024-08',
        evidenceCount: 3,
        evidence: ['L-2024-08', 'L-2024-07', reportKey],
        context: ['E1', 'P1'],
        says:
          '张*（个人编号 P1）的死亡信息（村居，死亡日期 2024-05-20）已于 2024-06-01 报送，' +
          '至截止日 91 天仍未在系统中标识且待遇处于正常状态，报送次月以来已发放 2 笔共 430.50 元',
      },
    ],
  },
  {
    name: 'thirty days before as_of is still in time',
    asOf: '2024-07-01',
    given: { person: [person], death: [report], entitlement: [entitlement] },
    found: [],
  },
  {
    name: 'thirty-one days is too late, also where nothing was paid since: then the day of the report is the period',
    asOf: '2024-07-02',
    given: { person: [person], death: [report], entitlement: [entitlement], payment: [paidIn('2024-06')] },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-06-01',
        periodTo: '2024-06-01',
        evidence: [reportKey],
        says: '至截止日 31 天仍未在系统中标识且待遇处于正常状态，报送次月以来尚无成功发放',
      },
    ],
  },
  {
    name: 'the days are a parameter',
    parameters: { flag_days: '5' },
    asOf: '2024-06-07',
    given: { person: [person], death: [report], entitlement: [entitlement] },
    found: [{ subjectId: 'P1' }],
  },
  {
    name: 'who is flagged DEAD is in order; MISSING or unknown is not DEAD',
    given: {
      person: [
        { ...person, life_status: 'DEAD' },
        { ...person, person_id: 'P2', life_status: 'MISSING' },
        { ...person, person_id: 'P3', life_status: '' },
      ],
      death: [report],
      entitlement: ['P1', 'P2', 'P3'].map((id) => ({
        ...entitlement,
        entitlement_id: `E-${id}`,
        person_id: id,
      })),
    },
    found: [{ subjectId: 'P2' }, { subjectId: 'P3', evidence: [reportKey], context: ['E-P3', 'P3'] }],
  },
  {
    name: 'nothing runs on where no entitlement is ACTIVE',
    given: {
      person: [person],
      death: [report],
      entitlement: ['SUSPENDED', 'ENDED', 'PENDING'].map((status) => ({
        ...entitlement,
        entitlement_id: status,
        status,
      })),
      payment: [paidIn('2024-08')],
    },
    found: [],
  },
  {
    name: 'one ACTIVE entitlement of any kind is enough, and only those are shown',
    given: {
      person: [person],
      death: [report],
      entitlement: [
        { ...entitlement, status: 'ENDED' },
        { ...entitlement, entitlement_id: 'E2', benefit: 'SURVIVOR_MONTHLY' },
        { ...entitlement, entitlement_id: 'E3', ended: '2020-01' },
      ],
    },
    found: [{ subjectId: 'P1', context: ['E2', 'E3', 'P1'] }],
  },
  {
    name: 'a revoked report and a report without a day are none',
    given: {
      person: [person],
      death: [
        { ...report, revoked: 'true' },
        { ...report, source: 'POLICE', reported_on: '' },
      ],
      entitlement: [entitlement],
    },
    found: [],
  },
  {
    name: 'the earliest report that is not revoked decides, of two on one day the first by key; all others are context',
    asOf: '2024-12-31',
    given: {
      person: [person],
      death: [
        { ...report, source: 'HEALTH', reported_on: '2024-01-01', revoked: 'true' },
        { ...report, source: 'POLICE', reported_on: '2024-06-15', revoked: 'false' },
        report,
        { ...report, source: 'CIVIL_AFFAIRS', died_on: '2024-05-21' },
        { ...report, source: 'COURT', reported_on: '' },
        { ...report, source: 'CIVIL_AFFAIRS', died_on: '2024-05-01', reported_on: '2024-06-02' },
      ],
      entitlement: [entitlement],
      payment: [paidIn('2024-06'), paidIn('2024-07')],
    },
    found: [
      {
        subjectId: 'P1',
        evidence: ['L-2024-07', `CIVIL_AFFAIRS#${person.id_number}#2024-05-21`],
        context: [
          `CIVIL_AFFAIRS#${person.id_number}#2024-05-01`,
          `COURT#${person.id_number}#2024-05-20`,
          'E1',
          'P1',
          `POLICE#${person.id_number}#2024-05-20`,
          reportKey,
        ],
        says: '（民政，死亡日期 2024-05-21）已于 2024-06-01 报送',
      },
    ],
  },
  {
    name: 'benefits of survivors and unpaid lines do not count; every other kind does, signed, by its pay month',
    given: {
      person: [person],
      death: [report],
      entitlement: [entitlement],
      payment: [
        ...['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].map((benefit) =>
          paidIn('2024-08', { payment_id: benefit, benefit }),
        ),
        ...['SENT', 'RETURNED', 'HELD', 'CANCELLED'].map((status) =>
          paidIn('2024-08', { payment_id: status, status }),
        ),
        paidIn('2024-07', { kind: 'BACK_PAY', period_from: '2024-01', period_to: '2024-02' }),
        paidIn('2024-06', { period_from: '2024-09', period_to: '2024-09' }),
        paidIn('2024-09', { kind: 'DEDUCTION', amount: '-10.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '200.50',
        periodFrom: '2024-07',
        periodTo: '2024-09',
        evidence: ['L-2024-07', 'L-2024-09', reportKey],
      },
    ],
  },
  {
    name: 'a report for another id number is not about this person, whatever the name',
    given: {
      person: [person],
      death: [{ ...report, id_number: '990101194001010021' }],
      entitlement: [entitlement],
    },
    found: [],
  },
  {
    name: 'a report after as_of is not late',
    asOf: '2024-05-31',
    given: { person: [person], death: [report], entitlement: [entitlement] },
    found: [],
  },
])
