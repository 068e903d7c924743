import { refuseAct, refuseAmount, refuseAsNotFound, refuseWithoutDuty } from './act-refusals.ts'
import type { ActDecision, ActRequest, ActSubject, RegionPath, SubjectAgency } from './act-request.ts'
import {
  type ActorFacts,
  type Holding,
  hasOvertimePermit,
  holdingsOf,
  isAbsent,
  isEmployed,
  limitOf,
} from './actor.ts'
import type { Duty } from './duties.ts'
import { isConflict } from './duty-conflicts.ts'
import {
  type AccessFunction,
  type AccessStep,
  type FunctionCatalogue,
  findStep,
  type StepReach,
} from './functions/access-function.ts'
import { accessFunctions, readersOf } from './functions/catalogue.ts'
import { hoursOf, type Moment } from './moment.ts'

/**
 * The one decision 'may X do Y to Z' (issue 4, point 3; platform.md 3, 14, 25). Pure: facts in, answer out. There is
 * no role that passes everything, and whatever is not known is refused.
 */

type Refused = Extract<ActDecision, { allowed: false }>

const isRegionCovered = (holding: Holding, path: RegionPath): boolean =>
  path.some((region) => holding.regions.includes(region))

function isCovered(holding: Holding, subject: ActSubject, coverage: 'ALL' | 'ANY'): boolean {
  const isSchemeCovered =
    subject.scheme === null || holding.schemes === null || holding.schemes.includes(subject.scheme)
  if (!isSchemeCovered || subject.regions.length === 0) return false
  return coverage === 'ANY'
    ? subject.regions.some((path) => isRegionCovered(holding, path))
    : subject.regions.every((path) => isRegionCovered(holding, path))
}

/**
 * Depends on the person alone, so it is asked before any record is looked for: whoever has left is told so, whether
 * the record exists or not.
 */
export function refusalOfActor(actor: ActorFacts, moment: Moment): Refused | null {
  if (!isEmployed(actor, moment)) return refuseAct('LEFT')
  if (isAbsent(actor, moment)) return refuseAct('ABSENT')
  return null
}

function isWithinReach(actor: ActorFacts, reach: StepReach, agency: SubjectAgency | null): boolean {
  if (reach === 'REGION') return true
  if (agency === null) return false
  if (actor.agencyId === agency.agencyId) return true
  if (reach === 'SUPERIORS') return agency.superiors.includes(actor.agencyId)
  return (
    reach === 'REVIEWING_AGENCY' && agency.isReviewedBySuperior && agency.superiors.at(-1) === actor.agencyId
  )
}

/** Nobody handles oneself or a declared relative (R-SYS-16), nor one's own audit or the tip about one's unit (3.11). */
function refusalOfPersons(actor: ActorFacts, subject: ActSubject, chosen: AccessStep): Refused | null {
  const { duties } = chosen
  if (!chosen.allowsSelf) {
    const isSelf =
      subject.staffIds.includes(actor.staffId) ||
      (actor.ownKey !== null && subject.personKeys.includes(actor.ownKey))
    if (isSelf) return refuseAct('SELF', duties)
    if (subject.personKeys.some((key) => actor.relativeKeys.includes(key)))
      return refuseAct('RELATIVE', duties)
  }
  if (subject.handlers.includes(actor.staffId)) return refuseAct('HANDLED_WHAT_IS_AUDITED', duties)
  if (subject.reportedAgencies.includes(actor.agencyId)) return refuseAct('OF_REPORTED_UNIT', duties)
  return null
}

/**
 * One person, one step of a record, however often it comes back (R-SYS-01). The enterer corrects what was returned;
 * a second reviewer of the same round is somebody else.
 */
function refusalOfHistory(actor: ActorFacts, request: ActRequest, chosen: AccessStep): Refused | null {
  if (chosen.step === 'ACT') return null
  const own = request.history.filter(({ staffId }) => staffId === actor.staffId)
  if (own.some((earlier) => earlier.step !== chosen.step)) return refuseAct('OTHER_STEP_DONE', chosen.duties)
  const isRepeated = own.some((earlier) => earlier.step === chosen.step && earlier.round >= request.round)
  if (chosen.step !== 'ENTRY' && isRepeated) return refuseAct('SAME_STEP_DONE', chosen.duties)
  return null
}

function refusalOfAmount(
  actor: ActorFacts,
  request: ActRequest,
  asked: { readonly definition: AccessFunction; readonly chosen: AccessStep },
): Refused | null {
  if (!asked.chosen.isLimited) return null
  const { amountFen } = request.subject
  if (amountFen === null) {
    return asked.definition.hasAmount ? refuseAct('AMOUNT_UNKNOWN', asked.chosen.duties) : null
  }
  const level = request.approvalLevel
  const limitFen = limitOf(actor, request.moment, { function: asked.definition.code, level })
  // A repayment is as large as a payment: the limit looks at the size.
  const size = amountFen < 0n ? -amountFen : amountFen
  if (limitFen !== null && size <= limitFen) return null
  return refuseAmount({ amountFen, limitFen }, asked.chosen.duties)
}

