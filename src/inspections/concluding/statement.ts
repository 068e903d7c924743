import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { conflict, fields } from '#records/form-fields.ts'
import {
  agencyOfActor,
  answer,
  leader,
  Nothing,
  present,
  Reason,
  refusalOfOthers,
  refusalOfStrangers,
  refusalOfTeam,
  remarked,
  said,
  toDoOfTeam,
  toDoOfUnit,
  today,
  work,
} from '../inspection-action.ts'
import { statementWorkingDays } from '../inspection-codes.ts'
import {
  type InspectionAction,
  type InspectionData,
  type Statement,
  standingFacts,
} from '../inspection-data.ts'

const Ask = z.strictObject({
  working_days: z.int().min(statementWorkingDays).max(30).meta({ title: '反馈期限（工作日）' }),
})

/** 反馈意见: the unit is told the facts and has at least five working days (platform.md 19). The work there is over. */
export const askAction: InspectionAction<z.infer<typeof Ask>> = {
  ...work,
  title: { zh: '告知事实并听取意见', en: 'ask for the unit’s statement' },
  input: Ask,
  decide: (row, { working_days: workingDays }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    if (data.papers.length === 0) {
      return conflict('尚未登记工作底稿，不能结束检查。', 'there is no working paper yet; inspect first.')
    }
    const statement = {
      asked_at: facts.at.toISOString(),
      asked_by: facts.actorId,
      fact_ids: standingFacts(data).map(({ fact_id }) => fact_id),
      answers: [],
      absence: null,
      waiver: null,
      ended_on: null,
    }
    return {
      status: 'AWAITING_STATEMENT',
      data: { ...data, statement, finished_on: data.finished_on ?? today(facts) },
      due: { workingDays },
      toDos: toDoOfUnit(record, '对检查事实反馈意见', 'answer to the facts of the inspection'),
    }
  },
}

const Answer = z.strictObject({
  text: fields.text('单位意见', 4000),
  is_final: z.boolean().meta({ title: '意见已全部反馈' }),
})

const changed = (data: InspectionData, change: Partial<Statement>): InspectionData => ({
  ...data,
  statement: { ...data.statement!, ...change },
})

/** The unit's own; with `is_final` it does not use the rest of its days. */
export const answerAction: InspectionAction<z.infer<typeof Answer>> = {
  ...answer,
  title: { zh: '反馈意见', en: 'answer' },
  input: Answer,
  attachments: [{ purpose: 'STATEMENT', title: { zh: '反馈材料', en: 'papers of the answer' }, countMin: 0 }],
  factsQuery: agencyOfActor,
  decide: (row, input, facts) => {
    const record = present(row)
    const refusal = refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    const { statement } = data
    if (statement!.ended_on !== null) return conflict('反馈已结束。', 'the statement is over.')
    const said = { ...input, by: facts.actorId, at: facts.at.toISOString() }
    const answers = [...statement!.answers, said]
    const ended_on = input.is_final ? today(facts) : null
    return {
      status: record.status,
      data: changed(data, { answers, ended_on }),
      toDos: input.is_final ? toDoOfTeam(record, '拟检查意见书', 'draft the opinion') : [],
    }
  },
}

const dueDay = sql`select to_jsonb(record.due_day::text)`

/** Over when its last day is: nothing was said, or nothing more. */
export const endStatementAction: InspectionAction<Nothing> = {
  ...work,
  title: { zh: '反馈期满', en: 'the statement is over' },
  input: Nothing,
  factsQuery: () => dueDay,
  decide: (row, _input, facts) => {
    const record = present(row)
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    const { statement } = data
    if (statement!.ended_on !== null) return conflict('反馈已结束。', 'the statement is over already.')
    const due = parseDay(String(facts.loaded))
    if (due === null || shanghaiDay(facts.at) <= due) {
      const day = due === null ? '' : formatDay(due)
      return conflict(
        `反馈期限至 ${day}，期满后才能继续。`,
        `the unit has until ${day} to answer; go on after that day.`,
      )
    }
    const absence = statement!.answers.length === 0 ? { by: facts.actorId, at: facts.at.toISOString() } : null
    return { status: record.status, data: changed(data, { absence, ended_on: today(facts) }), due: null }
  },
}

/** Only by the leader who answers for it, with a reason (platform.md 19). */
export const waiveAction: InspectionAction<Reason> = {
  ...leader,
  title: { zh: '免于等待反馈', en: 'waive the wait' },
  input: Reason,
  opensRound: true,
  decide: (row, { reason }, facts) => {
    const record = present(row)
    const refusal = refusalOfTeam(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    if (data.statement!.ended_on !== null) return conflict('反馈已结束。', 'the statement is over already.')
    const ended = { waiver: said(facts, reason), ended_on: today(facts) }
    return { status: record.status, data: changed(data, ended), due: null }
  },
}

/** The facts change: back to work, and the unit will be told anew. */
export const resumeAction: InspectionAction<Reason> = {
  ...work,
  title: { zh: '补充检查', en: 'go on inspecting' },
  input: Reason,
  decide: (row, { reason: text }, facts) => {
    const record = present(row)
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    const earlier_statements = [...data.earlier_statements, data.statement!]
    const resumed = { ...data, statement: null, earlier_statements, finished_on: null }
    return { status: 'UNDER_WAY', data: remarked(resumed, { action: 'resume', text }, facts), due: null }
  },
}
