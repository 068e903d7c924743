import { recoveryStalled } from './recovery-stalled.ts'
import { testProcessRule } from './test-process-rule.ts'

const recovery = (
  recovery_id: string,
  last_acted_on: string | null,
  other: Record<string, unknown> = {},
) => ({
  recovery_id,
  case_id: 'C1',
  agency_id: 'A1',
  region: '990101',
  is_open: true,
  is_handed_over: false,
  opened_on: '2024-01-10',
  last_acted_on,
  due_fen: 100_000,
  recovered_fen: 20_000,
  outstanding_fen: 80_000,
  ...other,
})
const instalment = (instalment_id: string, due_on: string, missing_fen: number) => ({
  instalment_id,
  recovery_id: instalment_id.slice(0, 2),
  due_on,
  amount_fen: 10_000,
  missing_fen,
})
const asOf = '2024-06-30'

testProcessRule(recoveryStalled, [
  {
    name: 'sixty days without an act are stalled, fifty-nine are not',
    asOf,
    given: { record_recovery: [recovery('R1', '2024-05-01'), recovery('R2', '2024-05-02')] },
    found: [
      {
        subjectId: 'A1',
        amount: '800.00',
        evidence: ['R1'],
        says: '无办理 1 笔，分期未到账 0 期，临近时限 0 笔',
      },
    ],
  },
  {
    name: 'nobody has acted since it was opened: that day counts',
    asOf,
    given: { record_recovery: [recovery('R1', null, { opened_on: '2024-05-01' })] },
    found: [{ subjectId: 'A1', evidence: ['R1'] }],
  },
  {
    name: 'what is settled, or owes nothing, is done',
    asOf,
    given: {
      record_recovery: [
        recovery('R1', '2024-01-10', { is_open: false }),
        recovery('R2', '2024-01-10', { outstanding_fen: 0 }),
      ],
    },
    found: [],
  },
  {
    name: 'in the hands of a court it is not stalled and no limit is near, but an instalment may be missed',
    asOf,
    given: {
      record_recovery: [
        recovery('R1', '2022-01-10', { is_handed_over: true, opened_on: '2022-01-10' }),
        recovery('R2', '2024-01-10', { is_handed_over: true, agency_id: 'A2' }),
      ],
      record_instalment: [instalment('R2#1', '2024-06-29', 10_000)],
    },
    found: [{ subjectId: 'A2', amount: '100.00', evidence: ['R2#1'] }],
  },
  {
    name: 'an instalment is missed on the day after, and what is missing is counted once',
    asOf,
    given: {
      record_recovery: [recovery('R1', '2024-06-20')],
      record_instalment: [
        instalment('R1#1', '2024-04-30', 10_000),
        instalment('R1#2', '2024-05-31', 20_000),
        instalment('R1#3', '2024-06-30', 30_000),
      ],
    },
    found: [{ subjectId: 'A1', amount: '200.00', evidence: ['R1#1', 'R1#2'], says: '分期未到账 2 期' }],
  },
  {
    name: 'an instalment that came is none, and a stalled recovery counts what it owes once',
    asOf,
    given: {
      record_recovery: [recovery('R1', '2024-01-20')],
      record_instalment: [instalment('R1#1', '2024-04-30', 0), instalment('R1#2', '2024-05-31', 20_000)],
    },
    found: [{ subjectId: 'A1', amount: '800.00', evidence: ['R1', 'R1#2'] }],
  },
  {
    name: 'the time limit is near from sixty days before it',
    asOf,
    given: {
      record_recovery: [
        recovery('R1', asOf, { opened_on: '2022-08-29' }),
        recovery('R2', asOf, { opened_on: '2022-08-30' }),
      ],
    },
    found: [{ subjectId: 'A1', evidence: ['R1'], says: '临近时限 1 笔' }],
  },
])
