import type { ActRequest, SubjectAgency } from '#access/act-request.ts'
import { subjectOf } from '#access/act-request.ts'
import type { ActorFacts } from '#access/actor.ts'
import { type Duty, titleOfDuty } from '#access/duties.ts'
import type { AccessFunction, AccessStep, StepCode } from '#access/functions/access-function.ts'
import { highRiskFunctions } from '#access/functions/high-risk-functions.ts'
import { mayAct } from '#access/may-act.ts'
import type { Moment } from '#access/moment.ts'
import type { Bilingual } from '#base/bilingual.ts'

/**
 * `fangxian access check` (platform.md 25): for every agency and function, are there enough different people for all
 * its steps, today and with each one absent; and which posts are missing.
 */

export interface CheckedAgency extends SubjectAgency {
  readonly name: string
  /** From the province down to the agency's own region. */
  readonly regionPath: readonly string[]
}

export interface AccessGap {
  readonly agencyId: string
  readonly agencyName: string
  readonly function: string
  readonly title: Bilingual
  /** Steps that nobody is left for, when everybody is there. Empty: enough today. */
  readonly missing: readonly MissingStep[]
  /** Whose absence alone leaves a step without a person; empty where steps are missing already. */
  readonly dependsOn: readonly string[]
  readonly proposals: readonly Bilingual[]
}

export interface MissingStep {
  readonly step: StepCode
  readonly duties: readonly Duty[]
}

export interface AccessCheck {
  /** Agencies × functions that were looked at. */
  readonly checked: number
  readonly enoughToday: number
  /** Enough even with any one person absent. */
  readonly enoughAlways: number
  /** Where something is missing or hangs on one person; by agency, then in the order of the functions. */
  readonly gaps: readonly AccessGap[]
}

interface StepPeople {
  readonly step: AccessStep
  readonly staffIds: readonly string[]
}

/** The steps that stay without a person when each step gets another one: a matching by augmenting paths (Kuhn). */
function unmatched(steps: readonly StepPeople[], absent: string | null): readonly StepPeople[] {
  const stepOf = new Map<string, number>()
  const assign = (index: number, tried: Set<string>): boolean => {
    for (const staffId of steps[index]!.staffIds) {
      if (staffId === absent || tried.has(staffId)) continue
      tried.add(staffId)
      const taken = stepOf.get(staffId)
      if (taken === undefined || assign(taken, tried)) {
        stepOf.set(staffId, index)
        return true
      }
    }
    return false
  }
  return steps.filter((_, index) => !assign(index, new Set()))
}

/** Asked as an order of one fen about a stranger in the agency's own region, which nobody has touched yet. */
function requestFor(
  agency: CheckedAgency,
  asked: AccessFunction,
  given: { readonly step: AccessStep; readonly moment: Moment },
): ActRequest {
  return {
    function: asked.code,
    step: given.step.step,
    subject: subjectOf({
      regions: [agency.regionPath],
      agency,
      amountFen: asked.hasAmount ? 1n : null,
    }),
    history: [],
    round: 1,
    approvalLevel: 1,
    moment: given.moment,
  }
}

function proposalFor(agency: CheckedAgency, { step }: StepPeople): Bilingual {
  const names = step.duties.map(titleOfDuty)
  const [zh, en] = [names.map((each) => each.zh).join('或'), names.map((each) => each.en).join(' or ')]
  const canAssign = step.reach === 'REVIEWING_AGENCY' && !agency.isReviewedBySuperior
  return {
    zh: `${agency.name}增设“${zh}”岗位一名${canAssign ? '，或改为上级代审' : ''}。`,
    en: `${agency.name}: one more person for ${en}${canAssign ? ', or let the superior agency review' : ''}.`,
  }
}

function gapOf(
  agency: CheckedAgency,
  asked: AccessFunction,
  people: { readonly actors: readonly ActorFacts[]; readonly moment: Moment },
): AccessGap | null {
  const steps = asked.steps.map((step): StepPeople => {
    const request = requestFor(agency, asked, { step, moment: people.moment })
    const able = people.actors.filter((actor) => mayAct(actor, request).allowed)
    return { step, staffIds: able.map(({ staffId }) => staffId) }
  })
  const missing = unmatched(steps, null)
  const involved = [...new Set(steps.flatMap(({ staffIds }) => staffIds))].sort()
  const losses = involved.map((staffId) => ({ staffId, left: unmatched(steps, staffId) }))
  const weak = missing.length > 0 ? [] : losses.filter(({ left }) => left.length > 0)
  if (missing.length === 0 && weak.length === 0) return null
  const wanting = missing.length > 0 ? missing : [...new Set(weak.flatMap(({ left }) => left))]
  return {
    agencyId: agency.agencyId,
    agencyName: agency.name,
    function: asked.code,
    title: asked.title,
    missing: missing.map(({ step }) => ({ step: step.step, duties: step.duties })),
    dependsOn: weak.map(({ staffId }) => staffId),
    proposals: wanting.map((each) => proposalFor(agency, each)),
  }
}

/** Whoever holds something on a region that contains the agency's; nobody else can be allowed anything there. */
function reaches(actor: ActorFacts, { regionPath }: CheckedAgency): boolean {
  const regions = [actor.agencyRegion, ...actor.grants.flatMap((grant) => grant.regions)]
  return regions.some((region) => regionPath.includes(region))
}

/**
 * `actors` are the people of all agencies given and of those above them; whoever is absent or has left at `moment`
 * does not count. `moment` should lie within working hours.
 */
export function checkAccess(
  agencies: readonly CheckedAgency[],
  actors: readonly ActorFacts[],
  moment: Moment,
  functions: readonly AccessFunction[] = highRiskFunctions,
): AccessCheck {
  const gaps = agencies.flatMap((agency) => {
    const near = actors.filter((actor) => reaches(actor, agency))
    return functions.flatMap((asked) => gapOf(agency, asked, { actors: near, moment }) ?? [])
  })
  const checked = agencies.length * functions.length
  const missing = gaps.filter((gap) => gap.missing.length > 0).length
  return { checked, enoughToday: checked - missing, enoughAlways: checked - gaps.length, gaps }
}
