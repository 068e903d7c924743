import type { ActorFacts } from '#access/actor.ts'
import { countyPath, otherCountyPath, withRoles } from '#access/test-people.ts'
import type { Role } from '#standard/code-lists.ts'
import type { Actor, RecordSubject } from './record.ts'

/** The people of the kernel's tests, who exist in no register. */
export const people = {
  enter1: ['ENTRY'],
  enter2: ['ENTRY'],
  review1: ['REVIEW'],
  review2: ['REVIEW'],
  approve1: ['APPROVAL'],
  approve2: ['APPROVAL'],
  /** Entry and review in one hand: whoever holds both may do neither (domain 3.11). */
  both: ['ENTRY', 'REVIEW'],
  /** Of the county beside. */
  outsider: ['ENTRY', 'REVIEW'],
  /** Has left. */
  gone: ['ENTRY'],
} as const satisfies Readonly<Record<string, readonly Role[]>>
export type Person = keyof typeof people

export const personNames: readonly Person[] = Object.keys(people) as Person[]

export const agencyOf = (name: Person): string => (name === 'outsider' ? 'A990102' : 'A990101')
export const countyOf = (name: Person): string => (name === 'outsider' ? '990102' : '990101')

/** What the load would find, for tests without a database. */
export function factsOf(name: Person): ActorFacts {
  const facts = withRoles(name, ...people[name])
  return {
    ...facts,
    agencyId: agencyOf(name),
    agencyRegion: countyOf(name),
    status: name === 'gone' ? 'LEFT' : 'ON_POST',
    grants: facts.grants.map((grant) => ({ ...grant, regions: [countyOf(name)] })),
  }
}

export function personActor(staffId: string, session: string = `session-of-${staffId}`): Actor {
  return { kind: 'person', staffId, sessionId: session, terminalId: `terminal-of-${session}` }
}

export function subjectIn(county: '990101' | '990102' = '990101'): RecordSubject {
  return {
    regionCodes: [county],
    regions: [county === '990101' ? countyPath : otherCountyPath],
    agency: { agencyId: `A${county}`, superiors: ['A990100'], isReviewedBySuperior: false },
    scheme: null,
    personId: null,
    personKeys: [],
    staffIds: [],
    handlers: [],
    reportedAgencies: [],
    amountFen: null,
  }
}
