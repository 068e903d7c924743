import type { Bilingual } from '#base/bilingual.ts'

/** A code under which people, and no SQL, put something among the findings. */
export interface FoundByPeople {
  readonly title: Bilingual
  /** How it comes about and what to check, for whoever opens such a finding. */
  readonly explanation: Bilingual
}

export const foundByPeople: Readonly<Record<string, FoundByPeople>> = {
  'SMP-01': {
    title: { zh: '抽查差错', en: 'Error found by a sample' },
    explanation: {
      zh: '本疑点不是由规则比对得出的：每月从上月办结业务中随机抽取，由未经手该业务的人员背对背复核，结果与原办理结果不一致，且由第二人复核确认有误后登记。核查时请调阅该业务单、抽查工作底稿和两人的复核意见。',
      en: 'No rule computed this finding: of the business that ended in a month a sample is drawn, somebody who did not handle the order checks it blindly, the result differs from the first one, and a second person confirmed the error. Look at the order, at the working paper of the sample, and at what the two of them wrote.',
    },
  },
}
