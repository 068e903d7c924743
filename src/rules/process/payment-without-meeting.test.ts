import { paymentWithoutMeeting } from './payment-without-meeting.ts'
import { testProcessRule } from './test-process-rule.ts'

const batch = (batch_id: string, other: Record<string, string> = {}) => ({
  batch_id,
  scheme: '110',
  pay_month: '2024-06',
  kind: 'MONTHLY',
  line_count: '10',
  total_amount: '1000.00',
  channel: 'DIRECT',
  approved_by: 'S1',
  sent_at: '2024-06-14 10:00:00',
  ...other,
})
const { approved_by: _, sent_at: __, ...unsent } = batch('B1')
const meeting = (meeting_id: string, other: Record<string, unknown> = {}) => ({
  meeting_id,
  agency_id: 'A1',
  kind: 'PAY_ALLOC',
  number: `号${meeting_id}`,
  month: 202406,
  held_on: '2024-06-10',
  decided: true,
  ...other,
})
const asOf = '2024-06-30'

testProcessRule(paymentWithoutMeeting, [
  {
    name: 'a batch that names no meeting counts with its total',
    asOf,
    given: { payment_batch: [batch('B1')], record_meeting: [meeting('M1')] },
    found: [{ subjectId: 'B1', amount: '1000.00', evidence: ['B1'], says: '没有登记支付调拨会议' }],
  },
  {
    name: 'where no batch names a meeting and none was entered, nothing is known of meetings',
    asOf,
    given: { payment_batch: [batch('B1')], record_meeting: [meeting('M1', { kind: 'JOINT' })] },
    found: [],
    status: 'NOT_EVALUATED',
  },
  {
    name: 'a batch that names the decided meeting of its month, by id or number, is right',
    asOf,
    given: {
      payment_batch: [batch('B1', { meeting_id: 'M1' }), batch('B2', { meeting_id: '号M1' })],
      record_meeting: [meeting('M1')],
    },
    found: [],
    status: 'PASS',
  },
  {
    name: 'a meeting of another month, another kind, or without a decision is none',
    asOf,
    given: {
      payment_batch: [
        batch('B1', { meeting_id: 'M1' }),
        batch('B2', { meeting_id: 'M2' }),
        batch('B3', { meeting_id: 'M3' }),
      ],
      record_meeting: [
        meeting('M1', { month: 202405 }),
        meeting('M2', { kind: 'JOINT' }),
        meeting('M3', { decided: false }),
      ],
    },
    found: [{ subjectId: 'B1', says: '不是当月' }, { subjectId: 'B2' }, { subjectId: 'B3' }],
  },
  {
    name: 'minutes that are not in this system cannot be judged',
    asOf,
    given: { payment_batch: [batch('B1', { meeting_id: 'elsewhere' })] },
    found: [],
    status: 'NOT_EVALUATED',
  },
  {
    name: 'an emergency payment ratified within five working days is right, on the sixth it is late, a monthly one never is',
    asOf,
    given: {
      payment_batch: [
        batch('B1', { kind: 'ONE_OFF', sent_at: '2024-06-14 10:00:00' }),
        batch('B2', { kind: 'ONE_OFF', sent_at: '2024-06-13 10:00:00' }),
        batch('B3'),
      ],
      record_meeting: [meeting('M1', { held_on: '2024-06-21' })],
    },
    found: [{ subjectId: 'B2' }, { subjectId: 'B3' }],
  },
  {
    name: 'a file that nobody approved or sent is no payment, and old months are left alone',
    asOf,
    given: {
      payment_batch: [unsent, batch('B2', { pay_month: '2024-03' }), batch('B3', { pay_month: '2024-04' })],
      record_meeting: [meeting('M1')],
    },
    found: [{ subjectId: 'B3' }],
  },
])
