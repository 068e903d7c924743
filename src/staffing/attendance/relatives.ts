import { sql } from 'kysely'
import { z } from 'zod'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { Refusal } from '#base/refusal.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Effect } from '#records/effect.ts'
import { conflict, invalid } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields, staffId } from '../fields.ts'
import { refusalOfPerson } from '../person-refusals.ts'
import { PersonJson, peopleSubject, personSql } from '../storing/person-facts.ts'

const idNumber = fields.idNumber('公民身份号码')
const relativesMax = 50

const Asked = z.strictObject({
  staff_id: staffId,
  declared: z
    .array(
      z.strictObject({
        id_number: idNumber,
        name: fields.text('姓名', 100),
        relation: fields.code('关系', ['SPOUSE', 'PARENT', 'CHILD', 'SIBLING', 'OTHER']),
      }),
    )
    .max(relativesMax)
    .meta({ title: '申报的亲属' }),
  /** Declared by mistake before. */
  mistaken: z.array(idNumber).max(relativesMax).meta({ title: '误报的亲属' }),
})
type Asked = z.infer<typeof Asked>

const Facts = z.object({
  person: PersonJson,
  known: z.array(z.object({ id_number: z.string(), withdrawn_on: z.string().nullable() })),
})
type Facts = z.infer<typeof Facts>

/** 亲属申报: declared by oneself; from its acceptance on nobody handles what concerns a declared relative (R-SYS-16). */
export function relativesKind(): RecordKind {
  return defineProposal({
    code: 'RELATIVES',
    title: { zh: '亲属申报', en: 'declaration of relatives' },
    input: Asked,
    titles: { propose: { zh: '申报', en: 'declare' }, accept: { zh: '登记', en: 'accept' } },
    acceptStep: 'REVIEW',
    isHighRisk: false,
    // Colleagues must not read each other's families, so the declaration is the officers' to open.
    canWithdraw: false,
    subject: subjectOf,
    facts: (asked) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'known', (
        select
          coalesce(
            jsonb_agg(jsonb_build_object('id_number', relative.id_number, 'withdrawn_on', relative.withdrawn_on)),
            '[]'::jsonb
          )
        from app.relative
        where relative.staff_id = ${asked} ->> 'staff_id'
      )
    )`,
    factsSchema: Facts,
    judge(asked, facts, { stage, at, actorId }) {
      if (stage === 'PROPOSE' && asked.staff_id !== actorId) return declaredForAnother()
      const refusal = refusalOfPerson(facts.person, asked.staff_id, at)
      if (refusal !== null) return refusal
      const changes = changesOf(asked, facts, formatDay(beijingDayOf(at)))
      if (changes instanceof Refusal) return changes
      return { effects: [raiseEpoch(facts.person!.actor), ...changes] }
    },
  })
}

/** The relatives as well: none of them decides on it, nor a relative of theirs. */
function subjectOf(asked: Parameters<typeof peopleSubject>[0]): ReturnType<typeof peopleSubject> {
  const own = peopleSubject(sql`array[${asked} ->> 'staff_id']`)
  return sql`(
    select own || jsonb_build_object('personKeys', (own -> 'personKeys') || (
      select coalesce(jsonb_agg(app.identity_key(each ->> 'id_number')), '[]'::jsonb)
      from jsonb_array_elements(${asked} -> 'declared') as each
    ))
    from (select ${own} as own) as about
    where own is not null
  )`
}

function declaredForAnother(): Refusal {
  return invalid(
    '亲属由本人申报，请填写本人工号。',
    'relatives are declared by oneself; give your own number.',
  )
}

function changesOf(asked: Asked, { person, known }: Facts, today: string): readonly Effect[] | Refusal {
  const declared = asked.declared.map((each) => normaliseIdentityNumber(each.id_number))
  const mistaken = asked.mistaken.map(normaliseIdentityNumber)
  const named = [...declared, ...mistaken]
  if (named.length === 0) {
    return invalid(
      '请至少填写一名亲属，或一条误报。',
      'name at least one relative, or one declared by mistake.',
    )
  }
  if (new Set(named).size < named.length) {
    return invalid('同一人填写了两次，请去掉一条。', 'one person is named twice; remove one of the two.')
  }
  if (person!.idNumber !== null && declared.includes(person!.idNumber)) {
    return invalid('不能把本人申报为亲属，请改正。', 'nobody is a relative of himself; correct it.')
  }
  const stored = new Map(known.map((each) => [each.id_number, each.withdrawn_on]))
  if (mistaken.some((each) => stored.get(each) !== null)) {
    return conflict(
      '误报的人员不在您现有的申报之中，请核对。',
      'whom you call mistaken is not among those you declared; check it.',
    )
  }
  const withdrawal = (id: string, withdrawnOn: string | null): Effect => ({
    operation: 'update',
    table: 'app.relative',
    key: { staff_id: asked.staff_id, id_number: id },
    values: { withdrawn_on: withdrawnOn },
    expected: { withdrawn_on: stored.get(id) ?? null },
  })
  const added = asked.declared.flatMap(({ name, relation }, index): Effect[] => {
    const id = declared[index]!
    if (stored.get(id) === null) return []
    if (stored.has(id)) return [withdrawal(id, null)]
    const values = { staff_id: asked.staff_id, id_number: id, relation, name, declared_on: today }
    return [{ operation: 'insert', table: 'app.relative', values }]
  })
  return [...added, ...mistaken.map((id) => withdrawal(id, today))]
}
