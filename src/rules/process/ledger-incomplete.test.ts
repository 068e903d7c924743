import { ledgerIncomplete } from './ledger-incomplete.ts'
import { testProcessRule } from './test-process-rule.ts'

const point = (risk_point_id: string, other: Record<string, unknown> = {}) => ({
  risk_point_id,
  agency_id: 'A1',
  region: '990101',
  status: 'IN_FORCE',
  level: 1,
  stage: 'PAYMENT',
  measures_count: 1,
  direct_staff_id: 'S1',
  department_head_id: 'S2',
  unit_head_id: 'S3',
  reviewed_on: '2023-06-30',
  ...other,
})
const record_staff = [
  { staff_id: 'S1', agency_id: 'A1', is_on_post: true, left_on: null },
  { staff_id: 'S8', agency_id: 'A1', is_on_post: true, left_on: '2024-06-30' },
  { staff_id: 'S9', agency_id: 'A1', is_on_post: false, left_on: null },
]
const asOf = '2024-06-30'

testProcessRule(ledgerIncomplete, [
  {
    name: 'a point with everything, reviewed twelve months ago, is complete',
    asOf,
    given: { record_staff, record_risk_point: [point('R1')] },
    found: [],
  },
  {
    name: 'an empty column, somebody who left, a review too long ago',
    asOf,
    given: {
      record_staff,
      record_risk_point: [
        point('R1', { measures_count: 0 }),
        point('R2', { unit_head_id: null }),
        point('R3', { department_head_id: 'S9' }),
        point('R4', { direct_staff_id: 'S8' }),
        point('R5', { reviewed_on: '2023-06-29' }),
      ],
    },
    found: [
      {
        subjectId: 'A1',
        evidence: ['R1', 'R2', 'R3', 'R4', 'R5'],
        says: '有 5 个风险点不完整（缺措施或责任人 2 个，责任人已离岗 2 个，超期未评审 1 个）',
      },
    ],
  },
  {
    name: 'what is only proposed or was taken out is not in force',
    asOf,
    given: {
      record_staff,
      record_risk_point: [
        point('R1', { status: 'PROPOSED', measures_count: 0 }),
        point('R2', { status: 'REMOVED', reviewed_on: '2020-01-01' }),
      ],
    },
    found: [],
  },
])
