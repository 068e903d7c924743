import { sql } from 'kysely'
import { z } from 'zod'
import type { PostFacts } from '#access/actor.ts'
import { coverConflict } from '#access/grants/cover-conflict.ts'
import { beijingDayOf } from '#access/moment.ts'
import type { Refusal } from '#base/refusal.ts'
import type { RecordKind } from '#records/define-record.ts'
import { conflict, invalid, reason } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields } from '../fields.ts'
import { noSuchColleague, refusalOfPerson } from '../person-refusals.ts'
import { PersonJson, PostJson, peopleSubject, personSql, postFactsSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: fields.id('顶岗人工号'),
  for_staff_id: fields.id('被顶岗人工号'),
  post_id: fields.id('所顶岗位'),
  from: fields.time('开始时间'),
  to: fields.time('结束时间'),
  reason,
})
type Asked = z.infer<typeof Asked>

const Facts = z.object({
  person: PersonJson,
  covered: PersonJson,
  post: PostJson,
  stored: z.object({ valid_from: z.string(), valid_to: z.string() }).nullable(),
})
type Facts = z.infer<typeof Facts>

/** What lasts longer is a new holder of the post, not a cover (R-SYS-19). */
const daysMax = 90
const dayMs = 86_400_000

/**
 * 顶岗: a colleague of the same agency stands in on a post; it ends by itself. The properties of the post come with the
 * cover, its roles by a GRANT_ROLE order for this cover.
 */
export function coverKind(): RecordKind {
  return defineProposal({
    code: 'COVER',
    title: { zh: '顶岗', en: 'cover' },
    input: Asked,
    titles: { propose: { zh: '提出顶岗', en: 'propose' }, accept: { zh: '批准顶岗', en: 'grant' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    subject: (asked) => peopleSubject(sql`array[${asked} ->> 'staff_id', ${asked} ->> 'for_staff_id']`),
    facts: (asked) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'covered', ${personSql(sql`${asked} ->> 'for_staff_id'`)},
      'post', ${postFactsSql(sql`${asked} ->> 'post_id'`)},
      'stored', (
        select jsonb_build_object('valid_from', cover.valid_from, 'valid_to', cover.valid_to)
        from app.cover
        where cover.cover_id = record.record_id
      )
    )`,
    factsSchema: Facts,
    judge(asked, facts, { at, recordId }) {
      const refusal = refusalOfCover(asked, facts, at)
      if (refusal !== null) return refusal
      const { staff_id, for_staff_id, post_id, from, to } = asked
      const values = { cover_id: recordId, staff_id, for_staff_id, post_id, valid_from: from, valid_to: to }
      return {
        needsHead: facts.post!.isKey,
        effects: [
          raiseEpoch(facts.person!.actor),
          { operation: 'insert', table: 'app.cover', values: { ...values, order_id: recordId } },
        ],
      }
    },
    end: {
      title: { zh: '提前结束顶岗', en: 'end the cover' },
      function: 'ACCESS_REMOVAL',
      step: 'ACT',
      effects({ person, stored }, { at, recordId }) {
        if (person === null || stored === null || new Date(stored.valid_to) <= at) {
          return conflict('该顶岗已经结束。', 'that cover is over already; nothing is left to end.')
        }
        const begun = new Date(stored.valid_from) <= at
        return [
          raiseEpoch(person.actor),
          {
            operation: 'update',
            table: 'app.cover',
            key: { cover_id: recordId },
            values: { valid_to: begun ? at.toISOString() : stored.valid_from },
            expected: { valid_to: stored.valid_to },
          },
        ]
      },
    },
  })
}

function refusalOfCover(asked: Asked, { person, covered, post }: Facts, at: Date): Refusal | null {
  const absent = refusalOfPerson(person, asked.staff_id, at)
  if (absent !== null) return absent
  const { agencyId } = person!.actor
  if (covered === null || covered.actor.agencyId !== agencyId) return noSuchColleague(asked.for_staff_id)
  if (asked.staff_id === asked.for_staff_id) {
    return invalid('顶岗人与被顶岗人不能是同一人。', 'nobody covers for himself; name somebody else.')
  }
  if (post === null || post.agencyId !== agencyId) {
    return conflict(
      `该机构没有岗位 ${asked.post_id}，请核对。`,
      `that agency has no post ${asked.post_id}; check it.`,
    )
  }
  return refusalOfTimes(asked, at) ?? refusalOfPost(asked, post, covered) ?? conflictOf(asked, person!, post)
}

function refusalOfTimes(asked: Asked, at: Date): Refusal | null {
  const [from, to] = [new Date(asked.from), new Date(asked.to)]
  if (to <= from) {
    return invalid('结束时间须晚于开始时间，请改正。', 'the cover must end after it begins; correct it.')
  }
  if (to.getTime() - from.getTime() > daysMax * dayMs) {
    return invalid(
      `顶岗最长 ${daysMax} 天；时间更长的，请调整任岗。`,
      `a cover lasts at most ${daysMax} days; for longer, give the post a new holder.`,
    )
  }
  return to > at
    ? null
    : conflict('顶岗时间已过，请改正。', 'that time is over; correct the times of the cover.')
}

function refusalOfPost(
  asked: Asked,
  { postId }: PostFacts,
  covered: NonNullable<Facts['covered']>,
): Refusal | null {
  const first = beijingDayOf(new Date(asked.from))
  const isHeld = covered.actor.posts.some(
    (each) =>
      each.postId === postId && each.startedOn <= first && (each.endedOn === null || first < each.endedOn),
  )
  return isHeld
    ? null
    : conflict(
        `工号 ${asked.for_staff_id} 届时不在岗位 ${postId} 上，请核对。`,
        `${asked.for_staff_id} does not hold ${postId} at that time; check it.`,
      )
}

/** Roles of the post as well: they will be granted for the cover, and must be harmless then. */
function conflictOf(asked: Asked, person: NonNullable<Facts['person']>, post: PostFacts): Refusal | null {
  return coverConflict(person.actor, post, { from: new Date(asked.from), to: new Date(asked.to) })
}
