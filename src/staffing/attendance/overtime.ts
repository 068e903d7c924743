import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordKind } from '#records/define-record.ts'
import { conflict, invalid, reason } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields, staffId } from '../fields.ts'
import { refusalOfPerson } from '../person-refusals.ts'
import { PersonJson, peopleSubject, personSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: staffId,
  from: fields.time('加班开始时间'),
  to: fields.time('加班结束时间'),
  reason,
})

/** A permit covers an evening or a weekend, not a way of working. */
const hoursMax = 72
const hour = 3_600_000

/** 加班许可: high-risk work outside working hours (R-SYS-03); asked for by anybody, approved by a leader, never one's own. */
export function overtimeKind(): RecordKind {
  return defineProposal({
    code: 'OVERTIME',
    title: { zh: '加班许可', en: 'overtime permit' },
    input: Asked,
    titles: {
      propose: { zh: '申请加班', en: 'ask for overtime' },
      accept: { zh: '批准加班', en: 'permit' },
    },
    acceptStep: 'APPROVAL',
    readFunction: 'READ_ATTENDANCE',
    isHighRisk: false,
    subject: (asked) => peopleSubject(sql`array[${asked} ->> 'staff_id']`),
    facts: (asked) => personSql(sql`${asked} ->> 'staff_id'`),
    factsSchema: PersonJson,
    judge(asked, person, { at, actorId, recordId }) {
      const refusal = refusalOfPerson(person, asked.staff_id, at)
      if (refusal !== null) return refusal
      const [from, to] = [new Date(asked.from), new Date(asked.to)]
      if (to <= from) {
        return invalid(
          '加班结束时间须晚于开始时间，请改正。',
          'overtime must end after it begins; correct it.',
        )
      }
      if (to.getTime() - from.getTime() > hoursMax * hour) {
        return invalid(
          `一次加班许可最长 ${hoursMax} 小时；时间更长的，请分次申请。`,
          `one permit covers at most ${hoursMax} hours; ask for more than one.`,
        )
      }
      if (to <= at) {
        return conflict('加班时间已过，不能再许可。', 'that time is over and cannot be permitted any more.')
      }
      return {
        effects: [
          raiseEpoch(person!.actor),
          {
            operation: 'insert',
            table: 'app.overtime_permit',
            values: {
              permit_id: recordId,
              staff_id: asked.staff_id,
              valid_from: asked.from,
              valid_to: asked.to,
              approved_by: actorId,
              order_id: recordId,
            },
          },
        ],
      }
    },
  })
}
