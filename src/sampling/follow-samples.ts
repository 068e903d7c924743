import { sql } from 'kysely'
import { type Day, formatMonth, monthOfDay } from '#base/calendar-math.ts'
import { sha256 } from '#base/digest.ts'
import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { isWorkingDay, shanghaiDay, type WorkingDays } from '#records/deadlines/working-days.ts'
import { agenciesWithout } from './plans/population.ts'

/**
 * The server's part of sampling, for a job: freezes last month's business from the first working day on, draws once a
 * checkpoint signed after that lies outside, puts what was drawn into the sample, and ends what is done. Each is an act
 * like others under a key of its own: two servers at it, or a crash in between, do nothing twice.
 */

/** The first signed note outside whose tree holds this entry, frozen on this day; null: none yet. */
export type ReadCheckpoint = (frozen: {
  readonly leafIndex: bigint
  readonly frozenOn: Day
}) => Promise<string | null>

export interface FollowedSamples {
  readonly frozen: number
  readonly drawn: number
  readonly opened: number
  readonly refused: readonly string[]
}

interface Step {
  readonly kind: 'SAMPLE_PLAN' | 'SAMPLE_ITEM'
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  readonly key: string
}

/** A minute's work: a province of 1,000 items is through in a few minutes. */
const itemsMax = 300

/** @param options freezes: false leaves alone what ended at agencies without a plan, once one agency has one */
export async function followSamples(
  kernel: Kernel,
  readCheckpoint: ReadCheckpoint,
  { freezes = true }: { readonly freezes?: boolean } = {},
): Promise<FollowedSamples> {
  const refused: string[] = []
  const take = async ({ key, ...asked }: Step): Promise<Answer> => {
    const common = { version: null, attachments: [], confirmation: null, endpoint: 'sampling' }
    const system = { ...kernel, actor: { kind: 'system', job: 'sampling' } as const }
    const answer = await act(system, { ...asked, ...common, idempotencyKey: key })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
    return answer
  }
  const { at } = await momentOf(kernel)
  const today = shanghaiDay(at)
  const frozen = freezes || !(await hasPlan(kernel, today)) ? await freeze(kernel, today, take) : 0
  const drawn = await drawFrozen(kernel, readCheckpoint, take)
  const opened = await openItems(kernel, take)
  await endPlans(kernel, take)
  return { frozen, drawn, opened, refused }
}

type Take = (step: Step) => Promise<Answer>

const momentOf = async ({ db }: Kernel): Promise<{ at: Date }> => {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  return rows[0]!
}

const sampledMonth = (today: Day): string => formatMonth(monthOfDay(today) - 1)

/** Of any agency, of last month. */
async function hasPlan({ db }: Kernel, today: Day): Promise<boolean> {
  const { rows } = await sql`
    select record_id
    from app.record
    where kind = 'SAMPLE_PLAN' and data ->> 'month' = ${sampledMonth(today)}
    order by record_id
    limit 1
  `.execute(db)
  return rows.length > 0
}

/** Whether the first working day of its month has come. */
export function isSamplingDue(calendar: WorkingDays, today: Day): boolean {
  for (let day = today; monthOfDay(day) === monthOfDay(today); day -= 1) {
    if (isWorkingDay(calendar, day)) return true
  }
  return false
}

async function freeze(kernel: Kernel, today: Day, take: Take): Promise<number> {
  const { db, workingDays } = kernel
  let frozen = 0
  if (isSamplingDue(workingDays, today)) {
    const month = sampledMonth(today)
    const { rows } = await agenciesWithout(month).execute(db)
    for (const { agency_id } of rows) {
      const input = { agency_id, month, replaces: null }
      const key = `freeze:${agency_id}:${month}`
      const step = { kind: 'SAMPLE_PLAN', recordId: null, action: 'freeze' } as const
      if ((await take({ ...step, input, key })).outcome === 'accepted') frozen += 1
    }
  }
  const { rows: corrected } = await sql<{ record_id: string; agency_id: string; month: string }>`
    select plan.record_id, plan.agency_id, plan.data ->> 'month' as month
    from app.record as plan
    where
      plan.kind = 'SAMPLE_PLAN'
      and plan.status = 'SUPERSEDED'
      and not exists (
        select
        from app.record as next_plan
        where next_plan.kind = 'SAMPLE_PLAN' and next_plan.data ->> 'replaces' = plan.record_id
      )
    order by plan.record_id
  `.execute(db)
  for (const { record_id, agency_id, month } of corrected) {
    const input = { agency_id, month, replaces: record_id }
    const step = { kind: 'SAMPLE_PLAN', recordId: null, action: 'freeze' } as const
    if ((await take({ ...step, input, key: `freeze:${record_id}` })).outcome === 'accepted') frozen += 1
  }
  return frozen
}

