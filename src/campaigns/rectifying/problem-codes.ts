/** Where a problem comes from, what it is, and how it is rectified (founding text 004 四（四）: 立查立改). */

export const problemSources = {
  SELF: { zh: '自查', en: 'self-check' },
  MUTUAL: { zh: '互查', en: 'mutual check' },
  CITY: { zh: '市级检查', en: 'city check' },
  PROVINCE: { zh: '省级抽查', en: 'provincial spot check' },
  DISCLOSURE: { zh: '主动说明', en: 'voluntary disclosure' },
} as const
export type ProblemSource = keyof typeof problemSources

export const rectifications = {
  IMMEDIATE: { zh: '立行立改', en: 'at once' },
  DEADLINE: { zh: '限期整改', en: 'by a day' },
  SYSTEM: { zh: '制度完善', en: 'rules to be completed' },
} as const

export const natures = {
  IRREGULAR: { zh: '违规', en: 'irregular' },
  WEAK_CONTROL: { zh: '内控缺陷', en: 'weakness of control' },
  SYSTEM_GAP: { zh: '制度缺失', en: 'gap in the rules' },
  SUSPECTED_CRIME: { zh: '涉嫌违法犯罪', en: 'suspected crime' },
  OTHER: { zh: '其他', en: 'other' },
} as const
