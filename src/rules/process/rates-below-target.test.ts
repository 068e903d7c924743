import { ratesBelowTarget } from './rates-below-target.ts'
import { testProcessRule } from './test-process-rule.ts'

const problem = (problem_id: string, other: Record<string, unknown> = {}) => ({
  problem_id,
  campaign_id: 'C1',
  agency_id: 'A1',
  region: '990101',
  category: '1',
  found_on: '2024-05-01',
  due_on: '2024-06-01',
  handled_on: '2024-05-10',
  rectified_on: '2024-05-20',
  needs_legislation: false,
  ...other,
})
const many = (count: number, of: string) =>
  Array.from({ length: count }, (_, index) => problem(`${of}${index}`))
const open = { handled_on: null, rectified_on: null }
const asOf = '2024-06-30'

testProcessRule(ratesBelowTarget, [
  {
    name: 'nineteen of twenty are the target',
    asOf,
    given: { record_campaign_problem: [...many(19, 'P'), problem('X', open)] },
    found: [],
  },
  {
    name: 'below it the open problems count',
    asOf,
    given: {
      record_campaign_problem: [...many(18, 'P'), problem('X', open), problem('Y', { rectified_on: null })],
    },
    found: [
      {
        subjectId: 'A1',
        evidence: ['X', 'Y'],
        says: '到期的排查问题 20 个，已处理 19 个；应整改 20 个，已整改 18 个（另有须完善制度的 0 个单列）',
      },
    ],
  },
  {
    name: 'problems that need legislation stand apart, but must be handled',
    asOf,
    given: {
      record_campaign_problem: [
        problem('P'),
        problem('L', { rectified_on: null, needs_legislation: true }),
        problem('M', { agency_id: 'A2', handled_on: null, rectified_on: null, needs_legislation: true }),
      ],
    },
    found: [{ subjectId: 'A2', evidence: ['M'], says: '须完善制度的 1 个' }],
  },
  {
    name: 'what is not due yet is not counted; each campaign is judged by itself',
    asOf,
    given: {
      record_campaign_problem: [
        problem('N', { ...open, due_on: '2024-06-30' }),
        ...many(40, 'P'),
        problem('O', { ...open, campaign_id: 'C2' }),
      ],
    },
    found: [{ subjectId: 'A1', evidence: ['O'] }],
  },
])
