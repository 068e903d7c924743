import { sql } from 'kysely'
import { z } from 'zod'
import type { PostFacts } from '#access/actor.ts'
import { refuseConflict } from '#access/grants/grant-refusals.ts'
import { conflictHeldBy } from '#access/grants/may-grant.ts'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { Refusal } from '#base/refusal.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Effect } from '#records/effect.ts'
import { conflict, invalid } from '#records/form-fields.ts'
import { firstEpoch, raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields, staffId } from '../fields.ts'
import { nobody } from '../nobody.ts'
import { refusalOfPerson } from '../person-refusals.ts'
import { type PersonFacts, PersonJson, PostJson, personSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: staffId,
  name: fields.text('姓名', 100),
  id_number: fields.idNumber('公民身份号码').nullable(),
  agency_id: fields.id('机构'),
  department: fields.text('部门', 100).nullable(),
  posts: z
    .array(z.strictObject({ post_id: fields.id('岗位'), started_on: fields.day('任岗日期') }))
    .min(1)
    .max(10)
    .meta({ title: '岗位' }),
  /** Kept as it is compared: one account, however it is typed. */
  sign_in_name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, '登录名为 3 至 40 个小写字母、数字或 . _ -')
    .meta({ title: '登录名' }),
})
export type AccountAsked = z.infer<typeof Asked>

const Facts = z.object({
  person: PersonJson,
  agencyExists: z.boolean(),
  posts: z.array(PostJson),
  /** Staff numbers of others who have the sign-in name or the id number, or were promised the name. */
  namedAlike: z.array(z.string()),
  identifiedAlike: z.array(z.string()),
  /** Another proposal for this person that waits for its decision or its code. */
  otherProposals: z.array(z.string()),
})
type Facts = z.infer<typeof Facts>

/** Days for which a granted account waits for its code, and nobody else gets its name. */
export const promiseDays = 30

/** Proposed, or granted and still waiting. */
const isPromised = sql`(
  other.status = 'PROPOSED'
  or other.status = 'DONE' and other.changed_at > clock_timestamp() - make_interval(days => ${promiseDays}::int)
)`

/**
 * 开立账号: the system officer proposes who it is, where, on which posts and under which name; the security officer
 * grants. The account itself comes into being with its one-time code (`issueCode`), which only the person can use.
 */