/** The duties of the step that the person holds over the whole subject, or the refusal. */
function coveringDuties(
  actor: ActorFacts,
  subject: ActSubject,
  asked: {
    readonly definition: AccessFunction
    readonly chosen: AccessStep
    readonly holdings: readonly Holding[]
  },
): readonly Duty[] | Refused {
  const { definition, chosen, holdings } = asked
  // Whoever has another step of the function knows of its records: leave that anybody asks for, leaders approve.
  const ofAnyStep = definition.steps.flatMap((each) => each.duties)
  const seers: readonly Duty[] = [...readersOf[definition.area], ...ofAnyStep]
  const isSeen = holdings.some(
    (holding) => seers.includes(holding.duty) && isCovered(holding, subject, 'ANY'),
  )
  if (!isSeen) return refuseAsNotFound()
  if (chosen.duties.length === 0) return refuseAct('OTHER_PERSON', [])
  const held = holdings.filter(({ duty }) => chosen.duties.includes(duty))
  if (held.length === 0) return refuseWithoutDuty(chosen.duties)
  const covering = held.filter((holding) => isCovered(holding, subject, definition.coverage))
  if (covering.length === 0) return refuseAct('DUTY_OUT_OF_SCOPE', chosen.duties)
  if (!isWithinReach(actor, chosen.reach, subject.agency)) return refuseAct('OTHER_AGENCY', chosen.duties)
  return covering.map(({ duty }) => duty)
}

/** Of whoever the record is about, for a step that is theirs; null: it is nobody's own, or not of this person. */
function dutiesOfSelf(
  { staffId }: ActorFacts,
  { staffIds }: ActSubject,
  asked: { readonly chosen: AccessStep; readonly holdings: readonly Holding[] },
): readonly Duty[] | null {
  const { ofSelf = [] } = asked.chosen
  if (ofSelf.length === 0 || !staffIds.includes(staffId)) return null
  const held = asked.holdings.filter(({ duty }) => ofSelf.includes(duty)).map(({ duty }) => duty)
  return held.length === 0 ? null : held
}

function hoursForStep(
  actor: ActorFacts,
  definition: AccessFunction,
  moment: Moment,
): 'WORKING' | 'OVERTIME' | 'NOT_NEEDED' | 'NOT_EVALUATED' | 'OFF' {
  if (!definition.isHighRisk) return 'NOT_NEEDED'
  const hours = hoursOf(moment)
  if (hours === 'WORKING') return hours
  return hasOvertimePermit(actor, moment) ? 'OVERTIME' : hours
}

export function mayAct(
  actor: ActorFacts,
  request: ActRequest,
  catalogue: FunctionCatalogue = accessFunctions,
): ActDecision {
  const { moment, subject } = request
  const personal = refusalOfActor(actor, moment)
  if (personal !== null) return personal
  const definition = catalogue.get(request.function)
  const chosen = definition && findStep(definition, request.step)
  if (definition === undefined || chosen === undefined) return refuseAct('UNKNOWN_FUNCTION')

  const holdings = holdingsOf(actor, moment)
  const own = dutiesOfSelf(actor, subject, { chosen, holdings })
  const duties = own ?? coveringDuties(actor, subject, { definition, chosen, holdings })
  if ('allowed' in duties) return duties
  const isClean = (duty: Duty): boolean => !holdings.some((other) => isConflict(duty, other.duty))
  const duty = duties.find(isClean)
  if (duty === undefined) return refuseAct('CONFLICTING_DUTIES', chosen.duties)

  const refusal =
    refusalOfPersons(actor, subject, own === null ? chosen : { ...chosen, allowsSelf: true }) ??
    refusalOfHistory(actor, request, chosen) ??
    refusalOfAmount(actor, request, { definition, chosen })
  if (refusal !== null) return refusal
  const hours = hoursForStep(actor, definition, moment)
  return hours === 'OFF' ? refuseAct('OFF_HOURS', []) : { allowed: true, duty, hours }
}

/** Who of these could do it: asked after a refusal, for people of the asker's own agency only (platform.md 25). */
export function whoCould(
  asker: ActorFacts,
  colleagues: readonly ActorFacts[],
  request: ActRequest,
  catalogue: FunctionCatalogue = accessFunctions,
): readonly string[] {
  return colleagues
    .filter(({ agencyId, staffId }) => agencyId === asker.agencyId && staffId !== asker.staffId)
    .filter((colleague) => mayAct(colleague, request, catalogue).allowed)
    .map(({ staffId }) => staffId)
    .sort()
}
