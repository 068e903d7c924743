import { reconciliationMissing } from './reconciliation-missing.ts'
import { testProcessRule, weekdays } from './test-process-rule.ts'

// Friday 2024-06-14, Monday 17, Tuesday 18.
const expected = (day: string, completed_on: string | null, other: Record<string, unknown> = {}) => ({
  expected_id: `F1#DAILY#${day}`,
  fund_account_id: 'F1',
  kind: 'DAILY',
  day,
  completed_on,
  reached_on: '2024-06-18',
  ...other,
})
const monthly = (day: string, completed_on: string | null, reached_on: string) =>
  expected(day, completed_on, { expected_id: `F1#MONTHLY#${day}`, kind: 'MONTHLY', reached_on })
/** Both kinds are delivered. */
const reconciliation = ['DAILY', 'MONTHLY'].map((kind) => ({
  reconciliation_id: kind,
  fund_account_id: 'F9',
  kind,
  period_from: '2024-01-02',
  period_to: '2024-01-02',
}))
const asOf = '2024-07-30'

testProcessRule(reconciliationMissing, [
  {
    name: 'a day is reconciled by the next working day',
    asOf,
    given: { reconciliation, record_expected_reconciliation: [expected('2024-06-14', '2024-06-17')] },
    found: [],
  },
  {
    name: 'later is late, and never is missing',
    asOf,
    given: {
      reconciliation,
      record_expected_reconciliation: [expected('2024-06-13', '2024-06-17'), expected('2024-06-14', null)],
    },
    found: [
      {
        subjectId: 'F1',
        evidence: ['F1#DAILY#2024-06-13', 'F1#DAILY#2024-06-14'],
        says: '2024-06-13 至 2024-06-14 缺少或迟做日对账 2 次、月对账 0 次（其中迟做 1 次）',
      },
    ],
  },
  {
    name: 'a holiday after the day gives time',
    asOf,
    references: { work_calendar: weekdays({ '2024-06-17': false }) },
    given: { reconciliation, record_expected_reconciliation: [expected('2024-06-14', '2024-06-18')] },
    found: [],
  },
  {
    name: 'what the delivered data do not reach is not judged',
    asOf,
    given: {
      reconciliation,
      record_expected_reconciliation: [expected('2024-06-18', null), expected('2024-06-17', null)],
    },
    found: [{ subjectId: 'F1', evidence: ['F1#DAILY#2024-06-17'] }],
  },
  {
    name: 'a month is reconciled by the tenth of the next',
    asOf,
    given: {
      reconciliation,
      record_expected_reconciliation: [
        monthly('2024-05-31', '2024-06-10', '2024-06-18'),
        monthly('2024-04-30', null, '2024-05-09'),
      ],
    },
    found: [],
  },
  {
    name: 'on the eleventh a month is late',
    asOf,
    given: {
      reconciliation,
      record_expected_reconciliation: [monthly('2024-05-31', '2024-06-11', '2024-06-18')],
    },
    found: [{ subjectId: 'F1', says: '月对账 1 次（其中迟做 1 次）' }],
  },
  {
    name: 'a kind of which nothing was delivered is not judged, and then nothing found is no pass',
    asOf,
    given: {
      reconciliation: reconciliation.slice(1),
      record_expected_reconciliation: [expected('2024-06-14', null)],
    },
    found: [],
    status: 'NOT_EVALUATED',
  },
  {
    name: 'days long ago are left alone',
    asOf,
    given: {
      reconciliation,
      record_expected_reconciliation: [
        expected('2024-06-14', null, { reached_on: '2024-07-15' }),
        expected('2024-06-17', null, { reached_on: '2024-07-18' }),
      ],
    },
    found: [],
  },
])
