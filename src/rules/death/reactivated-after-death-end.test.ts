import { testRule } from '#screening/test-rule.ts'
import { reactivatedAfterDeathEnd } from './reactivated-after-death-end.ts'

const person = { person_id: 'P1', id_number: '990101194001010013', name: '张三' }
const death = { source: 'POLICE', id_number: person.id_number, died_on: '2024-03-05' }
const deathKey = `POLICE#${person.id_number}#2024-03-05`
const end = {
  enrolment_id: 'END',
  person_id: 'P1',
  scheme: '110',
  status: 'ENDED',
  started_on: '2000-01-01',
  ended_on: '2024-03-10',
  end_reason: 'DEATH',
}
const enrolled = (startedOn: string, other: Record<string, string> = {}) => ({
  enrolment_id: `N-${startedOn}`,
  person_id: 'P1',
  scheme: '170',
  status: 'ACTIVE',
  started_on: startedOn,
  ...other,
})
const contributed = (period: string, other: Record<string, string> = {}) => ({
  contribution_id: `C-${period}`,
  person_id: 'P1',
  scheme: '110',
  period,
  base: '5000.00',
  kind: 'NORMAL',
  ...other,
})
const paid = (month: string, other: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3000.10',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...other,
})

testRule(reactivatedAfterDeathEnd, [
  {
    name: 'paid lines for later months count; the end and the sources of the death are context',
    given: {
      person: [person],
      death: [death],
      enrolment: [end],
      payment: [paid('2024-02'), paid('2024-04'), paid('2024-05', { amount: '3100.00' })],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '6100.10',
        periodFrom: '2024-04',
        periodTo: '2024-05',
        evidenceCount: 2,
        evidence: ['L-2024-05', 'L-2024-04'],
        context: ['END', deathKey],
        says:
          '张*（个人编号 P1）的参保关系于 2024-03-10 因死亡终止（死亡日期 2024-03-05），' +
          '其后发放了 2024-04 至 2024-05 的定期待遇 2 笔共 6,100.10 元，请核实本人是否健在',
      },
    ],
  },
  {
    name: 'the month of the end is lawful, even where it is paid later; the months a line is for decide',
    given: {
      enrolment: [end],
      payment: [
        paid('2024-03'),
        paid('2024-05', { period_from: '2024-03', period_to: '2024-04' }),
        paid('2024-02', { payment_id: 'in advance', period_from: '2024-04', period_to: '2024-06' }),
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['in advance'], periodFrom: '2024-04', periodTo: '2024-06' }],
  },
  {
    name: 'only paid regular lines count, of every benefit and scheme',
    given: {
      enrolment: [end],
      payment: [
        paid('2024-04', { payment_id: 'a', status: 'SENT' }),
        paid('2024-04', { payment_id: 'b', status: 'RETURNED' }),
        paid('2024-04', { payment_id: 'c', kind: 'BACK_PAY' }),
        paid('2024-04', { payment_id: 'd', kind: 'ONE_OFF', benefit: 'FUNERAL' }),
        paid('2024-04', { payment_id: 'e', person_id: 'P2' }),
        paid('2024-04', { payment_id: 'f', benefit: 'SURVIVOR_MONTHLY', amount: '400.00' }),
        paid('2024-04', { payment_id: 'g', scheme: '170', benefit: 'RESIDENT_BASIC', amount: '200.00' }),
      ],
    },
    found: [{ subjectId: 'P1', amount: '600.00', evidence: ['f', 'g'] }],
  },
  {
    name: 'a later normal contribution alone is a finding without money, of its month',
    given: { enrolment: [end], contribution: [contributed('2024-03'), contributed('2024-04')] },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-04',
        periodTo: '2024-04',
        evidenceCount: 1,
        evidence: ['C-2024-04'],
        context: ['END'],
        says:
          '个人编号 P1的参保关系于 2024-03-10 因死亡终止（交付数据中没有其有效死亡信息），' +
          '其后自 2024-04 起有正常缴费 1 笔，',
      },
    ],
  },
  {
    name: 'a contribution of another or no kind is none',
    given: {
      enrolment: [end],
      contribution: ['', 'BACK_PAYMENT', 'TOP_UP', 'BACK_FILL', 'TRANSFER', 'DEEMED'].map((kind) =>
        contributed('2024-06', { contribution_id: `C${kind}`, kind }),
      ),
    },
    found: [],
  },
  {
    name: 'an active enrolment that started the day after the end is a finding of that day',
    given: {
      enrolment: [end, enrolled('2024-03-10'), enrolled('2024-03-11')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-03-11',
        periodTo: '2024-03-11',
        evidence: ['N-2024-03-11'],
        context: ['END'],
        says: '其后自 2024-03-11 起有参保缴费状态的参保关系 1 条',
      },
    ],
  },
  {
    name: 'a later enrolment that is paused or ended is no reactivation',
    given: {
      enrolment: [
        end,
        enrolled('2024-04-01', { status: 'PAUSED' }),
        enrolled('2024-05-01', { status: 'ENDED', ended_on: '2024-06-01', end_reason: 'OTHER' }),
      ],
    },
    found: [],
  },
  {
    name: 'where something was paid, contributions and enrolments are context and do not extend the period',
    given: {
      enrolment: [end, enrolled('2024-04-01')],
      contribution: [contributed('2024-06')],
      payment: [paid('2024-04')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3000.10',
        periodFrom: '2024-04',
        periodTo: '2024-04',
        evidence: ['L-2024-04'],
        context: ['C-2024-06', 'END', 'N-2024-04-01'],
        says: '，自 2024-06 起有正常缴费 1 笔，自 2024-04-01 起有参保缴费状态的参保关系 1 条，',
      },
    ],
  },
  {
    name: 'without money, the months of contributions are the period beside the day of an enrolment',
    given: { enrolment: [end, enrolled('2024-09-01')], contribution: [contributed('2024-05')] },
    found: [
      {
        subjectId: 'P1',
        evidence: ['C-2024-05', 'N-2024-09-01'],
        periodFrom: '2024-05',
        periodTo: '2024-05',
      },
    ],
  },
  {
    name: 'an end for another or no reason, another status, or without a day, ends nothing',
    given: {
      enrolment: [
        { ...end, end_reason: 'RETIRED' },
        { ...end, enrolment_id: 'E2', end_reason: '' },
        { ...end, enrolment_id: 'E3', status: 'PAUSED' },
        { ...end, enrolment_id: 'E4', ended_on: '' },
      ],
      payment: [paid('2024-04')],
      contribution: [contributed('2024-04')],
    },
    found: [],
  },
  {
    name: 'of several ends for death the earliest counts, and one without a day beside it does not matter',
    given: {
      enrolment: [
        end,
        { ...end, enrolment_id: 'END2', scheme: '170', ended_on: '2024-06-30' },
        { ...end, enrolment_id: 'open', scheme: '310', ended_on: '' },
      ],
      payment: [paid('2024-05')],
    },
    found: [
      {
        subjectId: 'P1',
        evidence: ['L-2024-05'],
        context: ['END', 'END2'],
        says: '于 2024-03-10 因死亡终止',
      },
    ],
  },
  {
    name: 'a death that was withdrawn makes it right; one that also stands does not',
    given: {
      person: [person, { ...person, person_id: 'P2', id_number: '990101194001010021' }],
      death: [
        { ...death, revoked: 'true' },
        { ...death, id_number: '990101194001010021', revoked: 'true' },
        { ...death, id_number: '990101194001010021', source: 'VILLAGE' },
      ],
      enrolment: [end, { ...end, enrolment_id: 'END2', person_id: 'P2' }],
      payment: [paid('2024-04'), paid('2024-04', { payment_id: 'M', person_id: 'P2' })],
    },
    found: [{ subjectId: 'P2', evidence: ['M'] }],
  },
])
