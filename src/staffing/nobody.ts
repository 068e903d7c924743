import type { ActorFacts } from '#access/actor.ts'

/** Facts of somebody who is not there yet. */
export function nobody(staffId: string, agencyId: string): ActorFacts {
  return {
    staffId,
    agencyId,
    agencyRegion: '',
    status: 'ON_POST',
    leftOn: null,
    ownKey: null,
    relativeKeys: [],
    grants: [],
    posts: [],
    covers: [],
    absences: [],
    overtime: [],
    epoch: 0n,
  }
}
