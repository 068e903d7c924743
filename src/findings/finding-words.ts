import type { Bilingual } from '#base/bilingual.ts'

/** How the latest episode of a finding stands. */
export const findingStatuses = {
  OPEN: { zh: '待处理', en: 'open' },
  IN_CASE: { zh: '核查中', en: 'in a case' },
  CONCLUDED: { zh: '已有结论', en: 'concluded' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type FindingStatus = keyof typeof findingStatuses

/** What a verification may conclude. */
export const episodeConclusions = {
  TRUE: { zh: '属实', en: 'true' },
  PARTIAL: { zh: '部分属实', en: 'partly true' },
  FALSE: { zh: '不属实', en: 'untrue' },
  UNVERIFIABLE: { zh: '无法核实', en: 'cannot be verified' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type EpisodeConclusion = keyof typeof episodeConclusions

/** Who or what noticed it (platform.md 4). */
export const findingSources = {
  RUN: { zh: '筛查', en: 'screening' },
  ORDER: { zh: '业务办理', en: 'an order' },
  TIP: { zh: '举报', en: 'a tip' },
  SUPERIOR: { zh: '上级交办', en: 'a superior' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type FindingSource = keyof typeof findingSources

export const findingSourceCodes = Object.keys(findingSources) as [FindingSource, ...FindingSource[]]
