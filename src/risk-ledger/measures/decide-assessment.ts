import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import type { ActFacts, Decision, FactsRequest } from '#records/define-record.ts'
import type { Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { AssessmentStatus } from '../ledger-codes.ts'
import { dayOfAct, remarksWith } from '../remark.ts'
import { type Answered, type AssessmentData, MeasureList, reconstructedList } from './measure-data.ts'

/** The decisions on a self-assessment, pure. */

type Row = RecordState<AssessmentStatus, AssessmentData>
type Decide<Input> = (
  record: Row | null,
  input: Input,
  facts: ActFacts,
) => Decision<AssessmentStatus, AssessmentData> | Refusal

/** The list in force, and whether this unit has begun this year. */
export const beginFacts = ({ input, actorId }: FactsRequest<{ readonly year: number }>) => sql`
  select
    jsonb_build_object(
      'agency_name', agency.name,
      'is_begun', exists (
        select
        from app.record as begun
        where
          begun.kind = 'MEASURE_ASSESSMENT'
          and begun.status <> 'WITHDRAWN'
          and begun.agency_id = agency.agency_id
          and begun.data ->> 'year' = ${String(input.year)}
      ),
      'list', (
        select listed.data -> 'list'
        from app.record as listed
        where listed.kind = 'MEASURE_LIST' and listed.status = 'IN_FORCE'
        order by listed.changed_at desc, listed.record_id desc
        limit 1
      )
    )
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`
const BeginFacts = z.object({
  agency_name: z.string(),
  is_begun: z.boolean(),
  list: MeasureList.nullable(),
})

export const begun: Decide<{ readonly year: number }> = (_record, { year }, facts) => {
  const { agency_name: unit, is_begun: isBegun, list } = BeginFacts.parse(facts.loaded)
  if (isBegun) {
    return new Refusal('conflict', {
      zh: `本单位${year}年度的自评已经开始；请打开继续填写。`,
      en: `the assessment of ${year} of this unit has begun; open it and go on.`,
    })
  }
  if (year > Number(dayOfAct(facts).slice(0, 4))) {
    return new Refusal('invalid_input', {
      zh: `${year}年度还没有到；请填写本年度或以前年度。`,
      en: `${year} has not begun; give this year or an earlier one.`,
    })
  }
  const { source, document, items } = list ?? reconstructedList
  const empty = { answer: null, note: '', rectify_by: null }
  return {
    status: 'DRAFT',
    data: {
      ...{ year, unit, source, document },
      items: items.map((item) => ({ ...item, ...empty })),
      ...{ submitted_on: null, approved_on: null, remarks: [] },
    },
  }
}

/** An answer without what shows it, or a gap without a day to close it, says nothing. */
export function refusalOfAnswer(item: Answered): Refusal | null {
  const place = `${item.area_no}-${item.no}`
  if (item.note === '') {
    return new Refusal('invalid_input', {
      zh: `第 ${place} 项没有说明；请写明佐证材料或原因。`,
      en: `measure ${place} has no note; say what shows it, or why.`,
    })
  }
  const isGap = item.answer === 'NO' || item.answer === 'PARTLY'
  if (isGap && item.rectify_by === null) {
    return new Refusal('invalid_input', {
      zh: `第 ${place} 项未完全落实；请填写整改期限。`,
      en: `measure ${place} is not done; give the day by which it will be.`,
    })
  }
  if (!isGap && item.rectify_by !== null) {
    return new Refusal('invalid_input', {
      zh: `第 ${place} 项不需要整改；请清空整改期限。`,
      en: `measure ${place} needs no rectification; leave its day empty.`,
    })
  }
  return null
}

export const answered: Decide<{ readonly items: readonly Answered[] }> = (record, { items }) => {
  const { data, status } = record!
  for (const item of items) {
    const refusal = refusalOfAnswer(item)
    if (refusal !== null) return refusal
    if (!data.items.some(({ area_no, no }) => area_no === item.area_no && no === item.no)) {
      return new Refusal('invalid_input', {
        zh: `没有第 ${item.area_no}-${item.no} 项措施；请刷新后重试。`,
        en: `there is no measure ${item.area_no}-${item.no}; reload and try again.`,
      })
    }
  }
  const said = new Map(items.map((item) => [`${item.area_no}-${item.no}`, item]))
  const next = data.items.map((item) => ({ ...item, ...said.get(`${item.area_no}-${item.no}`) }))
  return { status, data: { ...data, items: next } }
}

export const submitted: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const open = data.items.filter(({ answer }) => answer === null)
  if (open.length > 0) {
    const first = open[0]!
    return new Refusal('action_not_available', {
      zh: `还有 ${open.length} 项没有自评（第 ${first.area_no}-${first.no} 项起）；请填完后提交。`,
      en: `${open.length} measures have no answer yet, from ${first.area_no}-${first.no} on; fill them in first.`,
    })
  }
  return { status: 'SUBMITTED', data: { ...data, submitted_on: dayOfAct(facts) } }
}

export const approved: Decide<unknown> = (record, _input, facts) => ({
  status: 'APPROVED',
  data: { ...record!.data, approved_on: dayOfAct(facts) },
})

export const returned: Decide<Reason> = (record, { reason }, facts) => {
  const { data } = record!
  return { status: 'DRAFT', data: { ...data, ...remarksWith(data.remarks, 'return', { reason, facts }) } }
}

export const withdrawn: Decide<unknown> = (record) => ({ status: 'WITHDRAWN', data: record!.data })
