import { testRule } from '#screening/test-rule.ts'
import { tooLongOnKeyPost } from './too-long-on-key-post.ts'

const post = (started_on: string, other: Record<string, string> = {}) => ({
  staff_id: 'S1',
  post: '出纳',
  is_key_post: 'true',
  started_on,
  ...other,
})

testRule(tooLongOnKeyPost, [
  {
    name: 'a day more than 36 months is too long',
    asOf: '2024-06-30',
    given: {
      staff: [{ staff_id: 'S1', name: '王小五', status: 'ON_POST' }],
      post_assignment: [post('2021-06-29')],
    },
    found: [
      {
        subjectId: 'S1',
        level: 2,
        amount: '0.00',
        periodFrom: '2021-06-29',
        periodTo: '2021-06-29',
        evidenceCount: 1,
        evidence: ['S1#出纳#2021-06-29'],
        context: [],
        says: '王**（工号 S1）自 2021-06-29 起在风险岗位“出纳”任职，至截止日已超过 36 个月未轮岗，',
      },
    ],
  },
  {
    name: 'exactly 36 months are not',
    asOf: '2024-06-30',
    given: { post_assignment: [post('2021-06-30')] },
    found: [],
  },
  {
    name: '36 months before a day that month did not have are its last day',
    asOf: '2024-02-29',
    given: { post_assignment: [post('2021-02-28'), post('2021-02-27', { staff_id: 'S2' })] },
    found: [{ subjectId: 'S2' }],
  },
  {
    name: 'posts that ended, even after the day of the run, do not count',
    asOf: '2024-06-30',
    given: {
      post_assignment: [
        post('2015-01-01', { ended_on: '2024-06-29' }),
        post('2015-01-01', { staff_id: 'S2', ended_on: '2025-12-31' }),
      ],
    },
    found: [],
  },
  {
    name: 'only key posts count, and one that is not said to be is none',
    asOf: '2024-06-30',
    given: {
      post_assignment: [
        post('2015-01-01', { is_key_post: 'false' }),
        post('2015-01-01', { staff_id: 'S2', is_key_post: '' }),
      ],
    },
    found: [],
  },
  {
    name: 'substitutes count too',
    asOf: '2024-06-30',
    given: { post_assignment: [post('2015-01-01', { is_substitute: 'true' })] },
    found: [{ subjectId: 'S1' }],
  },
  {
    name: 'assignments that follow each other are not joined',
    asOf: '2024-06-30',
    given: {
      post_assignment: [post('2020-01-01', { ended_on: '2022-12-31' }), post('2023-01-01')],
    },
    found: [],
  },
  {
    name: 'every overdue post of a person counts, the others do not',
    asOf: '2024-06-30',
    given: {
      post_assignment: [
        post('2019-05-06', { post: '会计' }),
        post('2020-07-08'),
        post('2023-01-01', { post: '复核' }),
      ],
    },
    found: [
      {
        subjectId: 'S1',
        periodFrom: '2019-05-06',
        periodTo: '2020-07-08',
        evidenceCount: 2,
        evidence: ['S1#会计#2019-05-06', 'S1#出纳#2020-07-08'],
        says: '自 2019-05-06 起在“会计”等 2 个风险岗位任职',
      },
    ],
  },
  {
    name: 'one post overdue twice is one post',
    asOf: '2024-06-30',
    given: { post_assignment: [post('2019-05-06'), post('2020-07-08')] },
    found: [{ subjectId: 'S1', evidenceCount: 2, says: '在风险岗位“出纳”任职' }],
  },
  {
    name: 'the months can be set',
    asOf: '2024-06-30',
    parameters: { months_max: '12' },
    given: { post_assignment: [post('2023-06-30'), post('2023-06-29', { staff_id: 'S2' })] },
    found: [{ subjectId: 'S2', says: '超过 12 个月' }],
  },
])
