import { sql } from 'kysely'
import { z } from 'zod'
import type { Refusal } from '#base/refusal.ts'
import { codesOf, conflict, fields, invalid } from '#records/form-fields.ts'
import { issued, lastNumber } from '../documents/issue-document.ts'
import {
  inspectingActions,
  leader,
  Nothing,
  present,
  Reason,
  refusalOfStrangers,
  refusalOfTeam,
  remarked,
  toDoOfUnit,
  toDosOfLeaders,
  today,
  work,
} from '../inspection-action.ts'
import { approvalWorkingDays, rectificationWays } from '../inspection-codes.ts'
import { type InspectionAction, type InspectionData, standingFacts } from '../inspection-data.ts'
import { closedUntilLookBack, dueOfItems } from '../rectifying/due.ts'

const Propose = z.strictObject({
  summary: fields.text('检查情况和总体意见', 4000),
  items: z
    .array(
      z.strictObject({
        fact_id: fields.id('问题').nullable(),
        way: fields.code('整改方式', codesOf(rectificationWays)),
        what: fields.text('整改要求', 1000),
        responsible: fields.text('整改责任', 100),
        due_on: fields.day('整改期限'),
      }),
    )
    .max(200)
    .meta({ title: '整改事项' }),
})
type Propose = z.infer<typeof Propose>

function refusalOfItems({ items }: Propose, data: InspectionData, day: string): Refusal | null {
  const facts = standingFacts(data)
  const strange = items.find(
    ({ fact_id }) => fact_id !== null && !facts.some((each) => each.fact_id === fact_id),
  )
  if (strange !== undefined)
    return invalid('整改事项所列的问题不存在，请核对。', 'an item names a fact that does not stand.')
  const open = facts.find(({ fact_id }) => !items.some((each) => each.fact_id === fact_id))
  if (open !== undefined) {
    return invalid(
      `问题“${open.title}”没有整改事项，请补充。`,
      `the fact “${open.title}” has no rectification; add one.`,
    )
  }
  if (items.some(({ due_on }) => due_on < day)) {
    return invalid('整改期限早于今天，请改正。', 'a day of rectification lies in the past; correct it.')
  }
  return null
}

/** 拟检查意见书: after the unit was heard, every fact with what is to be done about it. */
export const proposeAction: InspectionAction<Propose> = {
  ...work,
  title: { zh: '提出检查意见', en: 'propose the opinion' },
  input: Propose,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    if (data.statement?.ended_on == null) {
      return conflict(
        '被检查单位的反馈尚未结束，不能提出检查意见。',
        'the unit is still being heard; propose the opinion after that.',
      )
    }
    const wrong = refusalOfItems(input, data, today(facts))
    if (wrong !== null) return wrong
    const items = input.items.map((item) => ({
      item_id: facts.newId(),
      ...item,
      reports: [],
      returned: [],
      extended: [],
      verified: null,
    }))
    const proposed = { summary: input.summary, items, by: facts.actorId, at: facts.at.toISOString() }
    return {
      status: 'OPINION_PROPOSED',
      data: { ...data, proposed },
      due: { workingDays: approvalWorkingDays },
      toDos: toDosOfLeaders(record, '审批检查意见书', 'decide on the opinion'),
    }
  },
}

/** A second person signs: the opinion takes its number, and the rectification list is in force. */
export const approveAction: InspectionAction<Nothing> = {
  ...leader,
  title: { zh: '签发检查意见书', en: 'sign the opinion' },
  input: Nothing,
  differsFrom: inspectingActions,
  opensRound: true,
  factsQuery: () => sql`select to_jsonb(${lastNumber('opinion')})`,
  decide: (row, _input, facts) => {
    const record = present(row)
    const refusal = refusalOfTeam(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    const opinion = issued('opinion', { data, last: z.int().parse(facts.loaded) }, facts)
    const { items } = data.proposed!
    const approved = { ...data, opinion, items }
    if (items.length === 0) return closedUntilLookBack(approved, facts)
    return {
      status: 'RECTIFYING',
      data: approved,
      due: dueOfItems(items),
      toDos: toDoOfUnit(record, '落实整改', 'put right what was found'),
    }
  },
}

export const returnOpinionAction: InspectionAction<Reason> = {
  ...leader,
  title: { zh: '退回重拟意见', en: 'return the opinion' },
  input: Reason,
  differsFrom: inspectingActions,
  opensRound: true,
  decide: (row, { reason: text }, facts) => {
    const { data } = present(row)
    const back = remarked({ ...data, proposed: null }, { action: 'return_opinion', text }, facts)
    return { status: 'AWAITING_STATEMENT', data: back, due: null }
  },
}
