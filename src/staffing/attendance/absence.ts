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
  kind: fields.code('类别', ['ANNUAL', 'TRAVEL', 'SICK', 'PARENTAL', 'OTHER']),
  from: fields.time('开始时间'),
  to: fields.time('结束时间'),
  reason,
})

const Facts = z.object({
  person: PersonJson,
  /** As it is stored, to the microsecond; null before it is in force. */
  stored: z.object({ valid_from: z.string(), valid_to: z.string() }).nullable(),
})

/** 请休假: whoever is absent cannot act. Taken back early by a leader (销假), since the person himself cannot act. */
export function absenceKind(): RecordKind {
  return defineProposal({
    code: 'ABSENCE',
    title: { zh: '请休假登记', en: 'absence' },
    input: Asked,
    titles: { propose: { zh: '登记', en: 'register' }, accept: { zh: '批准', en: 'approve' } },
    acceptStep: 'APPROVAL',
    readFunction: 'READ_ATTENDANCE',
    isHighRisk: false,
    subject: (asked) => peopleSubject(sql`array[${asked} ->> 'staff_id']`),
    facts: (asked) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'stored', (
        select jsonb_build_object('valid_from', absence.valid_from, 'valid_to', absence.valid_to)
        from app.absence
        where absence.absence_id = record.record_id
      )
    )`,
    factsSchema: Facts,
    judge(asked, { person }, { at, recordId }) {
      const refusal = refusalOfPerson(person, asked.staff_id, at)
      if (refusal !== null) return refusal
      if (new Date(asked.to) <= new Date(asked.from)) {
        return invalid(
          '结束时间须晚于开始时间，请改正。',
          'the absence must end after it begins; correct it.',
        )
      }
      return {
        effects: [
          raiseEpoch(person!.actor),
          {
            operation: 'insert',
            table: 'app.absence',
            values: {
              absence_id: recordId,
              staff_id: asked.staff_id,
              kind: asked.kind,
              valid_from: asked.from,
              valid_to: asked.to,
            },
          },
        ],
      }
    },
    end: {
      title: { zh: '销假', en: 'end the absence' },
      function: 'ABSENCE',
      step: 'APPROVAL',
      effects({ person, stored }, { at, recordId }) {
        if (person === null || stored === null || new Date(stored.valid_to) <= at) {
          return conflict(
            '该请休假已经结束，无需销假。',
            'that absence is over already; nothing is left to end.',
          )
        }
        const begun = new Date(stored.valid_from) <= at
        return [
          raiseEpoch(person.actor),
          {
            operation: 'update',
            table: 'app.absence',
            key: { absence_id: recordId },
            values: { valid_to: begun ? at.toISOString() : stored.valid_from },
            expected: { valid_to: stored.valid_to },
          },
        ]
      },
    },
  })
}
