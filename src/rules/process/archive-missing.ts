import { defineProcessRule } from '#screening/on-records/process-rule.ts'

/** platform.md 21: it waits for archives, which this program does not keep yet. Its limits come with them. */
export const archiveMissing = defineProcessRule({
  code: 'WF-12',
  id: 'process/archive-missing',
  version: 1,
  title: { zh: '档案缺件、未归档', en: 'Archive missing' },
  purpose: {
    zh: '业务办结后档案不齐、不归档，以后就无从核对当时凭什么办的。',
    en: 'Without its papers nobody can tell later on what ground a thing was done.',
  },
  basis: [
    {
      document: '000',
      clause: '实行“一案一卷”档案管理',
      quote: '确保业务档案归档完整、分类清楚、存放有序',
    },
  ],
  level: 3,
  cadence: { zh: '每月', en: 'monthly' },
  subjectKind: 'order',
  needs: [],
  reads: [],
  parameters: {},
  sql: '',
  facts: {},
  evidence: {},
  check: '本系统尚无档案记录，暂不评估。',
  explain: () => '',
  waitsFor: { zh: '本系统尚无档案记录', en: 'there are no archives in this system yet' },
})