async function drawFrozen(kernel: Kernel, readCheckpoint: ReadCheckpoint, take: Take): Promise<number> {
  const { rows } = await sql<{ record_id: string; leaf_index: bigint; at: Date }>`
    select plan.record_id, trail_leaf.leaf_index, plan.entered_at as at
    from app.record as plan
    inner join app.record_action on record_action.record_id = plan.record_id and record_action.version = 1
    inner join app.trail_leaf on trail_leaf.entry_id = record_action.entry_id
    where plan.kind = 'SAMPLE_PLAN' and plan.status = 'FROZEN'
    order by plan.record_id
  `.execute(kernel.db)
  let drawn = 0
  for (const { record_id, leaf_index, at } of rows) {
    const checkpoint = await readCheckpoint({ leafIndex: leaf_index, frozenOn: shanghaiDay(at) })
    if (checkpoint === null) continue
    const step = { kind: 'SAMPLE_PLAN', recordId: record_id, action: 'draw' } as const
    const key = `draw:${record_id}:${sha256(checkpoint).slice(0, 16)}`
    const answer = await take({ ...step, input: { checkpoint }, key })
    if (answer.outcome === 'accepted') drawn += 1
  }
  return drawn
}

async function openItems({ db }: Kernel, take: Take): Promise<number> {
  const { rows } = await sql<{ plan_id: string; stratum: string; place: number }>`
    select plan.record_id as plan_id, stratum ->> 'code' as stratum, drawn.place::integer as place
    from app.record as plan
    cross join jsonb_array_elements(plan.data -> 'strata') as stratum
    cross join jsonb_array_elements_text(stratum -> 'drawn') with ordinality as drawn (item, place)
    where
      plan.kind = 'SAMPLE_PLAN'
      and plan.status = 'DRAWN'
      and not exists (
        select
        from app.record as item
        where
          item.kind = 'SAMPLE_ITEM'
          and item.data ->> 'plan_id' = plan.record_id
          and item.data ->> 'stratum' = stratum ->> 'code'
          and item.data ->> 'place' = drawn.place::text
      )
    order by plan.record_id, 2, 3
    limit ${itemsMax}
  `.execute(db)
  let opened = 0
  for (const input of rows) {
    const key = `item:${input.plan_id}:${input.stratum}:${input.place}`
    const answer = await take({ kind: 'SAMPLE_ITEM', recordId: null, action: 'open', input, key })
    if (answer.outcome === 'accepted') opened += 1
  }
  return opened
}

async function endPlans({ db }: Kernel, take: Take): Promise<void> {
  const { rows: dropped } = await sql<{ record_id: string; version: number }>`
    select item.record_id, item.version
    from app.record as item
    inner join app.record as plan on plan.record_id = item.data ->> 'plan_id'
    where
      item.kind = 'SAMPLE_ITEM'
      and item.status in ('OPEN', 'CLAIMED')
      and plan.status = 'SUPERSEDED'
    order by item.record_id
    limit ${itemsMax}
  `.execute(db)
  for (const { record_id, version } of dropped) {
    const key = `drop:${record_id}:${version}`
    await take({ kind: 'SAMPLE_ITEM', recordId: record_id, action: 'drop', input: {}, key })
  }
  const { rows: done } = await sql<{ record_id: string; version: number }>`
    select plan.record_id, plan.version
    from app.record as plan
    where
      plan.kind = 'SAMPLE_PLAN'
      and plan.status = 'DRAWN'
      and (
        select sum((stratum ->> 'wanted')::integer)
        from jsonb_array_elements(plan.data -> 'strata') as stratum
      ) = (
        select count(*)
        from app.record as item
        where
          item.kind = 'SAMPLE_ITEM'
          and item.data ->> 'plan_id' = plan.record_id
          and item.status in ('AGREED', 'OVERRULED', 'WRONG', 'REFERRED')
      )
    order by plan.record_id
  `.execute(db)
  for (const { record_id, version } of done) {
    const key = `complete:${record_id}:${version}`
    await take({ kind: 'SAMPLE_PLAN', recordId: record_id, action: 'complete', input: {}, key })
  }
}
