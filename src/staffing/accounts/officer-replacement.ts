import { sql } from 'kysely'
import { z } from 'zod'
import { isGrantInForce } from '#access/actor.ts'
import { officerRoles } from '#access/duties.ts'
import { type GrantRequest, mayGrant } from '#access/grants/may-grant.ts'
import { Refusal } from '#base/refusal.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Effect } from '#records/effect.ts'
import { conflict, reason } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields } from '../fields.ts'
import { dayMoment, noSuchColleague, refusalOfPerson } from '../person-refusals.ts'
import type { Judging } from '../proposal.ts'
import { type PersonFacts, PersonJson, peopleSubject, personSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  role: fields.code('三员岗位', officerRoles),
  outgoing_staff_id: fields.id('离任人工号'),
  incoming_staff_id: fields.id('接任人工号'),
  reason,
})
type Asked = z.infer<typeof Asked>

const Facts = z.object({
  outgoing: PersonJson,
  incoming: PersonJson,
  /** Who acts, and who proposed. */
  actor: PersonJson,
  proposer: PersonJson,
  /** `app.region.path` of the regions of the grants that change hands. */
  paths: z.record(z.string(), z.array(z.string())),
})
type Facts = z.infer<typeof Facts>

/**
 * 更换三员: the other two officers, of two different offices, with the head of the unit (platform.md 6). The successor
 * has an account already and can sign in, or the office would be empty for a while.
 */
export function officerReplacementKind(): RecordKind {
  return defineProposal({
    code: 'OFFICER_REPLACEMENT',
    title: { zh: '更换三员', en: 'replacement of an officer' },
    input: Asked,
    titles: { propose: { zh: '提出更换', en: 'propose' }, accept: { zh: '同意更换', en: 'agree' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    subject: (asked) =>
      peopleSubject(sql`array[${asked} ->> 'outgoing_staff_id', ${asked} ->> 'incoming_staff_id']`),
    facts: (asked, actorId) => sql`jsonb_build_object(
      'outgoing', ${personSql(sql`${asked} ->> 'outgoing_staff_id'`)},
      'incoming', ${personSql(sql`${asked} ->> 'incoming_staff_id'`)},
      'actor', ${personSql(sql`${actorId}::text`)},
      'proposer', ${personSql(sql`record.entered_by`)},
      'paths', (
        select coalesce(jsonb_object_agg(region.region, to_jsonb(region.path)), '{}'::jsonb)
        from app.region
        where region.region in (
          select unnest(role_grant.regions)
          from app.role_grant
          where role_grant.staff_id = ${asked} ->> 'outgoing_staff_id'
            and role_grant.role = ${asked} ->> 'role'
        )
      )
    )`,
    factsSchema: Facts,
    judge(asked, facts, judging) {
      const refusal = refusalOfPeople(asked, facts, judging)
      if (refusal !== null) return refusal
      const effects = effectsOf(asked, facts, judging)
      return effects instanceof Refusal ? effects : { needsHead: true, effects }
    },
  })
}

function refusalOfPeople(
  asked: Asked,
  { outgoing, incoming, actor, proposer }: Facts,
  judging: Judging,
): Refusal | null {
  const { at, stage } = judging
  if (outgoing === null) return noSuchColleague(asked.outgoing_staff_id)
  if (incoming === null || incoming.actor.agencyId !== outgoing.actor.agencyId) {
    return noSuchColleague(asked.incoming_staff_id)
  }
  const absent = refusalOfPerson(incoming, asked.incoming_staff_id, at)
  if (absent !== null) return absent
  if (incoming.account?.isEnabled !== true || !incoming.account.isEnrolled) {
    return conflict(
      `接任人 ${asked.incoming_staff_id} 还没有可用的账号，请先开立账号并由本人登记。`,
      `${asked.incoming_staff_id} has no working account yet; have one opened and enrolled first.`,
    )
  }
  if (stage !== 'ACCEPT') return null
  const shared = officesOf(actor, at).filter((role) => officesOf(proposer, at).includes(role))
  if (shared.length === 0) return null
  return new Refusal('not_permitted', {
    zh: '更换三员须由另外两员共同办理，提出人与您担任同一职务；请由第三员办理。',
    en: 'an officer is replaced by the other two: who proposed it holds the same office as you, so the third has to act.',
  })
}

function officesOf(person: PersonFacts | null, at: Date): readonly string[] {
  if (person === null) return []
  return person.actor.grants
    .filter((grant) => isGrantInForce(grant, person.actor, at))
    .map(({ role }): string => role)
    .filter((role) => (officerRoles as readonly string[]).includes(role))
}

const grantStages = { PROPOSE: 'PROPOSE', ACCEPT: 'GRANT', CONFIRM: 'CONFIRM' } as const

/** The same decision as for any grant, with the one that the successor gets instead of the predecessor. */
function effectsOf(asked: Asked, facts: Facts, judging: Judging): readonly Effect[] | Refusal {
  const { at, recordId, actorId } = judging
  const [outgoing, incoming] = [facts.outgoing!, facts.incoming!]
  const held = outgoing.held.grants.filter(
    ({ role, valid_from }) => role === asked.role && new Date(valid_from) <= at,
  )
  if (held.length === 0) {
    return conflict(
      `工号 ${asked.outgoing_staff_id} 没有担任该职务，请核对。`,
      `${asked.outgoing_staff_id} does not hold that office; check it.`,
    )
  }
  const by = participants(judging)
  const effects: Effect[] = [raiseEpoch(incoming.actor), raiseEpoch(outgoing.actor)]
  for (const [index, grant] of held.entries()) {
    const request: GrantRequest = {
      stage: grantStages[judging.stage],
      grant: {
        role: asked.role,
        regions: grant.regions.map((region) => facts.paths[region] ?? []),
        schemes: grant.schemes,
        from: at,
        to: null,
        coverId: null,
      },
      grantee: incoming.actor,
      granteeRegion: incoming.regionPath,
      earlier: by.earlier,
      moment: dayMoment(at),
    }
    const decision = mayGrant(facts.actor!.actor, request)
    if (!decision.allowed) return new Refusal(decision.code, decision.text)
    effects.push({
      operation: 'insert',
      table: 'app.role_grant',
      values: {
        grant_id: `${recordId}-${index + 1}`,
        staff_id: asked.incoming_staff_id,
        role: asked.role,
        regions: grant.regions,
        schemes: grant.schemes,
        valid_from: at.toISOString(),
        origin: 'ORDER',
        order_id: recordId,
        proposed_by: by.proposedBy,
        granted_by: by.grantedBy,
        confirmed_by: actorId,
      },
    })
    effects.push({
      operation: 'update',
      table: 'app.role_grant',
      key: { grant_id: grant.grant_id },
      values: { valid_to: at.toISOString(), ended_by: actorId },
      expected: { valid_to: grant.valid_to },
    })
  }
  return effects
}

function participants({ earlier }: Judging) {
  const proposedBy = earlier.findLast(({ action }) => action === 'propose')?.actorId ?? null
  const grantedBy = earlier.findLast(({ action }) => action === 'accept')?.actorId ?? null
  const stages: GrantRequest['earlier'] = [
    ...(proposedBy === null ? [] : [{ stage: 'PROPOSE' as const, staffId: proposedBy }]),
    ...(grantedBy === null ? [] : [{ stage: 'GRANT' as const, staffId: grantedBy }]),
  ]
  return { proposedBy, grantedBy, earlier: stages }
}
