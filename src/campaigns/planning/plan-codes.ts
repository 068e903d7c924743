/** The words of a plan: its kinds, phases in their order, roles of the leading group, kinds of units. */

export const campaignKinds = {
  RISK_CHECK: { zh: '风险排查', en: 'risk check' },
  SPECIAL: { zh: '专项治理', en: 'special campaign' },
} as const

/** In their order. */
export const phases = {
  DEPLOY: { zh: '安排部署', en: 'deployment' },
  SELF_CHECK: { zh: '部门自查', en: 'self-check' },
  CITY_CHECK: { zh: '市级检查', en: 'city check' },
  PROVINCE_CHECK: { zh: '省级抽查', en: 'provincial spot check' },
  SUMMARY: { zh: '汇总报告', en: 'summary' },
} as const
export type PhaseCode = keyof typeof phases
export const phaseCodes: readonly PhaseCode[] = Object.keys(phases) as PhaseCode[]

export const groupRoles = {
  HEAD: { zh: '组长', en: 'head' },
  DEPUTY: { zh: '副组长', en: 'deputy head' },
  MEMBER: { zh: '成员', en: 'member' },
  OFFICE: { zh: '办公室', en: 'office' },
} as const

export const unitKinds = {
  HANDLING: { zh: '经办机构', en: 'handling agencies' },
  ADMIN: { zh: '行政部门', en: 'administrations' },
  TOWN: { zh: '乡镇（街道）', en: 'townships' },
  VILLAGE: { zh: '村（社区）', en: 'villages' },
} as const
