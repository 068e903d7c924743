import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordKind } from '#records/define-record.ts'
import { conflict, reason } from '#records/form-fields.ts'
import { raiseEpochAndEndCredentials } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields, staffId } from '../fields.ts'
import { refusalWithoutAccount } from '../person-refusals.ts'
import { PersonJson, peopleSubject, personSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: staffId,
  /** How it was made sure that it is the person: never by e-mail (platform.md 7). */
  identity_check: z
    .strictObject({
      method: fields.code('核验方式', ['IN_PERSON', 'VIDEO_CALL', 'BY_SUPERIOR']),
      document: fields.text('出示的证件', 100),
      checked_on: fields.day('核验日期'),
      checked_by: fields.id('核验人工号'),
    })
    .meta({ title: '身份核验' }),
  reason,
})

const Facts = z.object({ person: PersonJson, checker: z.object({ agencyId: z.string() }).nullable() })

/**
 * 重置第二认证因素: proposed by the system officer with the identity check, decided by the security officer. In the
 * same transaction all sessions end and nothing signs the person in any more but the new one-time code (`issueCode`).
 */
export function secondFactorResetKind(): RecordKind {
  return defineProposal({
    code: 'SECOND_FACTOR_RESET',
    title: { zh: '重置第二认证因素', en: 'reset of a second factor' },
    input: Asked,
    titles: { propose: { zh: '提出重置', en: 'propose' }, accept: { zh: '批准重置', en: 'reset' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    subject: (asked) => peopleSubject(sql`array[${asked} ->> 'staff_id']`),
    facts: (asked, actorId) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'checker', (
        select jsonb_build_object('agencyId', checker.agency_id)
        from app.staff_member as checker
        join app.staff_member as actor on actor.staff_id = ${actorId}
        join app.staff_member as person on person.staff_id = ${asked} ->> 'staff_id'
        where checker.staff_id = ${asked} -> 'identity_check' ->> 'checked_by'
          and checker.status = 'ON_POST'
          and checker.agency_id in (actor.agency_id, person.agency_id)
      )
    )`,
    factsSchema: Facts,
    judge(asked, { person, checker }, { at, stage }) {
      const refusal = refusalWithoutAccount(person, asked.staff_id, at)
      if (refusal !== null) return refusal
      const { checked_by: checkedBy } = asked.identity_check
      if (checkedBy === asked.staff_id || (stage === 'PROPOSE' && checker === null)) {
        return conflict(
          `核验人须是本机构在岗的其他人员；请核对工号 ${checkedBy}。`,
          `the identity is checked by somebody else on post at the agency; check the number ${checkedBy}.`,
        )
      }
      return { effects: [raiseEpochAndEndCredentials(person!.actor, at)] }
    },
  })
}
