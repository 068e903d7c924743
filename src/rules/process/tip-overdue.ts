import { defineProcessRule } from '#screening/on-records/process-rule.ts'

/** platform.md 21: it waits for tips, which this program does not keep yet. Its limits come with them. */
export const tipOverdue = defineProcessRule({
  code: 'WF-11',
  id: 'process/tip-overdue',
  version: 1,
  title: { zh: '举报办理超时限', en: 'A tip overdue' },
  purpose: {
    zh: '举报不按期受理、办结和答复，群众就不再举报，线索也就断了。',
    en: 'A tip that is not accepted, concluded and answered in time is the last one that person gives.',
  },
  basis: [{ document: '000', clause: '二要强化外部监督', quote: '建立举报奖励制度，公布举报电话和投诉渠道' }],
  level: 2,
  cadence: { zh: '每日', en: 'daily' },
  subjectKind: 'agency',
  needs: [],
  reads: [],
  parameters: {},
  sql: '',
  facts: {},
  evidence: {},
  check: '本系统尚无举报记录，暂不评估。',
  explain: () => '',
  waitsFor: { zh: '本系统尚无举报记录', en: 'there are no tips in this system yet' },
})
