import { halfYearReportMissing } from './half-year-report-missing.ts'
import { testProcessRule } from './test-process-rule.ts'

const report = (
  period: string,
  due_on: string,
  filed_on: string | null,
  other: Record<string, unknown> = {},
) => ({
  report_id: filed_on === null ? null : `R-${period}`,
  agency_id: 'A1',
  region: '990101',
  kind: 'RISK_HALF_YEAR',
  period,
  due_on,
  filed_on,
  ...other,
})

testProcessRule(halfYearReportMissing, [
  {
    name: 'on its day a report is in time, filed or not',
    asOf: '2024-07-20',
    given: {
      record_risk_report: [
        report('2024-H1', '2024-07-20', null),
        report('2023-H2', '2024-01-20', '2024-01-20'),
      ],
    },
    found: [],
  },
  {
    name: 'the day after it is missing, and one that came late was late',
    asOf: '2024-07-21',
    given: {
      record_risk_report: [
        report('2024-H1', '2024-07-20', null),
        report('2023-H2', '2024-01-20', '2024-01-21'),
        report('2024-H1', '2024-07-20', null, { agency_id: 'A2', kind: 'YEARLY' }),
      ],
    },
    found: [
      {
        subjectId: 'A1',
        evidence: ['A1#RISK_HALF_YEAR#2023-H2', 'A1#RISK_HALF_YEAR#2024-H1'],
        says: '（2023-H2、2024-H1）2 期未按时报送，其中至今未报 1 期',
      },
    ],
  },
  {
    name: 'days of grace can be set',
    asOf: '2024-07-25',
    parameters: { grace_days: '5' },
    given: { record_risk_report: [report('2024-H1', '2024-07-20', null)] },
    found: [],
  },
])
