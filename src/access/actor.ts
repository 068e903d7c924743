import type { Day } from '#base/calendar-math.ts'
import type { Role } from '#standard/code-lists.ts'
import type { Duty, PostProperty } from './duties.ts'
import type { Moment } from './moment.ts'

/** A role granted to a person on regions with everything below them, for some schemes or for all (null). */
export interface RoleGrant {
  readonly grantId: string
  readonly role: Role
  readonly regions: readonly string[]
  readonly schemes: readonly string[] | null
  readonly from: Date
  /** Exclusive; null: until further notice. */
  readonly to: Date | null
  /** Granted for a cover: counts only while it lasts and for the roles of the covered post. */
  readonly coverId: string | null
}

export interface AuthorityLimit {
  /** Code of the function; null: of every function that has no line of its own. */
  readonly function: string | null
  /** The highest amount, in fen, inclusive. */
  readonly maxFen: bigint
  /** 1: first-level approval; 2: second-level, asked for after a hit. */
  readonly level: number
}

/** What a post brings with it, whoever holds it. */
export interface PostFacts {
  readonly postId: string
  readonly agencyId: string
  readonly title: string
  readonly isKey: boolean
  /** Months after which its holder must rotate (seed 000: three years). */
  readonly monthsMax: number
  readonly roles: readonly Role[]
  readonly properties: readonly PostProperty[]
  readonly limits: readonly AuthorityLimit[]
}

export interface PostHeld extends PostFacts {
  readonly startedOn: Day
  /** The first day on which it is no longer held. */
  readonly endedOn: Day | null
}

/** 顶岗: somebody stands in on an absent colleague's post. */
export interface Cover extends PostFacts {
  readonly coverId: string
  readonly forStaffId: string
  readonly from: Date
  readonly to: Date
}

export interface Interval {
  readonly from: Date
  readonly to: Date
}

export const staffStatuses = ['ON_POST', 'LEFT', 'TRANSFERRED', 'SUSPENDED', 'RETIRED'] as const
export type StaffStatus = (typeof staffStatuses)[number]

/**
 * Everything that `mayAct` must know of a person, loaded by one statement (`app.actor_facts`); facts that have ended
 * are left out, those that begin later are in. Id numbers appear only as keys (`identityKey`).
 */
export interface ActorFacts {
  readonly staffId: string
  readonly agencyId: string
  readonly agencyRegion: string
  readonly status: StaffStatus
  /** The first day on which the person no longer belongs here: access ends with that day's beginning (R-SYS-06). */
  readonly leftOn: Day | null
  readonly ownKey: string | null
  readonly relativeKeys: readonly string[]
  readonly grants: readonly RoleGrant[]
  readonly posts: readonly PostHeld[]
  readonly covers: readonly Cover[]
  readonly absences: readonly Interval[]
  readonly overtime: readonly Interval[]
  /** Raised by every change of the above; the save compares it (platform.md 15). */
  readonly epoch: bigint
}

/** A duty in force at a moment, and where: the regions with everything below, the schemes (null: all). */
export interface Holding {
  readonly duty: Duty
  readonly regions: readonly string[]
  readonly schemes: readonly string[] | null
}

const isWithin = (at: Date, from: Date, to: Date | null): boolean => at >= from && (to === null || at < to)

/** Standard: role intervals are half open. */
export function isGrantInForce(grant: RoleGrant, actor: ActorFacts, at: Date): boolean {
  if (!isWithin(at, grant.from, grant.to)) return false
  if (grant.coverId === null) return true
  return actor.covers.some(
    (cover) =>
      cover.coverId === grant.coverId &&
      isWithin(at, cover.from, cover.to) &&
      cover.roles.includes(grant.role),
  )
}

/** The posts a person stands on at that moment: held, and covered for somebody else. */
export function postsInForce(actor: ActorFacts, moment: Moment): readonly PostFacts[] {
  const held = actor.posts.filter(
    (post) => post.startedOn <= moment.day && (post.endedOn === null || moment.day < post.endedOn),
  )
  const covered = actor.covers.filter((cover) => isWithin(moment.at, cover.from, cover.to))
  return [...held, ...covered]
}

export function isEmployed(actor: ActorFacts, moment: Moment): boolean {
  return actor.status === 'ON_POST' && (actor.leftOn === null || moment.day < actor.leftOn)
}

export function isAbsent(actor: ActorFacts, moment: Moment): boolean {
  return actor.absences.some(({ from, to }) => isWithin(moment.at, from, to))
}

/** Overtime ends included, as in the standard's SYS-03. */
export function hasOvertimePermit(actor: ActorFacts, moment: Moment): boolean {
  return actor.overtime.some(({ from, to }) => moment.at >= from && moment.at <= to)
}

/** Whoever has left holds nothing. A post's properties reach as far as its holder's agency. */
export function holdingsOf(actor: ActorFacts, moment: Moment): readonly Holding[] {
  if (!isEmployed(actor, moment)) return []
  const granted = actor.grants
    .filter((grant) => isGrantInForce(grant, actor, moment.at))
    .map(({ role, regions, schemes }): Holding => ({ duty: role, regions, schemes }))
  const ofPosts = postsInForce(actor, moment).flatMap(({ properties }) =>
    properties.map((duty): Holding => ({ duty, regions: [actor.agencyRegion], schemes: null })),
  )
  return [...granted, ...ofPosts]
}

/**
 * The highest amount the person may approve at that level: the best of the posts, of each post its line for the
 * function before its line for all. Null: no line at all, which is no authority.
 */
export function limitOf(
  actor: ActorFacts,
  moment: Moment,
  asked: { readonly function: string; readonly level: number },
): bigint | null {
  const lines = postsInForce(actor, moment).flatMap(({ limits }) => {
    const atLevel = limits.filter(({ level }) => level >= asked.level)
    const own = atLevel.filter((line) => line.function === asked.function)
    return own.length > 0 ? own : atLevel.filter((line) => line.function === null)
  })
  return lines.reduce<bigint | null>(
    (best, { maxFen }) => (best === null || maxFen > best ? maxFen : best),
    null,
  )
}
