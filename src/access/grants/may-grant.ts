import type { RegionPath } from '#access/act-request.ts'
import { type ActorFacts, type Cover, holdingsOf, isEmployed } from '#access/actor.ts'
import { allRoles, type Duty, isOfficerRole, officerRoles } from '#access/duties.ts'
import { isConflict } from '#access/duty-conflicts.ts'
import { refusalOfActor } from '#access/may-act.ts'
import { beijingDayOf, type Moment } from '#access/moment.ts'
import { schemes as knownSchemes, type Role } from '#standard/code-lists.ts'
import { type GrantRefusal, refuseConflict, refuseGrant } from './grant-refusals.ts'

/** A role for somebody, on regions, for some schemes or all, from when to when. */
export interface ProposedGrant {
  readonly role: Role
  /** Every region with all that contain it; a region that is not in the tree has an empty path. */
  readonly regions: readonly RegionPath[]
  readonly schemes: readonly string[] | null
  readonly from: Date
  readonly to: Date | null
  readonly coverId: string | null
}

/** The post property that an assignment or a cover would bring, asked the same way as a role. */
export interface ProposedDuties {
  readonly duties: readonly Duty[]
  readonly from: Date
  readonly to: Date | null
}

export interface GrantRequest {
  /** PROPOSE by the first officer, GRANT by the second, CONFIRM by the head of the unit for key posts. */
  readonly stage: 'PROPOSE' | 'GRANT' | 'CONFIRM'
  readonly grant: ProposedGrant
  readonly grantee: ActorFacts
  /** `app.region.path` of the grantee's agency. */
  readonly granteeRegion: RegionPath
  /** Who took part before. */
  readonly earlier: readonly { readonly stage: 'PROPOSE' | 'GRANT'; readonly staffId: string }[]
  readonly moment: Moment
}

export type GrantDecision = { readonly allowed: true; readonly needsHead: boolean } | GrantRefusal

interface DutyInTime {
  readonly duty: Duty
  readonly from: Date
  readonly to: Date | null
}

const beginningOf = (day: number): Date => new Date((day * 86_400 - 8 * 3600) * 1000)

/** Every duty with its time, now and to come: grants, and the properties of posts held and covered. */
function dutiesInTime(person: ActorFacts): readonly DutyInTime[] {
  return [
    ...person.grants.map(({ role, from, to }) => ({ duty: role, from, to })),
    ...person.posts.flatMap((post) =>
      post.properties.map((duty) => ({
        duty,
        from: beginningOf(post.startedOn),
        to: post.endedOn === null ? null : beginningOf(post.endedOn),
      })),
    ),
    ...person.covers.flatMap(({ properties, from, to }) => properties.map((duty) => ({ duty, from, to }))),
  ]
}

/** Half-open intervals that share an instant. */
function overlap(a: Omit<DutyInTime, 'duty'>, b: Omit<DutyInTime, 'duty'>): boolean {
  return (a.to === null || b.from < a.to) && (b.to === null || a.from < b.to)
}

/** A pair of 3.11 that meets in one person already, now or later; null if none. */
export function conflictHeldBy(person: ActorFacts): { readonly added: Duty; readonly held: Duty } | null {
  const held = dutiesInTime(person)
  for (const [index, one] of held.entries()) {
    const other = held.slice(index + 1).find((each) => isConflict(one.duty, each.duty) && overlap(one, each))
    if (other !== undefined) return { added: one.duty, held: other.duty }
  }
  return null
}

/** A pair of 3.11 that would meet in one person, now or later; null if none (R-SYS-02, R-SYS-07). */
export function conflictAfter(
  person: ActorFacts,
  proposed: ProposedDuties,
): { readonly added: Duty; readonly held: Duty } | null {
  const held = dutiesInTime(person)
  for (const added of proposed.duties) {
    const among = proposed.duties.find((other) => isConflict(added, other))
    if (among !== undefined) return { added, held: among }
    const clash = held.find((each) => isConflict(added, each.duty) && overlap(each, proposed))
    if (clash !== undefined) return { added, held: clash.duty }
  }
  return null
}

function findCover(grantee: ActorFacts, coverId: string): Cover | undefined {
  return grantee.covers.find((cover) => cover.coverId === coverId)
}

/** A grant for a cover stays within it, or the temporary would become permanent (R-SYS-19). */
function refusalOfCover(grantee: ActorFacts, grant: ProposedGrant): GrantRefusal | null {
  if (grant.coverId === null) return null
  const cover = findCover(grantee, grant.coverId)
  const isInside =
    cover?.roles.includes(grant.role) && grant.from >= cover.from && grant.to !== null && grant.to <= cover.to
  return isInside ? null : refuseGrant('BEYOND_COVER')
}

