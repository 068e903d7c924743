import { staleFeed } from './stale-feed.ts'
import { testProcessRule } from './test-process-rule.ts'

const feed = (table_name: string, last_on: string | null, other: Record<string, unknown> = {}) => ({
  feed_id: `A1#${table_name}`,
  table_name,
  agency_id: 'A1',
  region: '990101',
  last_on,
  rows: 100,
  ...other,
})
const asOf = '2024-06-30'

testProcessRule(staleFeed, [
  {
    name: 'deaths may be 31 days old',
    asOf,
    given: { record_feed: [feed('death', '2024-05-30')] },
    found: [],
  },
  {
    name: 'deaths of 32 days ago are stale, and the rules that need them see less',
    asOf,
    references: {
      rule_need: [
        { rule_code: 'DTH-01', table_name: 'death' },
        { rule_code: 'PRS-01', table_name: 'imprisonment' },
      ],
    },
    given: { record_feed: [feed('death', '2024-05-29')] },
    found: [
      {
        subjectId: 'A1#death',
        evidence: ['A1#death'],
        says: '只到 2024-05-29，已 32 天未更新（最长 31 天），规则 DTH-01 的覆盖范围因此缩小',
      },
    ],
  },
  {
    name: 'what was agreed holds, up to a year at most; without an agreement a year does',
    asOf,
    given: {
      record_feed: [
        feed('imprisonment', '2024-05-29', { days_agreed: 31 }),
        feed('death', '2024-05-29', { days_agreed: 60 }),
        feed('taxed_wage', '2023-07-01'),
        feed('market_entity', '2023-06-30', { days_agreed: 900 }),
      ],
    },
    found: [{ subjectId: 'A1#imprisonment' }, { subjectId: 'A1#market_entity' }],
  },
  {
    name: 'half of the rows may go, more are a break',
    asOf,
    given: {
      record_feed: [
        feed('payment', asOf, { rows: 50, rows_before: 100 }),
        feed('person', null, { rows: 49, rows_before: 100 }),
        feed('staff', null, { rows: 0, rows_before: 0 }),
      ],
    },
    found: [{ subjectId: 'A1#person', says: '由上次 100 行减为 49 行，请' }],
  },
  {
    name: 'a table without a date of its own is never old',
    asOf,
    given: { record_feed: [feed('fund_account', null)] },
    found: [],
  },
])
