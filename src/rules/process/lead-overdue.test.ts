import { leadOverdue } from './lead-overdue.ts'
import { testProcessRule, weekdays } from './test-process-rule.ts'

// 2024-06-03 was a Monday.
const lead = (lead_id: string, level: number, other: Record<string, unknown> = {}) => ({
  lead_id,
  kind: 'FINDING',
  agency_id: 'A1',
  region: '990101',
  rule_code: 'DTH-01',
  level,
  opened_on: '2024-06-03',
  amount_fen: 10_000,
  ...other,
})

testProcessRule(leadOverdue, [
  {
    name: 'on the fifth working day a lead of level 1 is not late yet, on the next it is',
    asOf: '2024-06-10',
    given: { record_lead: [lead('L1', 1)] },
    found: [],
  },
  {
    name: 'on the sixth working day a lead of level 1 without an answer is late',
    asOf: '2024-06-11',
    given: { record_lead: [lead('L1', 1), lead('L2', 2), lead('L3', 3)] },
    found: [
      {
        subjectId: 'A1',
        amount: '100.00',
        evidence: ['L1'],
        says: '1 件疑点或案件核查超期（未按期结论 0 件，首次反馈超期 1 件），最早的下达于 2024-06-03',
      },
    ],
  },
  {
    name: 'days off do not count',
    asOf: '2024-06-11',
    references: { work_calendar: weekdays({ '2024-06-10': false }) },
    given: { record_lead: [lead('L1', 1)] },
    found: [],
  },
  {
    name: 'a day off after the last day is late already',
    asOf: '2024-06-15',
    references: {
      work_calendar: weekdays({ '2024-06-10': false, '2024-06-11': false, '2024-06-12': false }),
    },
    given: { record_lead: [lead('L1', 1, { opened_on: '2024-06-04' })] },
    found: [{ subjectId: 'A1' }],
  },
  {
    name: 'an answer in time waits for the conclusion: twenty working days at level 1',
    asOf: '2024-07-01',
    given: { record_lead: [lead('C1', 1, { kind: 'CASE', first_done_on: '2024-06-05' })] },
    found: [],
  },
  {
    name: 'on the twenty-first working day the conclusion is late, whatever was answered',
    asOf: '2024-07-02',
    given: { record_lead: [lead('C1', 1, { kind: 'CASE', first_done_on: '2024-06-05' })] },
    found: [{ subjectId: 'A1', evidence: ['C1'], says: '未按期结论 1 件' }],
  },
  {
    name: 'levels 2 and 3 have 15 and 30 days to answer, 30 and 60 to conclude',
    asOf: '2024-07-16',
    given: {
      record_lead: [
        lead('two', 2, { first_done_on: '2024-06-04' }),
        lead('three', 3, { first_done_on: '2024-06-04' }),
        lead('unanswered', 3, { agency_id: 'A2' }),
      ],
    },
    found: [
      { subjectId: 'A1', evidence: ['two'] },
      { subjectId: 'A2', evidence: ['unanswered'], says: '首次反馈超期 1 件' },
    ],
  },
  {
    name: 'an approved extension holds to its day and no longer',
    asOf: '2024-07-20',
    given: {
      record_lead: [
        lead('held', 1, { extended_to: '2024-07-20' }),
        lead('over', 1, { agency_id: 'A2', extended_to: '2024-07-19' }),
      ],
    },
    found: [{ subjectId: 'A2', evidence: ['over'] }],
  },
  {
    name: 'what is concluded is done, and the rule does not look at its own findings',
    asOf: '2025-01-02',
    given: {
      record_lead: [lead('done', 1, { concluded_on: '2024-12-31' }), lead('own', 2, { rule_code: 'WF-01' })],
    },
    found: [],
  },
  {
    name: 'without an agency the region stands for it; other days can be set',
    asOf: '2024-06-05',
    parameters: { first_days_1: '1' },
    given: { record_lead: [lead('L1', 1, { agency_id: null })] },
    found: [{ subjectId: '990101' }],
  },
])
