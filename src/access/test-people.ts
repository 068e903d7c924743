import { dayOf } from '#base/calendar-math.ts'
import type { Role } from '#standard/code-lists.ts'
import { type ActRequest, type ActSubject, subjectOf } from './act-request.ts'
import type { ActorFacts, PostFacts, PostHeld, RoleGrant } from './actor.ts'
import type { PostProperty } from './duties.ts'
import { type Moment, momentOf, type WorkingCalendar } from './moment.ts'

/** People and requests of tests: the county 990101 of province 990000, who exist in no register. */

export const province = '990000'
export const city = '990100'
export const county = '990101'
export const countyPath = [province, city, county] as const
export const otherCountyPath = [province, city, '990102'] as const
export const townPath = [...countyPath, '990101001'] as const

export const centre = {
  agencyId: 'A990101',
  superiors: ['A990000', 'A990100'],
  isReviewedBySuperior: false,
} as const

/** 2026: Monday to Friday, but 1 January and the week from 1 October; 2027 is not announced. */
export const calendar: WorkingCalendar = (day) => {
  if (day >= dayOf(2027, 1, 1)) return undefined
  if (day === dayOf(2026, 1, 1) || (day >= dayOf(2026, 10, 1) && day <= dayOf(2026, 10, 7))) return false
  return (((day + 3) % 7) + 7) % 7 < 5
}

/** `2026-03-04 10:00:00`, Beijing time. */
export function at(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}+08:00`)
}

export function moment(text: string): Moment {
  return momentOf(at(text), calendar)
}

/** A Wednesday. */
export const wednesday = moment('2026-03-04 10:00:00')

export function grant(role: Role, changes: Partial<RoleGrant> = {}): RoleGrant {
  return {
    grantId: `grant-${role}`,
    role,
    regions: [county],
    schemes: null,
    from: at('2025-01-01 00:00:00'),
    to: null,
    coverId: null,
    ...changes,
  }
}

export function postFacts(changes: Partial<PostFacts> = {}): PostFacts {
  return {
    postId: 'P1',
    agencyId: centre.agencyId,
    title: '岗位',
    isKey: false,
    monthsMax: 36,
    roles: [],
    properties: [],
    limits: [],
    ...changes,
  }
}

export function postHeld(changes: Partial<PostHeld> = {}): PostHeld {
  return { ...postFacts(), startedOn: dayOf(2025, 1, 1), endedOn: null, ...changes }
}

export function person(staffId: string, changes: Partial<ActorFacts> = {}): ActorFacts {
  return {
    staffId,
    agencyId: centre.agencyId,
    agencyRegion: county,
    status: 'ON_POST',
    leftOn: null,
    ownKey: `key-${staffId}`,
    relativeKeys: [],
    grants: [],
    posts: [],
    covers: [],
    absences: [],
    overtime: [],
    epoch: 1n,
    ...changes,
  }
}

export function withRoles(staffId: string, ...roles: readonly Role[]): ActorFacts {
  return person(staffId, { grants: roles.map((role) => grant(role)) })
}

export function withProperties(staffId: string, ...properties: readonly PostProperty[]): ActorFacts {
  return person(staffId, { posts: [postHeld({ properties })] })
}

export function request(
  code: string,
  step: string,
  changes: Partial<Omit<ActRequest, 'subject'>> & { readonly subject?: Partial<ActSubject> } = {},
): ActRequest {
  const { subject, ...rest } = changes
  return {
    function: code,
    step,
    subject: subjectOf({ regions: [countyPath], agency: centre, personKeys: ['key-somebody'], ...subject }),
    history: [],
    round: 1,
    approvalLevel: 1,
    moment: wednesday,
    ...rest,
  }
}
