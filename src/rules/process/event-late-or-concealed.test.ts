import { eventLateOrConcealed } from './event-late-or-concealed.ts'
import { testProcessRule } from './test-process-rule.ts'

// 2024-06-03 was a Monday.
const event = (event_id: string, first_reported_at: string | null, other: Record<string, unknown> = {}) => ({
  event_id,
  agency_id: 'A1',
  region: '990101',
  grade: 1,
  found_at: '2024-06-03T09:00:00+08:00',
  first_reported_at,
  amount_fen: 500_000,
  ...other,
})
const confirmed = (case_id: string, other: Record<string, unknown> = {}) => ({
  case_id,
  agency_id: 'A1',
  region: '990101',
  level: 1,
  loss_fen: 10_000_000,
  confirmed_on: '2024-06-03',
  ...other,
})
const asOf = '2024-06-30'

testProcessRule(eventLateOrConcealed, [
  {
    name: 'grade 1 has twenty-four hours, to the second',
    asOf,
    given: {
      record_major_event: [
        event('E1', '2024-06-04T09:00:00+08:00'),
        event('E2', '2024-06-04T09:00:01+08:00', { agency_id: 'A2' }),
      ],
    },
    found: [{ subjectId: 'A2', amount: '5000.00', evidence: ['E2'], says: '要情迟报 1 件' }],
  },
  {
    name: 'others have three working days',
    asOf,
    given: {
      record_major_event: [
        event('E1', '2024-06-06T18:00:00+08:00', { grade: 2 }),
        event('E2', '2024-06-07T00:00:00+08:00', { grade: 2, agency_id: 'A2' }),
        event('E3', '2024-06-12T10:00:00+08:00', {
          grade: 3,
          found_at: '2024-06-07T10:00:00+08:00',
          agency_id: 'A3',
        }),
      ],
    },
    found: [{ subjectId: 'A2' }],
  },
  {
    name: 'one that is not reported yet is late from its limit on',
    asOf: '2024-06-05',
    given: { record_major_event: [event('E1', null), event('E2', null, { grade: 2, agency_id: 'A2' })] },
    found: [{ subjectId: 'A1' }],
  },
  {
    name: 'a confirmed loss from the threshold on must be reported within three working days',
    asOf: '2024-06-07',
    given: {
      record_confirmed_case: [
        confirmed('C1'),
        confirmed('C2', { agency_id: 'A2', loss_fen: 9_999_999 }),
        confirmed('C3', { agency_id: 'A3', confirmed_on: '2024-06-04' }),
      ],
    },
    found: [{ subjectId: 'A1', amount: '100000.00', evidence: ['C1'], says: '查实案件未报 1 件' }],
  },
  {
    name: 'a report of nine tenths of the loss is enough, less belittles it',
    asOf,
    given: {
      record_confirmed_case: [
        confirmed('C1', { event_id: 'E1', reported_fen: 9_000_000 }),
        confirmed('C2', { agency_id: 'A2', event_id: 'E2', reported_fen: 8_999_999 }),
      ],
    },
    found: [{ subjectId: 'A2', evidence: ['C2'], says: '重情轻报 1 件' }],
  },
  {
    name: 'secrecy of a discipline organ holds for thirty days',
    asOf,
    given: {
      record_confirmed_case: [
        confirmed('C1', { handed_over_on: '2024-05-31' }),
        confirmed('C2', { agency_id: 'A2', handed_over_on: '2024-05-30' }),
      ],
    },
    found: [{ subjectId: 'A2' }],
  },
  { name: 'nothing happened', asOf, given: {}, found: [] },
])
