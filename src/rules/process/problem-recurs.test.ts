import { problemRecurs } from './problem-recurs.ts'
import { testProcessRule } from './test-process-rule.ts'

const episode = (episode_id: string, opened_on: string, other: Record<string, unknown> = {}) => ({
  episode_id,
  finding_id: episode_id.slice(0, 2),
  rule_code: 'DTH-01',
  agency_id: 'A1',
  region: '990101',
  opened_on,
  amount_fen: 5_000,
  ...other,
})
const confirmed = (other: Record<string, unknown> = {}) =>
  episode('F1#1', '2023-12-01', { concluded_on: '2024-01-15', conclusion: 'TRUE', ...other })

testProcessRule(problemRecurs, [
  {
    name: 'the same rule at the same agency a day after the conclusion comes back',
    asOf: '2024-06-30',
    given: { record_episode: [confirmed(), episode('F2#1', '2024-01-16'), episode('F1#2', '2024-03-01')] },
    found: [{ subjectId: 'A1', amount: '100.00', evidence: ['F1#2', 'F2#1'], says: '规则 DTH-01）2 起' }],
  },
  {
    name: 'what was found on the day of the conclusion or before was one problem with it',
    asOf: '2024-06-30',
    given: { record_episode: [confirmed(), episode('F2#1', '2024-01-15'), episode('F3#1', '2024-01-01')] },
    found: [],
  },
  {
    name: 'after twelve months it is another problem; the last day still counts',
    asOf: '2025-06-30',
    given: {
      record_episode: [confirmed(), episode('F2#1', '2025-01-15'), episode('F3#1', '2025-01-16')],
    },
    found: [{ subjectId: 'A1', evidence: ['F2#1'] }],
  },
  {
    name: 'another rule, another agency, an untrue finding before or after say nothing',
    asOf: '2024-06-30',
    given: {
      record_episode: [
        confirmed(),
        confirmed({ episode_id: 'F9#1', rule_code: 'ACC-01', conclusion: 'FALSE' }),
        episode('F2#1', '2024-02-01', { rule_code: 'PRS-01' }),
        episode('F3#1', '2024-02-01', { agency_id: 'A2' }),
        episode('F4#1', '2024-02-01', { rule_code: 'ACC-01' }),
        episode('F5#1', '2024-02-01', { concluded_on: '2024-02-10', conclusion: 'FALSE' }),
      ],
    },
    found: [],
  },
  {
    name: 'the months can be set',
    asOf: '2024-06-30',
    parameters: { months: '1' },
    given: { record_episode: [confirmed(), episode('F2#1', '2024-02-15'), episode('F3#1', '2024-02-16')] },
    found: [{ subjectId: 'A1', evidence: ['F2#1'] }],
  },
])
