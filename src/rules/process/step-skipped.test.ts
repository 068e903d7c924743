import { stepSkipped } from './step-skipped.ts'
import { testProcessRule } from './test-process-rule.ts'

const workflow_step = [
  { kind: 'ORDER', status_before: 'NEW', action: 'enter', status_after: 'ENTERED' },
  { kind: 'ORDER', status_before: 'ENTERED', action: 'review', status_after: 'DONE' },
]
const references = { workflow_step }
const entered = {
  step_id: 'O1#1',
  record_id: 'O1',
  kind: 'ORDER',
  agency_id: 'A1',
  region: '990101',
  version: 1,
  version_before: 0,
  action: 'enter',
  actor_id: 'S1',
  acted_at: '2024-06-01T09:00:00+08:00',
  status_before: 'NEW',
  status_expected: 'NEW',
  status_after: 'ENTERED',
  record_version: 2,
  record_status: 'DONE',
  is_last: false,
}
const reviewed = {
  ...entered,
  step_id: 'O1#2',
  version: 2,
  version_before: 1,
  action: 'review',
  status_before: 'ENTERED',
  status_expected: 'ENTERED',
  status_after: 'DONE',
  is_last: true,
}
const order = {
  order_id: 'B1',
  function_code: 'BACK_PAY',
  region: '990101',
  status: 'DONE',
  applied_on: '2024-06-01',
  steps: 'ENTRY REVIEW',
  has_entry: true,
  has_review: true,
  is_in_order: true,
  amount_fen: 7_000,
}
const asOf = '2024-06-30'

testProcessRule(stepSkipped, [
  {
    name: 'a record whose steps are those of its workflow is in order',
    asOf,
    references,
    given: { record_step: [entered, reviewed], record_business_order: [order] },
    found: [],
  },
  {
    name: 'a step that is gone leaves a gap',
    asOf,
    references,
    given: { record_step: [{ ...reviewed, version_before: 0, status_expected: 'NEW' }] },
    found: [{ subjectId: 'O1', evidence: ['O1#2'], says: '缺少规定的环节' }],
  },
  {
    name: 'a step from another status than the one before led to is out of order',
    asOf,
    references,
    given: { record_step: [entered, { ...reviewed, status_expected: 'NEW' }] },
    found: [{ subjectId: 'O1', evidence: ['O1#2'], says: '环节顺序不对' }],
  },
  {
    name: 'an action that the workflow does not have in that status, or that leads elsewhere, is forbidden',
    asOf,
    references,
    given: {
      record_step: [
        {
          ...reviewed,
          step_id: 'O2#1',
          record_id: 'O2',
          version: 1,
          version_before: 0,
          status_before: 'NEW',
          status_expected: 'NEW',
          record_version: 1,
        },
        {
          ...entered,
          step_id: 'O3#1',
          record_id: 'O3',
          status_after: 'DONE',
          is_last: true,
          record_version: 1,
        },
      ],
    },
    found: [{ subjectId: 'O2', says: '流程不允许' }, { subjectId: 'O3' }],
  },
  {
    name: 'a record that is not what its last step made of it was changed behind it',
    asOf,
    references,
    given: {
      record_step: [
        { ...entered, is_last: true, record_version: 1, record_status: 'DONE' },
        {
          ...entered,
          step_id: 'O2#1',
          record_id: 'O2',
          is_last: true,
          record_status: 'ENTERED',
          record_version: 3,
        },
        {
          ...entered,
          step_id: 'O3#1',
          record_id: 'O3',
          is_last: true,
          record_status: 'ENTERED',
          record_version: 1,
        },
      ],
    },
    found: [{ subjectId: 'O1', says: '现状与最后环节不符' }, { subjectId: 'O2' }],
  },
  {
    name: 'kinds that this program no longer has are left alone',
    asOf,
    references,
    given: { record_step: [{ ...entered, kind: 'FORMER', version: 5 }] },
    found: [],
  },
  {
    name: 'an order of the core system that is done needs entry and review, in that order',
    asOf,
    references,
    given: {
      record_step: [entered, reviewed],
      record_business_order: [
        { ...order, order_id: 'B2', has_review: false },
        { ...order, order_id: 'B3', has_entry: false },
        { ...order, order_id: 'B4', is_in_order: false },
        { ...order, order_id: 'B5', has_review: false, status: 'OPEN' },
        { ...order, order_id: 'B6', has_review: false, function_code: 'ORDINARY' },
      ],
    },
    found: [
      { subjectId: 'B2', amount: '70.00', evidence: ['B2'], says: '缺少规定的环节' },
      { subjectId: 'B3' },
      { subjectId: 'B4', says: '环节顺序不对' },
    ],
  },
])
