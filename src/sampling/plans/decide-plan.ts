import { z } from 'zod'
import { formatDay, lastDayOfMonth, monthOfDay, parseDay, parseMonth } from '#base/calendar-math.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { isSignedBy, parseNote } from '#trail/log/checkpoint.ts'
import { parseVerifierKey } from '#trail/log/verifier-key.ts'
import { draw, populationHash, sampleSize, seedOf } from '../draw.ts'
import { ratioOf, ratiosOf } from '../sample-ratios.ts'
import type { PlanStatus } from '../statuses.ts'
import { type PlanData, type PlanStratum, strataOf } from './plan-data.ts'

/** The decisions on a plan of sampling, pure. Nobody chooses: the server freezes and draws, from what it reads. */

type Row = RecordState<PlanStatus, PlanData>
type Made = Decision<PlanStatus, PlanData> | Refusal
export type DecidePlan<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

export interface Frozen {
  readonly agency_id: string
  readonly month: string
  readonly replaces: string | null
}

const FreezeFacts = z.object({
  population: z.array(z.object({ function: z.string(), item: z.string() })),
  /** Of the same agency and month, in force. */
  standing: z.array(z.string()),
  /** The plan that is corrected: agency, month and status. */
  replaced: z.object({ agency_id: z.string(), month: z.string(), status: z.string() }).nullable(),
})

export function strataOfPopulation(
  population: readonly { readonly function: string; readonly item: string }[],
  { agency_id, month }: Pick<Frozen, 'agency_id' | 'month'>,
): PlanStratum[] {
  const ratios = ratiosOf(parseMonth(month)!)
  const byFunction = Map.groupBy(population, (each) => each.function)
  return [...byFunction]
    .map(([code, rows]) => {
      const ratio = ratioOf(ratios, code)
      const items = rows.map(({ item }) => item).sort()
      const wanted = sampleSize(items.length, BigInt(ratio))
      return {
        ...{ code: `${code}@${agency_id}`, function: code, ratio_millionths: ratio, items, wanted },
        drawn: null,
      }
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

export const frozen: DecidePlan<Frozen> = (_record, input, facts) => {
  const { population, standing, replaced } = FreezeFacts.parse(facts.loaded)
  const today = shanghaiDay(facts.at)
  const month = parseMonth(input.month)
  if (month === null || month >= monthOfDay(today)) {
    return conflict(
      `${input.month} 尚未结束，不能冻结抽查总体。`,
      `${input.month} has not ended; its population is not frozen.`,
    )
  }
  if (standing.length > 0) {
    return conflict(
      `该机构 ${input.month} 已有抽查计划 ${standing[0]}，一个计划只抽取一次。`,
      `the agency has plan ${standing[0]} for ${input.month} already; a plan draws once.`,
    )
  }
  const isReplaced =
    replaced?.status === 'SUPERSEDED' &&
    replaced.agency_id === input.agency_id &&
    replaced.month === input.month
  if (input.replaces !== null && !isReplaced) {
    return conflict(
      '所更正的计划不存在或未经同意更正。',
      'the plan to be corrected does not exist, or its correction was not agreed to.',
    )
  }
  if (population.length === 0) {
    return conflict('该机构上月没有办结的业务。', 'nothing ended at the agency in that month.')
  }
  const strata = strataOfPopulation(population, input)
  const due = lastDayOfMonth(monthOfDay(today))
  const data: PlanData = {
    ...{ month: input.month, strata, population_hash: populationHash(strataOf({ strata })) },
    ...{ frozen_on: formatDay(today), due_on: formatDay(due), completed_on: null },
    ...{ replaces: input.replaces, checkpoint: null, seed: null, correction: null, remarks: [] },
  }
  return { status: 'FROZEN', data, due: { day: due } }
}

const DrawFacts = z.object({
  /** Of the entry that froze the population; null while it is not sequenced. Text: a bigint. */
  leaf_index: z.string().nullable(),
  epoch: z.int().nullable(),
  log_id: z.string().nullable(),
  keys: z.array(z.string()),
})

/** The seed comes from a note that was signed after the population was in the trail: nobody could know it. */
export const drawnFrom: DecidePlan<{ readonly checkpoint: string }> = (record, { checkpoint }, facts) => {
  const { data, id } = record!
  const { leaf_index, log_id, keys } = DrawFacts.parse(facts.loaded)
  const note = parseNote(checkpoint)
  const isOurs =
    note !== null &&
    note.checkpoint.logId === log_id &&
    keys.map(parseVerifierKey).some((key) => key !== null && isSignedBy(note, key))
  if (!isOurs) {
    return conflict('该检查点不是本系统签发的。', 'this checkpoint was not signed by this system.')
  }
  if (leaf_index === null || BigInt(note.checkpoint.size) <= BigInt(leaf_index)) {
    return conflict(
      '该检查点早于抽查总体的冻结，不能用作种子。',
      'this checkpoint was signed before the population was frozen and gives no seed.',
    )
  }
  const seed = seedOf({ checkpoint, populationHash: data.population_hash, planId: id })
  const byCode = new Map(draw(seed, strataOf(data)).map((each) => [each.code, each.drawn]))
  const strata = data.strata.map((each) => ({ ...each, drawn: [...byCode.get(each.code)!] }))
  return { status: 'DRAWN', data: { ...data, strata, checkpoint, seed }, due: { day: dueDay(data) } }
}

export function dueDay({ due_on }: Pick<PlanData, 'due_on'>): number {
  const day = parseDay(due_on)
  assert(day !== null, 'a plan is due on a day')
  return day
}

export const completed: DecidePlan<unknown> = (record, _input, facts) => {
  const open = z.int().parse(facts.loaded)
  if (open > 0) return conflict(`还有 ${open} 件未复核完。`, `${open} items are still to be checked.`)
  const completed_on = formatDay(shanghaiDay(facts.at))
  return { status: 'COMPLETED', data: { ...record!.data, completed_on }, due: null }
}

export const correctionAsked: DecidePlan<Reason> = (record, { reason }, facts) => {
  const correction = { by: facts.actorId, at: facts.at.toISOString(), reason }
  const data = { ...record!.data, correction }
  return { status: 'CORRECTION_ASKED', data, due: { day: dueDay(data) } }
}

export const correctionAgreed: DecidePlan<unknown> = (record) => ({
  status: 'SUPERSEDED',
  data: record!.data,
  due: null,
})

export const correctionRefused: DecidePlan<Reason> = (record, { reason }, facts) => {
  const { data } = record!
  const remark = { action: 'keep', by: facts.actorId, at: facts.at.toISOString(), reason }
  const kept = { ...data, correction: null, remarks: [...data.remarks, remark] }
  return { status: 'DRAWN', data: kept, due: { day: dueDay(data) } }
}
