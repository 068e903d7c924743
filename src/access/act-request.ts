import type { Bilingual } from '#base/bilingual.ts'
import type { Duty } from './duties.ts'
import type { StepCode } from './functions/access-function.ts'
import type { Moment } from './moment.ts'

/** A region with all that contain it, from the province down to itself: `app.region.path`. */
export type RegionPath = readonly string[]

export interface SubjectAgency {
  readonly agencyId: string
  /** The agencies above it, from the top down, without itself. */
  readonly superiors: readonly string[]
  /** 上级代审: the agency right above may review for it (platform.md 25). */
  readonly isReviewedBySuperior: boolean
}

/** Whom and what an act concerns. */
export interface ActSubject {
  /** Every region concerned; never empty: what lies nowhere is in nobody's scope. */
  readonly regions: readonly RegionPath[]
  /** The agency that handles the record. Without it only steps of reach REGION are open. */
  readonly agency: SubjectAgency | null
  readonly scheme: string | null
  /** `identityKey` of everybody concerned: the person, account holders, a legal representative, a grantee. */
  readonly personKeys: readonly string[]
  /** Members of staff whom the record is about, e.g. the grantee. */
  readonly staffIds: readonly string[]
  /** Null where the function moves no money or the amount is not known yet. */
  readonly amountFen: bigint | null
  /** Who handled the work that is being audited. */
  readonly handlers: readonly string[]
  /** The agencies that a tip is about. */
  readonly reportedAgencies: readonly string[]
}

/** A step that somebody decided in this record, rejections included (standard, SYS-01). */
export interface EarlierStep {
  readonly step: StepCode
  readonly staffId: string
  /** 1 for the first way through the steps; a return for correction opens the next round. */
  readonly round: number
}

/** May this person do step `step` of function `function` to that subject now? */
export interface ActRequest {
  readonly function: string
  readonly step: string
  readonly subject: ActSubject
  readonly history: readonly EarlierStep[]
  readonly round: number
  /** 2 where a check's hit asks for second-level approval, else 1. */
  readonly approvalLevel: number
  readonly moment: Moment
}

export const refusalReasons = [
  'LEFT',
  'ABSENT',
  'UNKNOWN_FUNCTION',
  'OUT_OF_SCOPE',
  'DUTY_MISSING',
  'DUTY_OUT_OF_SCOPE',
  'OTHER_AGENCY',
  'OTHER_PERSON',
  'CONFLICTING_DUTIES',
  'SELF',
  'RELATIVE',
  'OTHER_STEP_DONE',
  'SAME_STEP_DONE',
  'HANDLED_WHAT_IS_AUDITED',
  'OF_REPORTED_UNIT',
  'AMOUNT_UNKNOWN',
  'ABOVE_LIMIT',
  'OFF_HOURS',
] as const
/** For the trail. Of `OUT_OF_SCOPE` the person learns nothing but 'not found' (platform.md 25). */
export type ActRefusalReason = (typeof refusalReasons)[number]

export interface CouldBeDoneBy {
  /** Any of these duties; empty where no other duty would help. */
  readonly duties: readonly { readonly duty: Duty; readonly title: Bilingual }[]
  /** Filled by `whoCould`, with people of the asker's own agency only. */
  readonly staffIds: readonly string[]
}

export type ActDecision =
  | {
      readonly allowed: true
      /** The duty that carries it, for the action row. */
      readonly duty: Duty
      /** `NOT_EVALUATED`: a year whose holidays are not announced; kept with the action and printed. */
      readonly hours: 'WORKING' | 'OVERTIME' | 'NOT_NEEDED' | 'NOT_EVALUATED'
    }
  | {
      readonly allowed: false
      readonly code: 'not_permitted' | 'not_found'
      readonly reason: ActRefusalReason
      readonly text: Bilingual
      readonly couldBeDoneBy: CouldBeDoneBy
    }

export function subjectOf(given: Pick<ActSubject, 'regions' | 'agency'> & Partial<ActSubject>): ActSubject {
  return {
    scheme: null,
    personKeys: [],
    staffIds: [],
    amountFen: null,
    handlers: [],
    reportedAgencies: [],
    ...given,
  }
}