/** What holds for the grant itself, whoever takes part. */
export function refusalOfGrant(request: GrantRequest): GrantRefusal | null {
  const { grant, grantee, granteeRegion, moment } = request
  if (!allRoles.includes(grant.role)) return refuseGrant('UNKNOWN_ROLE')
  if (!isEmployed(grantee, moment)) return refuseGrant('GRANTEE_LEFT')
  if (grant.to !== null && grant.to <= grant.from) return refuseGrant('ENDS_BEFORE_IT_BEGINS')
  if (grantee.leftOn !== null && beijingDayOf(grant.from) >= grantee.leftOn)
    return refuseGrant('GRANTEE_LEFT')
  const isKnown = grant.regions.length > 0 && grant.regions.every((path) => path.length > 0)
  if (!isKnown) return refuseGrant('UNKNOWN_REGION')
  // Nobody is set over regions that the person's own agency has nothing to do with (R-SYS-29).
  const home = granteeRegion.at(-1)
  const isAtHome = home !== undefined && grant.regions.every((path) => path.includes(home))
  if (!isAtHome) return refuseGrant('BEYOND_AGENCY')
  const { schemes } = grant
  const isScheme = (scheme: string): boolean => Object.hasOwn(knownSchemes, scheme)
  if (schemes !== null && (schemes.length === 0 || !schemes.every(isScheme)))
    return refuseGrant('UNKNOWN_SCHEME')
  const cover = refusalOfCover(grantee, grant)
  if (cover !== null) return cover
  const conflict = conflictAfter(grantee, { duties: [grant.role], from: grant.from, to: grant.to })
  return conflict === null ? null : refuseConflict(conflict)
}

/**
 * Who may take part at that stage. An officer's own role is renewed by the other two together with the head of the
 * unit (platform.md 6); everything else is proposed by the system officer and granted by the security officer.
 */
function rolesOfStage(request: GrantRequest): readonly Duty[] {
  const { stage, grant } = request
  if (stage === 'CONFIRM') return ['UNIT_HEAD']
  if (isOfficerRole(grant.role)) return officerRoles.filter((role) => role !== grant.role)
  return stage === 'PROPOSE' ? ['SYSTEM_ADMIN'] : ['SECURITY_ADMIN']
}

function refusalOfActorAtStage(actor: ActorFacts, request: GrantRequest): GrantRefusal | null {
  const { grantee, granteeRegion, grant, moment } = request
  const personal = refusalOfActor(actor, moment)
  if (personal !== null) return refuseGrant(personal.reason === 'ABSENT' ? 'ABSENT' : 'LEFT')
  if (actor.staffId === grantee.staffId) return refuseGrant('SELF')
  if (grantee.ownKey !== null && actor.relativeKeys.includes(grantee.ownKey)) return refuseGrant('RELATIVE')
  if (request.earlier.some(({ staffId }) => staffId === actor.staffId)) return refuseGrant('TOOK_PART')
  const needed = rolesOfStage(request)
  const holdings = holdingsOf(actor, moment)
  const places = [...grant.regions, granteeRegion]
  const held = holdings.filter(
    ({ duty, regions }) =>
      needed.includes(duty) && places.every((path) => path.some((region) => regions.includes(region))),
  )
  if (held.length === 0) return refuseGrant('NOT_AN_OFFICER_FOR_IT')
  const isClean = held.some(({ duty }) => !holdings.some((other) => isConflict(duty, other.duty)))
  return isClean ? null : refuseGrant('OFFICER_HAS_CONFLICT')
}

/** Key posts need the head: an officer's role, and a role of a key post that the person stands on. */
export function needsHead(grantee: ActorFacts, grant: ProposedGrant): boolean {
  const cover = grant.coverId === null ? undefined : findCover(grantee, grant.coverId)
  const posts = [...grantee.posts, ...(cover === undefined ? [] : [cover])]
  return isOfficerRole(grant.role) || posts.some((post) => post.isKey && post.roles.includes(grant.role))
}

export function mayGrant(actor: ActorFacts, request: GrantRequest): GrantDecision {
  const isInOrder =
    request.stage === 'PROPOSE'
      ? request.earlier.length === 0
      : request.earlier.some(({ stage }) => stage === 'PROPOSE') &&
        (request.stage === 'GRANT' || request.earlier.some(({ stage }) => stage === 'GRANT'))
  if (!isInOrder) return refuseGrant('STAGE_MISSING')
  const refusal = refusalOfActorAtStage(actor, request) ?? refusalOfGrant(request)
  return refusal ?? { allowed: true, needsHead: needsHead(request.grantee, request.grant) }
}
