import type { Texts } from '#web/language/language.ts'

export const processRuleTexts = {
  title: { zh: '流程规则', en: 'Rules about work' },
  intro: {
    zh: '检查工作本身：疑点是否按期核查、抽查是否做够、报告是否按时。每天夜里运行，疑点由上级处理。',
    en: 'They look at the work itself: leads verified in time, samples checked, reports filed. Asked every night; the superior unit handles what they find.',
  },
  code: { zh: '编号', en: 'Code' },
  name: { zh: '规则', en: 'Rule' },
  level: { zh: '级别', en: 'Level' },
  cadence: { zh: '频率', en: 'How often' },
  state: { zh: '最近结果', en: 'Came out' },
  at: { zh: '运行时间', en: 'Asked' },
  open: { zh: '未办结疑点', en: 'Open findings' },
  never: { zh: '尚未运行', en: 'Never asked' },
  waits: { zh: '待数据', en: 'Waits' },
  HIT: { zh: '有疑点', en: 'Found' },
  PASS: { zh: '未发现', en: 'Nothing found' },
  NOT_EVALUATED: { zh: '未评估', en: 'Not evaluated' },
  FAILED: { zh: '运行出错', en: 'Failed' },
  run: { zh: '立即运行', en: 'Ask now' },
  done: { zh: '已运行，结果如下。', en: 'Done; this is how they came out.' },
  empty: { zh: '没有流程规则', en: 'There are no rules about work' },
} as const satisfies Texts
