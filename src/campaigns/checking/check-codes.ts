/** Who checks, and what a check comes to. */

export const checkLevels = {
  MUTUAL: { zh: '互查', en: 'mutual check' },
  CITY: { zh: '市级检查', en: 'city check' },
  PROVINCE: { zh: '省级抽查', en: 'provincial spot check' },
} as const
export type CheckLevel = keyof typeof checkLevels

/** 自查不认真、走过场、问题披露不到位的要予以指出，并督促重新自查 (004 四（三）). */
export const checkOutcomes = {
  CONFIRMED: { zh: '自查属实', en: 'self-check confirmed' },
  PROBLEMS: { zh: '发现新问题', en: 'new problems found' },
  REDO: { zh: '自查不认真，须重新自查', en: 'careless, to be done again' },
} as const
export type CheckOutcome = keyof typeof checkOutcomes
