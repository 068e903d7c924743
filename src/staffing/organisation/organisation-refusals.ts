import type { ActorFacts, PostFacts, PostHeld } from '#access/actor.ts'
import { titleOfDuty } from '#access/duties.ts'
import { conflictHeldBy } from '#access/grants/may-grant.ts'
import type { Organisation, Post, StaffMember } from '#access/organisation/organisation.ts'
import { faultsOf } from '#access/organisation/organisation-faults.ts'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { conflict, invalid } from '#records/form-fields.ts'
import { nobody } from '../nobody.ts'
import type { StoredOrganisation } from '../storing/stored-organisation.ts'
import type { OrganisationDifference } from './organisation-difference.ts'

/** The first faults are enough to mend a proposal. */
const faultsSaidMax = 5

/** The rows asked for come first, so that the number of a fault's row is theirs. */
export function mergedWith(asked: Organisation, stored: Organisation): Organisation {
  const rest = <Row>(rows: readonly Row[], old: readonly Row[], keyOf: (row: Row) => string): Row[] => {
    const keys = new Set(rows.map(keyOf))
    return [...rows, ...old.filter((row) => !keys.has(keyOf(row)))]
  }
  const id = (row: { readonly id: string }): string => row.id
  return {
    regions: rest(asked.regions, stored.regions, ({ code }) => code),
    agencies: rest(asked.agencies, stored.agencies, id),
    posts: rest(asked.posts, stored.posts, id),
    staff: asked.staff.map((member) => {
      const before = stored.staff.find((each) => each.id === member.id)
      const key = ({ post, startedOn }: StaffMember['posts'][number]): string => `${post} ${startedOn}`
      return { ...member, posts: rest(member.posts, before?.posts ?? [], key) }
    }),
  }
}

export function refusalOfFaults(asked: Organisation, merged: Organisation): Refusal | null {
  const faults = faultsOf(merged).filter(({ part, row }) => row <= asked[part].length)
  if (faults.length === 0) return null
  const said = faults.slice(0, faultsSaidMax)
  return invalid(
    said.map(({ part, row, text }) => `${part}[${row - 1}]：${text.zh}`).join('\n'),
    said.map(({ part, row, text }) => `${part}[${row - 1}]: ${text.en}`).join('\n'),
  )
}

/** What would move whole trees, or take access away past its own record, is not done in passing. */
export function refusalOfMoves(
  difference: OrganisationDifference,
  stored: StoredOrganisation,
): Refusal | null {
  for (const { row, before } of difference.regions) {
    if (before !== null && (before.parent !== row.parent || before.level !== row.level)) {
      return conflict(
        `地区 ${row.code} 的上级和级别不能更改；区划调整请停用旧代码、新建代码。`,
        `region ${row.code} keeps its parent and level; end the code and make a new one.`,
      )
    }
  }
  for (const { row, before } of difference.agencies) {
    if (before !== null && (before.parent !== row.parent || before.region !== row.region)) {
      return conflict(
        `机构 ${row.id} 的上级和地区不能更改；请新建机构。`,
        `agency ${row.id} keeps its parent and region; make a new agency.`,
      )
    }
  }
  for (const { row, before } of difference.posts) {
    if (before !== null && before.agency !== row.agency) {
      return conflict(
        `岗位 ${row.id} 不能改属其他机构；请新建岗位。`,
        `post ${row.id} stays with its agency; make a new post.`,
      )
    }
  }
  return difference.staff
    .map(({ row, before }) => refusalOfMember(row, before, stored))
    .reduce((first, each) => first ?? each, null)
}

function refusalOfMember(
  row: StaffMember,
  before: StaffMember | null,
  stored: StoredOrganisation,
): Refusal | null {
  const alike = stored.identifiedAlike.find(({ idNumber }) => idNumber === row.idNumber)
  if (alike !== undefined) {
    return conflict(
      `人员 ${row.id} 的证件号码已登记为另一工号，一人只有一个工号；请核对。`,
      `the id number of ${row.id} belongs to another staff number; one person has one number: check it.`,
    )
  }
  const isLeaving = before?.status === 'ON_POST' && (row.status !== 'ON_POST' || row.leftOn !== before.leftOn)
  if (isLeaving) {
    return conflict(
      `人员 ${row.id} 离岗须办理“停用权限”，以便当日停用；此处不能更改。`,
      `${row.id} leaves by a removal of access, which works the same day; it is not done here.`,
    )
  }
  const person = stored.people.find(({ staffId }) => staffId === row.id)
  if (before !== null && before.agency !== row.agency && (person?.grants.length ?? 0) > 0) {
    return conflict(
      `人员 ${row.id} 仍有角色，不能调往其他机构；请先收回角色。`,
      `${row.id} still has roles and cannot move to another agency; end the roles first.`,
    )
  }
  return null
}

/** Nobody unites what must be apart, by a new assignment or by what a post becomes (3.11). */
export function refusalOfConflicts(merged: Organisation, stored: StoredOrganisation): Refusal | null {
  const posts = new Map(merged.posts.map((each) => [each.id, each]))
  const known = new Map(stored.people.map((each) => [each.staffId, each]))
  const rows = new Map(merged.staff.map((each) => [each.id, each]))
  for (const staffId of new Set([...known.keys(), ...rows.keys()])) {
    const found = conflictHeldBy(personAfter(staffId, { known, rows, posts }))
    if (found === null) continue
    const [a, b] = [titleOfDuty(found.added), titleOfDuty(found.held)]
    return conflict(
      `工号 ${staffId} 将同时具有不相容的“${a.zh}”和“${b.zh}”；请调整岗位或先收回角色。`,
      `${staffId} would unite "${a.en}" and "${b.en}", which must be apart; change the post or end the role first.`,
    )
  }
  return null
}

function personAfter(
  staffId: string,
  given: {
    readonly known: ReadonlyMap<string, ActorFacts>
    readonly rows: ReadonlyMap<string, StaffMember>
    readonly posts: ReadonlyMap<string, Post>
  },
): ActorFacts {
  const base = given.known.get(staffId) ?? nobody(staffId, '')
  const row = given.rows.get(staffId)
  const after = <Place extends PostFacts>(place: Place): Place => {
    const post = given.posts.get(place.postId)
    return post === undefined ? place : { ...place, roles: post.roles, properties: post.properties }
  }
  const held =
    row === undefined
      ? base.posts.map(after)
      : row.posts.map(({ post: postId, startedOn, endedOn }): PostHeld => {
          const { agency: agencyId, title, isKey, monthsMax, roles, properties } = given.posts.get(postId)!
          const facts = { postId, agencyId, title, isKey, monthsMax, roles, properties, limits: [] }
          return {
            ...facts,
            startedOn: parseDay(startedOn)!,
            endedOn: endedOn === null ? null : parseDay(endedOn),
          }
        })
  return { ...base, posts: held, covers: base.covers.map(after) }
}
