import type { Duty } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'

/** The standard's steps of an order, and ACT for what one person does at once: reading, exporting, a comment. */
export const stepTitles = {
  ENTRY: { zh: '初审（录入）', en: 'entry' },
  REVIEW: { zh: '复核', en: 'review' },
  APPROVAL: { zh: '审批', en: 'approval' },
  PAYMENT: { zh: '支付', en: 'payment' },
  ACT: { zh: '办理', en: 'act' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type StepCode = keyof typeof stepTitles

/**
 * Whose people do a step. `OWN_AGENCY`: the record's agency. `REVIEWING_AGENCY`: the record's agency, or the one above
 * it where review is assigned there (上级代审, platform.md 25). `SUPERIORS`: the record's agency or any above it.
 * `REGION`: anybody whose scope covers the record.
 */
export type StepReach = 'OWN_AGENCY' | 'REVIEWING_AGENCY' | 'SUPERIORS' | 'REGION'

export interface AccessStep {
  readonly step: StepCode
  /** One of these is needed. */
  readonly duties: readonly Duty[]
  readonly reach: StepReach
  /**
   * When the record's workflow asks for the step: always; only after a check's HIT or an open question
   * (platform.md 5); only where a key post is concerned (platform.md 6).
   */
  readonly when: 'ALWAYS' | 'ON_HIT' | 'KEY_POST'
  /** The amount must lie within the person's authority limit (R-SYS-21). */
  readonly isLimited: boolean
  /** The person it is about may do it: to declare one's relatives, to ask for overtime, to read. */
  readonly allowsSelf: boolean
  /**
   * Duties by which whoever the record is about may do the step whatever their scope: to read what is said of oneself, to
   * answer it. Nobody else may by them.
   */
  readonly ofSelf?: readonly Duty[]
}

/** `BUSINESS`: the agency's work. `AUTHORITY`: accounts, grants, cover. `TRAIL`: the log of everything. */
export type AccessArea = 'BUSINESS' | 'AUTHORITY' | 'TRAIL'

export interface AccessFunction {
  readonly code: string
  readonly title: Bilingual
  readonly area: AccessArea
  /** On the list HRF of domain 2.0: outside working hours only with an overtime permit (R-SYS-03). */
  readonly isHighRisk: boolean
  /** Two people confirm within 10 minutes, from two sessions and terminals (platform.md 25). */
  readonly isTogether: boolean
  /** An order of this function moves money, so it must state how much before a limited step. */
  readonly hasAmount: boolean
  /**
   * Of a subject in several regions, must all lie in the scope, or is one enough? Seeing a finding needs one
   * (platform.md 14); handling needs all.
   */
  readonly coverage: 'ALL' | 'ANY'
  readonly steps: readonly AccessStep[]
}

export type FunctionCatalogue = ReadonlyMap<string, AccessFunction>

export function step(
  code: StepCode,
  duties: readonly Duty[],
  options: Partial<Omit<AccessStep, 'step' | 'duties'>> = {},
): AccessStep {
  const reach: StepReach =
    code === 'REVIEW' ? 'REVIEWING_AGENCY' : code === 'APPROVAL' ? 'SUPERIORS' : 'OWN_AGENCY'
  return { step: code, duties, reach, when: 'ALWAYS', isLimited: false, allowsSelf: false, ...options }
}

export function findStep(definition: AccessFunction, code: string): AccessStep | undefined {
  return definition.steps.find((each) => each.step === code)
}
