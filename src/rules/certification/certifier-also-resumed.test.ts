import { testRule } from '#screening/test-rule.ts'
import { certifierAlsoResumed } from './certifier-also-resumed.ts'

const pass = {
  certification_id: 'C1',
  person_id: 'P1',
  certified_at: '2024-03-01 16:00:00',
  channel: 'VISIT',
  result: 'PASS',
  operator_id: 'S1',
  reviewer_id: 'S2',
}
const backPay = {
  change_id: 'B1',
  entitlement_id: 'E1',
  person_id: 'P1',
  kind: 'BACK_PAY',
  effective: '2024-03',
  amount_before: '0.00',
  amount_after: '1200.50',
  operator_id: 'S1',
  reviewer_id: 'S3',
  recorded_at: '2024-03-11 09:30:00',
}
const resume = { ...backPay, change_id: 'R1', kind: 'RESUME', amount_after: '3000.00' }

testRule(certifierAlsoResumed, [
  {
    name: 'the certifier enters a back payment ten days later',
    given: {
      person: [{ person_id: 'P1', id_number: '990101195001010014', name: '张三' }],
      certification: [pass],
      entitlement_change: [backPay],
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '1200.50',
        periodFrom: '2024-03-11',
        periodTo: '2024-03-11',
        evidenceCount: 1,
        evidence: ['B1'],
        context: ['C1'],
        says:
          '张*（个人编号 P1）于 2024-03-01 由工号 S1 经办或复核认证通过，' +
          '2024-03-11 起又由同一认证人员经办或复核待遇补发 1 次共 1,200.50 元',
      },
    ],
  },
  {
    name: 'a RESUME alone counts without money, with the day it was recorded',
    given: { certification: [pass], entitlement_change: [resume] },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '2024-03-11',
        periodTo: '2024-03-11',
        evidence: ['R1'],
        context: ['C1'],
        says: '待遇恢复 1 次，请',
      },
    ],
  },
  {
    name: 'a RESUME beside back payments is context and does not extend the period',
    given: {
      certification: [pass],
      entitlement_change: [
        backPay,
        { ...backPay, change_id: 'B2', recorded_at: '2024-04-01 10:00:00', amount_after: '99.50' },
        { ...resume, recorded_at: '2024-03-05 10:00:00' },
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '1300.00',
        periodFrom: '2024-03-11',
        periodTo: '2024-04-01',
        evidence: ['B1', 'B2'],
        context: ['C1', 'R1'],
        says: '2024-03-05 起又由同一认证人员经办或复核待遇恢复 1 次、补发 2 次共 1,300.00 元',
      },
    ],
  },
  {
    name: 'operator or reviewer on either side is the same hand',
    given: {
      certification: ['P1', 'P2', 'P3', 'P4'].map((id) => ({
        ...pass,
        certification_id: `C-${id}`,
        person_id: id,
      })),
      entitlement_change: [
        { ...backPay, operator_id: 'S1', reviewer_id: 'S9' },
        { ...backPay, change_id: 'B2', person_id: 'P2', operator_id: 'S9', reviewer_id: 'S1' },
        { ...backPay, change_id: 'B3', person_id: 'P3', operator_id: 'S2', reviewer_id: 'S9' },
        { ...backPay, change_id: 'B4', person_id: 'P4', operator_id: 'S9', reviewer_id: 'S2' },
      ],
    },
    found: [
      { subjectId: 'P1', says: '工号 S1' },
      { subjectId: 'P2', says: '工号 S1' },
      { subjectId: 'P3', says: '工号 S2' },
      { subjectId: 'P4', says: '工号 S2' },
    ],
  },
  {
    name: 'other staff resumed: as it should be',
    given: {
      certification: [pass],
      entitlement_change: [{ ...backPay, operator_id: 'S3', reviewer_id: 'S4' }],
    },
    found: [],
  },
  {
    name: 'ninety days later counts, ninety-one do not, the times of day play no part',
    given: {
      certification: ['P1', 'P2'].map((id) => ({ ...pass, certification_id: `C-${id}`, person_id: id })),
      entitlement_change: [
        { ...backPay, recorded_at: '2024-05-30 23:59:59' },
        { ...backPay, change_id: 'B2', person_id: 'P2', recorded_at: '2024-05-31 00:00:00' },
      ],
    },
    found: [{ subjectId: 'P1' }],
  },
  {
    name: 'the same day counts even at an earlier hour, the day before does not',
    given: {
      certification: ['P1', 'P2'].map((id) => ({ ...pass, certification_id: `C-${id}`, person_id: id })),
      entitlement_change: [
        { ...backPay, recorded_at: '2024-03-01 08:00:00' },
        { ...backPay, change_id: 'B2', person_id: 'P2', recorded_at: '2024-02-29 23:59:59' },
      ],
    },
    found: [{ subjectId: 'P1', periodFrom: '2024-03-01' }],
  },
  {
    name: 'a back payment after two passes of the same hand counts once',
    given: {
      certification: [
        pass,
        { ...pass, certification_id: 'C2', certified_at: '2024-03-05 10:00:00' },
        { ...pass, certification_id: 'C3', certified_at: '2024-03-06 10:00:00', operator_id: 'S7' },
        {
          ...pass,
          certification_id: 'C4',
          certified_at: '2024-03-07 10:00:00',
          operator_id: 'S7',
          reviewer_id: 'S8',
        },
      ],
      entitlement_change: [backPay],
    },
    found: [
      { subjectId: 'P1', amount: '1200.50', evidenceCount: 1, evidence: ['B1'], context: ['C1', 'C2'] },
    ],
  },
  {
    name: 'who is not known is nobody in particular',
    given: {
      certification: [{ ...pass, operator_id: '', reviewer_id: '' }],
      entitlement_change: [{ ...backPay, operator_id: '', reviewer_id: '' }],
    },
    found: [],
  },
  {
    name: 'a failed or pending certification is no PASS, and another person is another person',
    given: {
      certification: [
        { ...pass, result: 'FAIL' },
        { ...pass, certification_id: 'C2', result: 'PENDING' },
        { ...pass, certification_id: 'C3', person_id: 'P2' },
      ],
      entitlement_change: [backPay],
    },
    found: [],
  },
  {
    name: 'other changes by the same hand do not count',
    given: {
      certification: [pass],
      entitlement_change: ['GRANT', 'SUSPEND', 'ADJUST', 'END', 'CORRECT'].map((kind) => ({
        ...backPay,
        change_id: kind,
        kind,
      })),
    },
    found: [],
  },
  {
    name: 'an unknown amount counts as 0, a negative one as it is',
    given: {
      certification: ['P1', 'P2'].map((id) => ({ ...pass, certification_id: `C-${id}`, person_id: id })),
      entitlement_change: [
        { ...backPay, amount_after: '' },
        { ...backPay, change_id: 'B2', person_id: 'P2', amount_after: '-50.00' },
      ],
    },
    found: [
      { subjectId: 'P1', amount: '0.00', evidence: ['B1'] },
      { subjectId: 'P2', amount: '-50.00' },
    ],
  },
  {
    name: 'any channel is a PASS, and with another number of days the window is another',
    parameters: { window_days: '9' },
    given: {
      certification: ['P1', 'P2'].map((id) => ({
        ...pass,
        certification_id: `C-${id}`,
        person_id: id,
        channel: 'DATA_MATCH',
      })),
      entitlement_change: [
        { ...backPay, recorded_at: '2024-03-10 09:30:00' },
        { ...backPay, change_id: 'B2', person_id: 'P2' },
      ],
    },
    found: [{ subjectId: 'P1' }],
  },
])
