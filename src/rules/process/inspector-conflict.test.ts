import { inspectorConflict } from './inspector-conflict.ts'
import { testProcessRule } from './test-process-rule.ts'

const member = (staff_id: string, started_on: string | null = '2024-06-01') => ({
  inspection_id: 'I1',
  staff_id,
  inspected_agency_id: 'A1',
  started_on,
})
const tie = (staff_id: string, other: Record<string, unknown> = {}) => ({
  tie_id: `${staff_id}#1`,
  staff_id,
  agency_id: 'A1',
  kind: 'POST',
  started_on: '2018-01-01',
  ended_on: null,
  ...other,
})
const asOf = '2024-06-30'

testProcessRule(inspectorConflict, [
  {
    name: 'who works there, or left less than three years ago, is in a conflict',
    asOf,
    given: {
      record_inspection_member: [member('S1'), member('S2'), member('S3')],
      record_tie: [tie('S1'), tie('S2', { ended_on: '2021-06-02' }), tie('S3', { ended_on: '2021-06-01' })],
    },
    found: [
      { subjectId: 'S1', evidence: ['I1#S1', 'S1#1'], says: '在该单位任职或者离开不满 3 年' },
      { subjectId: 'S2' },
    ],
  },
  {
    name: 'a relative there is one as long as they work there',
    asOf,
    given: {
      record_inspection_member: [member('S1'), member('S2')],
      record_tie: [
        tie('S1', { kind: 'RELATIVE', started_on: null }),
        tie('S2', { kind: 'RELATIVE', started_on: null, ended_on: '2024-05-31' }),
      ],
    },
    found: [{ subjectId: 'S1', says: '有登记的亲属在该单位任职' }],
  },
  {
    name: 'another agency, or a post taken up after the inspection, is none',
    asOf,
    given: {
      record_inspection_member: [member('S1'), member('S2')],
      record_tie: [tie('S1', { agency_id: 'A2' }), tie('S2', { started_on: '2024-06-02' })],
    },
    found: [],
  },
  {
    name: 'of an inspection that has not begun today decides; the years can be set',
    asOf,
    parameters: { years: '1' },
    given: {
      record_inspection_member: [member('S1', null), member('S2', null)],
      record_tie: [tie('S1', { ended_on: '2023-07-01' }), tie('S2', { ended_on: '2023-06-30' })],
    },
    found: [{ subjectId: 'S1' }],
  },
])
