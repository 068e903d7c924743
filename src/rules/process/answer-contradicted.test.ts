import { answerContradicted } from './answer-contradicted.ts'
import { testProcessRule } from './test-process-rule.ts'

const answer = (question: string, other: Record<string, unknown> = {}) => ({
  campaign_id: 'C1',
  task_id: 'T1',
  agency_id: 'A1',
  region: '990101',
  question,
  answer: 'NO',
  count: 0,
  amount_fen: 0,
  detected_count: 0,
  detected_fen: 0,
  explained: false,
  text: null,
  answered_at: '2024-06-20T10:00:00+08:00',
  ...other,
})
const yes = answer('9.1', { answer: 'YES', count: 2 })
const found = { detected_count: 3, detected_fen: 60_000 }
const asOf = '2024-06-30'
const likeness = (millionths: number) => ({
  answer_likeness: [
    { campaign_id: 'C1', task_id: 'T1', other_task_id: 'T2', other_agency_id: 'A2', likeness: millionths },
  ],
})

testProcessRule(answerContradicted, [
  {
    name: 'a no where there are findings, without a word of explanation',
    asOf,
    given: { record_campaign_answer: [yes, answer('1.6', found), answer('1.1')] },
    found: [
      {
        subjectId: 'A1',
        amount: '600.00',
        evidence: ['T1#1.6'],
        says: '与系统疑点不符 1 项（涉及 600.00 元），请',
      },
    ],
  },
  {
    name: 'a yes, a no without findings, and an explained no are answers',
    asOf,
    given: {
      record_campaign_answer: [
        yes,
        answer('1.1'),
        answer('1.6', { ...found, explained: true }),
        answer('1.5', { ...found, answer: 'PARTIAL' }),
      ],
    },
    found: [],
  },
  {
    name: 'what was found lately has five days',
    asOf: '2024-06-24',
    given: { record_campaign_answer: [yes, answer('1.6', found)] },
    found: [],
  },
  {
    name: 'nothing but zero is a contradiction even where it is explained',
    asOf: '2024-06-25',
    given: { record_campaign_answer: [answer('1.6', { ...found, explained: true }), answer('1.1')] },
    found: [{ subjectId: 'A1', evidence: ['T1#1.6'], says: '全部为零报告' }],
  },
  {
    name: 'nothing but zero where nothing was found is right',
    asOf,
    given: { record_campaign_answer: [answer('1.6'), answer('1.1')] },
    found: [],
  },
  {
    name: 'words like another unit’s count above nine tenths',
    asOf,
    references: likeness(900_001),
    given: {
      record_campaign_answer: [yes, answer('1.1', { text: '经全面自查，未发现问题。' }), answer('1.2')],
    },
    found: [{ subjectId: 'A1', amount: '0.00', evidence: ['T1#1.1'], says: '1 项文字与 A2 雷同' }],
  },
  {
    name: 'nine tenths are not more than nine tenths',
    asOf,
    references: likeness(900_000),
    given: { record_campaign_answer: [yes, answer('1.1', { text: '经全面自查，未发现问题。' })] },
    found: [],
  },
])
