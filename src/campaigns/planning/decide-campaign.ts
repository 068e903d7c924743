import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { CampaignStatus } from './define-campaign.ts'
import { type CampaignData, dueOf, faultOfPlan, type Plan } from './plan.ts'
import { drawSpot, frozenStrata, spotStrata } from './spot-draw.ts'

/** The decisions on a campaign, pure. */

type Made = Decision<CampaignStatus, CampaignData> | Refusal
export type Decide<Input> = (
  record: RecordState<CampaignStatus, CampaignData> | null,
  input: Input,
  facts: ActFacts,
) => Made

export const today = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))
const remark = (action: string, text: string, facts: ActFacts) => ({
  action,
  by: facts.actorId,
  at: facts.at.toISOString(),
  text,
})

const OwnRegion = z.string()

export const proposed: Decide<Plan> = (record, plan, facts) => {
  const fault = faultOfPlan(plan)
  if (fault !== null) return fault
  const region = OwnRegion.parse(facts.loaded)
  const remarks = record?.data.remarks ?? []
  return {
    status: 'PROPOSED',
    data: { plan, region, units: [], started_on: null, spot: null, finished: null, remarks },
  }
}

export function said(status: CampaignStatus, action: string): Decide<Reason> {
  return (record, { reason }, facts) => {
    const { data } = record!
    return { status, data: { ...data, remarks: [...data.remarks, remark(action, reason, facts)] }, due: null }
  }
}

export function moved(status: CampaignStatus): Decide<unknown> {
  return (record) => ({ status, data: record!.data, due: null })
}

const Units = z.array(z.string()).nullable()
/** More is no campaign of one province. */
const unitsMax = 20_000

export const started: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const units = Units.parse(facts.loaded) ?? []
  if (units.length === 0 || units.length > unitsMax) {
    return conflict(
      `排查范围内有 ${units.length} 个填报单位，不能启动；请核对地区和单位类型。`,
      `there are ${units.length} units in the scope, so it cannot start; check regions and kinds of units.`,
    )
  }
  const day = parseDay(dueOf(data.plan, 'SUMMARY'))!
  return { status: 'STARTING', data: { ...data, units, started_on: today(facts) }, due: { day } }
}

export const passed: Decide<unknown> = (record) => {
  const { data } = record!
  return { status: 'RUNNING', data, due: { day: parseDay(dueOf(data.plan, 'SUMMARY'))! } }
}

const Places = z.array(z.object({ city: z.string(), counties: z.array(z.string()) })).nullable()

/** Cities and counties are frozen, and the kernel puts their hash into the trail with this act. */
export const prepared: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  if (data.spot !== null) {
    return conflict(
      '省级抽查已准备过，只能抽取一次；请按抽取结果进行。',
      'the spot check was prepared before and is drawn once; follow what is drawn.',
    )
  }
  const places = Places.parse(facts.loaded) ?? []
  if (places.length === 0) {
    return conflict(
      '排查范围内没有市级地区，无从抽取。',
      'there is no city in the scope, so nothing can be drawn.',
    )
  }
  const frozen = frozenStrata(facts.newId(), spotStrata(places, data.plan))
  const spot = { ...frozen, frozen_by: facts.actorId, frozen_at: facts.at.toISOString(), drawn: null }
  return { status: 'RUNNING', data: { ...data, spot } }
}

const Checkpoint = z.string().nullable()

/** The checkpoint is the first that was signed after the freezing: read here, handed in by nobody. */
export const drawn: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const checkpoint = Checkpoint.parse(facts.loaded)
  if (data.spot === null || data.spot.drawn !== null || checkpoint === null) {
    return conflict('现在不能抽取。', 'nothing can be drawn now.')
  }
  const { seed, regions } = drawSpot(data.spot, checkpoint)
  const made = { at: facts.at.toISOString(), checkpoint, seed, regions }
  return { status: 'RUNNING', data: { ...data, spot: { ...data.spot, drawn: made } } }
}

const Waiting = z.object({ units: z.int(), checks: z.int() })
export interface Finish {
  readonly summary: string
  readonly unfinished_reason: string | null
}

export const finished: Decide<Finish> = (record, { summary, unfinished_reason }, facts) => {
  const { data } = record!
  const { units, checks } = Waiting.parse(facts.loaded)
  if (units + checks > 0 && unfinished_reason === null) {
    return conflict(
      `还有 ${units} 个单位的自查未被认可、${checks} 项检查未办结；须办结，或说明未完成的原因。`,
      `${units} self-checks are not accepted and ${checks} checks not done; finish them, or say why not.`,
    )
  }
  const remarks =
    unfinished_reason === null ? data.remarks : [...data.remarks, remark('finish', unfinished_reason, facts)]
  return {
    status: 'FINISHED',
    data: { ...data, remarks, finished: { on: today(facts), summary } },
    due: null,
  }
}
