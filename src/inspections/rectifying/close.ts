import { sql } from 'kysely'
import { z } from 'zod'
import { codesOf, conflict, fields, invalid } from '#records/form-fields.ts'
import {
  inspectingActions,
  leader,
  Nothing,
  present,
  refusalOfStrangers,
  refusalOfTeam,
  toDosOfLeaders,
  today,
  work,
} from '../inspection-action.ts'
import { lookBackResults } from '../inspection-codes.ts'
import type { InspectionAction } from '../inspection-data.ts'
import { closedUntilLookBack, lookBackDay } from './due.ts'

/** Everything is verified, and a leader ends it; the look-back begins. */
export const closeAction: InspectionAction<Nothing> = {
  ...leader,
  title: { zh: '办结', en: 'close' },
  input: Nothing,
  differsFrom: inspectingActions,
  opensRound: true,
  decide: (row, _input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfTeam(record, facts)
    if (refusal !== null) return refusal
    const open = data.items.filter(({ verified }) => verified === null)
    if (open.length > 0) {
      return conflict(
        `还有 ${open.length} 项整改未核验销号，不能办结。`,
        `${open.length} items are not verified yet; it cannot be closed.`,
      )
    }
    return closedUntilLookBack(data, facts)
  },
}

/**
 * R-WF-13: findings of the same rules at the same unit that were first found after the close and within twelve months.
 * As jsonb array of ids. Alias `record`: the inspection.
 */
export const recurrences = sql`(
  select coalesce(jsonb_agg(finding.finding_id order by finding.first_found_at, finding.finding_id), '[]'::jsonb)
  from app.finding
  where
    finding.covering && record.regions
    and finding.rule_code in (
      select jsonb_array_elements_text(fact -> 'rule_codes')
      from jsonb_array_elements(record.data -> 'facts') as fact
      where fact -> 'withdrawn' = 'null'::jsonb
    )
    and (finding.first_found_at at time zone 'Asia/Shanghai')::date > (record.data ->> 'closed_on')::date
    and (finding.first_found_at at time zone 'Asia/Shanghai')::date
      <= (record.data ->> 'closed_on')::date + interval '12 months'
)`

const LookBack = z.strictObject({
  result: fields.code('回头看结果', codesOf(lookBackResults)),
  note: fields.text('回头看情况', 2000),
})

/** 回头看: that nothing came back is said after twelve months; that something did, at once and only if it did. */
export const lookBackAction: InspectionAction<z.infer<typeof LookBack>> = {
  ...work,
  title: { zh: '登记回头看', en: 'record the look-back' },
  input: LookBack,
  factsQuery: () => sql`select ${recurrences}`,
  decide: (row, { result, note }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const finding_ids = z.array(z.string()).parse(facts.loaded)
    const last = lookBackDay(data.closed_on!)
    if (result === 'NOT_RECURRED' && finding_ids.length > 0) {
      return invalid(
        `办结后又发现 ${finding_ids.length} 条同类疑点，不能登记为未再发生。`,
        `${finding_ids.length} findings of the same rules came after the close; it did recur.`,
      )
    }
    if (result === 'NOT_RECURRED' && today(facts) <= last) {
      return conflict(
        `回头看期限至 ${last}，期满才能登记未再发生。`,
        `that it did not recur can be said after ${last}.`,
      )
    }
    if (result === 'RECURRED' && finding_ids.length === 0) {
      return invalid(
        '办结后没有发现同类疑点，请核对结果。',
        'no finding of the same rules came after the close.',
      )
    }
    const on = today(facts)
    const look_back = { result, finding_ids, note, by: facts.actorId, at: facts.at.toISOString(), on }
    const toDos =
      result === 'RECURRED'
        ? toDosOfLeaders(record, '整改回潮，研究再次检查', 'it recurred: decide what follows')
        : []
    return { status: 'LOOKED_BACK', data: { ...data, look_back }, due: null, toDos }
  },
}
