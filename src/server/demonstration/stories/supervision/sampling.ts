import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { firstCheckpointIn } from '#sampling/first-checkpoint.ts'
import { followSamples, type ReadCheckpoint } from '#sampling/follow-samples.ts'
import { screenedDaysAgo } from '../../past-days.ts'
import { type Stage, takeStep } from '../../stage.ts'
import { type Setting, type Story, scene } from '../../story.ts'

/**
 * The sample of the month that was delivered: frozen, drawn from the first checkpoint outside, most of it looked at
 * again; one is wrong, one waits for a second person, and the rest is overdue.
 */

/** The sequencer signs every few seconds of the real time, whatever hour is told. */
const waitMs = 250
const waitsMax = 120

async function draw(stage: Stage): Promise<void> {
  const { kernel, checkpoints } = stage
  const readCheckpoint: ReadCheckpoint = (asked) => firstCheckpointIn(checkpoints, asked)
  const follow = () => followSamples(kernel, readCheckpoint, { freezes: false })
  for (let waited = 0; waited < waitsMax; waited += 1) {
    const { drawn, refused } = await follow()
    if (refused[0] !== undefined) throw new Error(refused[0])
    if (drawn > 0 || (await isDrawn(stage))) return
    await wait(waitMs)
  }
  throw new Error('no checkpoint was signed')
}

async function isDrawn({ db }: Stage): Promise<boolean> {
  const plans = await db
    .selectFrom('record')
    .select('status')
    .where('kind', '=', 'SAMPLE_PLAN')
    .orderBy('record_id')
    .execute()
  return plans.length > 0 && plans.every(({ status }) => status !== 'FROZEN')
}

/** Nobody took them, and the month in which they were due is over. */
const leftOpen = 3

interface Row {
  readonly record_id: string
  readonly is_granted: boolean
}

/** Items that the auditor may take, by draw: the same ones after an interruption, whatever became of them. */
async function itemsFor({ db }: Stage, auditor: string, agencyId: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select
      item.record_id,
      coalesce(business_order.status, '') not in ('REFUSED', 'REJECTED', 'DISAPPROVED')
      and not exists (
        select
        from register.business_step
        where business_step.order_id = business_order.order_id and business_step.step = 'REJECT'
      ) as is_granted
    from app.record as item
    inner join app.record as plan on plan.record_id = item.data ->> 'plan_id'
    cross join jsonb_array_elements(plan.data -> 'strata') as stratum
    left join register.business_order
      on business_order.order_id = stratum -> 'drawn' ->> ((item.data ->> 'place')::integer - 1)
    where
      item.kind = 'SAMPLE_ITEM'
      and stratum ->> 'code' = item.data ->> 'stratum'
      and item.agency_id = ${agencyId}
      and item.data ->> 'checking_agency_id' = ${agencyId}
      and not coalesce(item.concerned -> 'handlers' ? ${auditor}, false)
    order by (item.data ->> 'place')::integer, item.data ->> 'stratum', item.record_id
  `.execute(db)
  return rows
}

const looked = { method: 'FILES', looked_at: '业务系统、原始凭证、档案' } as const

async function check(
  stage: Stage,
  given: { readonly by: string; readonly item: Row; readonly part: number },
) {
  const { by, item, part } = given
  const step = { kind: 'SAMPLE_ITEM', recordId: item.record_id, by }
  await takeStep(stage, { ...step, key: `sample-claim-${part}`, action: 'claim', input: {} })
  const granted = item.is_granted ? 'APPROVED' : 'REFUSED'
  const doubtful = { problems: ['DOCUMENT_MISSING'], statement: '原始申请材料缺少本人签字，无法确认本人意愿' }
  const right = { problems: [], statement: '材料齐全，依据充分，与档案一致' }
  const input = { ...looked, decision: granted, ...(part <= 2 ? doubtful : right) }
  await takeStep(stage, { ...step, key: `sample-answer-${part}`, action: 'answer', input })
}

export function samplingStory({ cast, region }: Setting): Story {
  const [auditor, leader] = [cast('internalAudit'), cast('agencyHead')]
  const agencyId = `A${region}`
  const checkedAt = (daysAgo: number, from: number, to: number) =>
    scene(daysAgo, '09:30', async (stage) => {
      const items = await itemsFor(stage, auditor, agencyId)
      const taken = items.slice(0, -leftOpen).slice(from, to)
      for (const [index, item] of taken.entries()) {
        await check(stage, { by: auditor, item, part: from + index + 1 })
      }
    })
  return {
    name: 'sampling',
    scenes: [
      // On the day of the screening: the month that was delivered is the month before.
      scene(screenedDaysAgo, '15:00', async (stage) => {
        await followSamples(stage.kernel, () => Promise.resolve(null))
      }),
      scene(27, '09:00', draw),
      checkedAt(26, 0, 5),
      scene(25, '10:00', async (stage) => {
        const [item] = await itemsFor(stage, auditor, agencyId)
        if (item === undefined) return
        const step = { kind: 'SAMPLE_ITEM', recordId: item.record_id, by: leader, action: 'confirm' }
        const input = { opinion: '经调阅档案，确无本人签字，认定有误' }
        await takeStep(stage, { ...step, key: 'sample-confirm', input })
      }),
      checkedAt(24, 5, 20),
      checkedAt(21, 20, 40),
      checkedAt(17, 40, Number.POSITIVE_INFINITY),
    ],
  }
}
