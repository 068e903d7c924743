import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Duty } from '#access/duties.ts'
import { findStep, type StepCode } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import type { Effect } from '#records/effect.ts'
import type { EarlierAct } from '#records/record.ts'

/**
 * Most of what concerns people is decided alike: one proposes, another accepts, the head of the unit confirms where a
 * key post is concerned, and then it is in force at once or on its day, and ends by itself.
 */

/** At which step a proposal is judged; each time anew, on what is there now. */
export type Stage = 'PROPOSE' | 'ACCEPT' | 'CONFIRM'

export interface Judging {
  readonly stage: Stage
  readonly at: Date
  readonly actorId: string
  readonly recordId: string
  readonly earlier: readonly EarlierAct[]
}

export interface Judged {
  /** Written when the last of its steps is done, and only then. */
  readonly effects: readonly Effect[]
  /** The head of the unit has to confirm. */
  readonly needsHead?: boolean
}

export interface Proposal<Asked, Facts> {
  /** Of the record and of the function in the catalogue of access. */
  readonly code: string
  readonly title: Bilingual
  /** What is proposed; kept as it was asked. */
  readonly input: z.ZodObject & z.ZodType<Asked>
  readonly titles: { readonly propose: Bilingual; readonly accept: Bilingual }
  readonly acceptStep: 'REVIEW' | 'APPROVAL'
  /** Who may open it, where that is not READ_AUTHORITY. */
  readonly readFunction?: string
  readonly isHighRisk: boolean
  /** False where whoever proposed may not open it afterwards. */
  readonly canWithdraw?: false
  /** `asked` is an expression of type jsonb, of the shape of `input`; so for all that follow. */
  subject(asked: RawBuilder<unknown>, actorId: string): RawBuilder<unknown>
  facts(asked: RawBuilder<unknown>, actorId: string): RawBuilder<unknown>
  readonly factsSchema: z.ZodType<Facts>
  judge(asked: Asked, facts: Facts, judging: Judging): Judged | Refusal
  /** Taken back early, by those who may do this; what it is based on is read as for a judgement. */
  readonly end?: {
    readonly title: Bilingual
    readonly function: string
    readonly step: StepCode
    effects(facts: Facts, judging: Omit<Judging, 'stage'>): readonly Effect[] | Refusal
  }
}

export const Remark = z.strictObject({
  action: z.string(),
  actorId: z.string(),
  at: z.string(),
  reason: z.string(),
})

export interface ProposalData<Asked> {
  readonly asked: Asked
  /** Why it was refused or ended, by whom. */
  readonly remarks: readonly z.infer<typeof Remark>[]
}

export function dutiesOf(code: string, step: StepCode): readonly Duty[] {
  const listed = accessFunctions.get(code)
  assert(listed !== undefined, `${code} is in the catalogue of access`)
  return findStep(listed, step)?.duties ?? []
}

/** A key post is confirmed by the head: the catalogue has that step beside the accepting one. */
export function hasHeadStep({ code, acceptStep }: Proposal<never, never>): boolean {
  return acceptStep === 'REVIEW' && dutiesOf(code, 'APPROVAL').length > 0
}

/** The facts of every step: those of the proposal, and where the people of the next step are. */
export function factsWithNext<Asked, Facts>(
  definition: Proposal<Asked, Facts>,
  asked: RawBuilder<unknown>,
  actorId: string,
): RawBuilder<unknown> {
  const { code, acceptStep } = definition
  const duties = [...dutiesOf(code, acceptStep), ...dutiesOf(code, 'APPROVAL')]
  const nearest = [...new Set(duties)].map(
    (duty) => sql`${duty}::text, app.nearest_agency_with(${duty}, opened.subject ->> 'agencyId', array(
      select jsonb_array_elements_text(opened.subject -> 'staffIds')
    ))`,
  )
  return sql`
    select jsonb_build_object('own', ${definition.facts(asked, actorId)}, 'next', jsonb_build_object(${sql.join(nearest)}))
    from (select (${definition.subject(asked, actorId)})::jsonb as subject) as opened
  `
}