export function accountKind(): RecordKind {
  return defineProposal({
    code: 'ACCOUNT',
    title: { zh: '开立账号', en: 'opening of an account' },
    input: Asked,
    titles: { propose: { zh: '提出开户', en: 'propose' }, accept: { zh: '批准开户', en: 'grant' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    // Of the input, and not of the register: the person may be new. Both officers are compared with all of it.
    subject: (asked) => sql`(
      select jsonb_build_object(
        'regions', jsonb_build_array(agency.region),
        'agencyId', agency.agency_id,
        'staffIds', jsonb_build_array(${asked} ->> 'staff_id'),
        'personKeys', to_jsonb(array_remove(array[
          app.identity_key(${asked} ->> 'id_number'),
          (
            select app.identity_key(staff_member.id_number)
            from app.staff_member
            where staff_member.staff_id = ${asked} ->> 'staff_id'
          )
        ], null))
      )
      from app.agency
      where agency.agency_id = ${asked} ->> 'agency_id'
    )`,
    facts: (asked) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'agencyExists', exists (select from app.agency where agency.agency_id = ${asked} ->> 'agency_id'),
      'posts', (
        select jsonb_agg(app.post_facts(each.value ->> 'post_id') order by each.place)
        from jsonb_array_elements(${asked} -> 'posts') with ordinality as each (value, place)
      ),
      'namedAlike', (
        select coalesce(jsonb_agg(alike.staff_id order by alike.staff_id), '[]'::jsonb)
        from (
          select staff_id
          from app.sign_in_account
          where sign_in_name = ${asked} ->> 'sign_in_name'
          union
          select other.data -> 'asked' ->> 'staff_id'
          from app.record as other
          where other.kind = 'ACCOUNT'
            and ${isPromised}
            and other.data -> 'asked' ->> 'sign_in_name' = ${asked} ->> 'sign_in_name'
        ) as alike
        where alike.staff_id <> ${asked} ->> 'staff_id'
      ),
      'identifiedAlike', (
        select coalesce(jsonb_agg(staff_member.staff_id order by staff_member.staff_id), '[]'::jsonb)
        from app.staff_member
        where app.identity_key(staff_member.id_number) = app.identity_key(${asked} ->> 'id_number')
          and staff_member.staff_id <> ${asked} ->> 'staff_id'
      ),
      'otherProposals', (
        select coalesce(jsonb_agg(other.record_id order by other.record_id), '[]'::jsonb)
        from app.record as other
        where other.kind = 'ACCOUNT'
          and ${isPromised}
          and other.data -> 'asked' ->> 'staff_id' = ${asked} ->> 'staff_id'
          and other.record_id is distinct from record.record_id
      )
    )`,
    factsSchema: Facts,
    judge(asked, facts, { at }) {
      const refusal = refusalOfAccount(asked, facts, at)
      if (refusal !== null) return refusal
      return { effects: effectsOf(asked, facts) }
    },
  })
}

function refusalOfAccount(asked: AccountAsked, facts: Facts, at: Date): Refusal | null {
  if (facts.otherProposals.length > 0) {
    return conflict(
      `工号 ${asked.staff_id} 的账号已提出或已批准，无需重复提出。`,
      `an account for ${asked.staff_id} has been proposed or granted already; use that record.`,
    )
  }
  if (facts.namedAlike.length > 0) {
    return conflict(
      `登录名 ${asked.sign_in_name} 已被使用，请换一个。`,
      `the sign-in name ${asked.sign_in_name} is taken; choose another one.`,
    )
  }
  if (facts.identifiedAlike.length > 0) {
    return conflict(
      '该公民身份号码已登记为另一工号的工作人员，一人只有一个工号；请核对。',
      'that id number belongs to a member of staff with another number; one person has one number: check it.',
    )
  }
  const known = facts.person === null ? null : refusalOfKnown(asked, facts.person, at)
  return known ?? refusalOfPosts(asked, facts)
}

/** Details of somebody who is known are changed by the organisation's own record, not in passing. */
function refusalOfKnown(asked: AccountAsked, person: PersonFacts, at: Date): Refusal | null {
  const sameId = asked.id_number === null || normaliseIdentityNumber(asked.id_number) === person.idNumber
  if (person.actor.agencyId !== asked.agency_id || person.name !== asked.name || !sameId) {
    return conflict(
      `工号 ${asked.staff_id} 已登记为其他人员或登记内容不同，请核对；需要变更的，先办理机构与岗位维护。`,
      `staff number ${asked.staff_id} is in use with other details; check it, and change them by an ORGANISATION record first.`,
    )
  }
  if (person.account !== null) {
    return conflict(
      `工号 ${asked.staff_id} 已有账号；不能登录的，请办理重置第二认证因素。`,
      `${asked.staff_id} has an account; if signing in fails, have the second factor reset.`,
    )
  }
  return refusalOfPerson(person, asked.staff_id, at)
}

function refusalOfPosts(asked: AccountAsked, { posts, person }: Facts): Refusal | null {
  for (const [index, { post_id: postId }] of asked.posts.entries()) {
    const post = posts[index]
    if (post === null || post === undefined || post.agencyId !== asked.agency_id) {
      return conflict(`该机构没有岗位 ${postId}，请核对。`, `that agency has no post ${postId}; check it.`)
    }
  }
  if (new Set(asked.posts.map(({ post_id }) => post_id)).size < asked.posts.length) {
    return invalid('同一岗位填写了两次，请去掉一条。', 'one post stands twice; remove one of the two.')
  }
  const added = newPosts(asked, person).map(({ post_id, started_on }) => {
    const post = posts.find((each) => each?.postId === post_id) as PostFacts
    return { ...post, startedOn: parseDay(started_on)!, endedOn: null }
  })
  const base = person?.actor ?? nobody(asked.staff_id, asked.agency_id)
  const found = conflictHeldBy({ ...base, posts: [...base.posts, ...added] })
  if (found === null) return null
  const { code, text } = refuseConflict(found)
  return new Refusal(code, text)
}

function newPosts(asked: AccountAsked, person: PersonFacts | null): AccountAsked['posts'] {
  const held = person?.held.assignments.map(({ post_id }) => post_id) ?? []
  return asked.posts.filter(({ post_id }) => !held.includes(post_id))
}

function effectsOf(asked: AccountAsked, { person }: Facts): readonly Effect[] {
  const { staff_id, name, agency_id, department } = asked
  const assignments = newPosts(asked, person).map((post): Effect => {
    return { operation: 'insert', table: 'app.post_assignment', values: { staff_id, ...post } }
  })
  if (person !== null) return [raiseEpoch(person.actor), ...assignments]
  const earliest = Math.min(...asked.posts.map(({ started_on }) => parseDay(started_on)!))
  const values = {
    staff_id,
    name,
    id_number: asked.id_number === null ? null : normaliseIdentityNumber(asked.id_number),
    agency_id,
    department,
    status: 'ON_POST',
    joined_on: formatDay(earliest),
  }
  return [{ operation: 'insert', table: 'app.staff_member', values }, firstEpoch(staff_id), ...assignments]
}
