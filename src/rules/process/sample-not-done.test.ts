import { sampleNotDone } from './sample-not-done.ts'
import { testProcessRule } from './test-process-rule.ts'

const stratum = (name: string, population: number, checked: number, other: Record<string, unknown> = {}) => ({
  plan_id: 'P1',
  agency_id: 'A1',
  region: '990101',
  month: 202405,
  function: name,
  population,
  wanted: checked,
  drawn: checked,
  checked,
  wrong: 0,
  due_on: '2024-06-29',
  ...other,
})
const asOf = '2024-06-30'

testProcessRule(sampleNotDone, [
  {
    name: 'each function has its ratio, and just that is enough',
    asOf,
    given: {
      record_sample_stratum: [
        stratum('DETERMINATION', 100, 10),
        stratum('DEATH_RESUME', 3, 3),
        stratum('BACK_PAY', 10, 3),
        stratum('ACCOUNT_CHANGE', 10, 2),
      ],
    },
    found: [],
  },
  {
    name: 'one less is not',
    asOf,
    given: {
      record_sample_stratum: [
        stratum('DETERMINATION', 100, 9),
        stratum('DEATH_RESUME', 3, 2),
        stratum('BACK_PAY', 10, 2),
        stratum('ACCOUNT_CHANGE', 10, 1),
        stratum('OTHER', 9, 1),
      ],
    },
    found: [
      {
        subjectId: 'A1',
        evidence: ['P1#ACCOUNT_CHANGE', 'P1#BACK_PAY', 'P1#DEATH_RESUME', 'P1#DETERMINATION'],
        says: '有 4 项到期的抽查没有查够（业务 123 笔，只查 14 笔）',
      },
    ],
  },
  {
    name: 'one item of a small stratum is a tenth and more; nothing of it is not',
    asOf,
    given: { record_sample_stratum: [stratum('A', 5, 1), stratum('B', 5, 0), stratum('C', 0, 0)] },
    found: [{ subjectId: 'A1', evidence: ['P1#B'] }],
  },
  {
    name: 'before its day is over nothing is late',
    asOf: '2024-06-29',
    given: { record_sample_stratum: [stratum('A', 5, 0)] },
    found: [],
  },
])
