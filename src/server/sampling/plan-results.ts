import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import { draw, populationHash, seedOf } from '#sampling/draw.ts'
import { type PlanData, strataOf } from '#sampling/plans/plan-data.ts'
import { project } from '#sampling/project.ts'
import type { PlanResults, Replay, StratumResult } from './sampling-forms.ts'

interface CountRow {
  readonly stratum: string
  readonly checked: number
  readonly wrong: number
  readonly awaiting_second: number
  readonly amount_fen: bigint
}

async function countsOf(db: Database, planId: string): Promise<ReadonlyMap<string, CountRow>> {
  const { rows } = await sql<CountRow>`
    select
      item.data ->> 'stratum' as stratum,
      (count(*) filter (where item.data -> 'answer' <> 'null'::jsonb))::integer as checked,
      (count(*) filter (where item.status in ('WRONG', 'REFERRED')))::integer as wrong,
      (count(*) filter (where item.status = 'DIFFERS'))::integer as awaiting_second,
      coalesce(sum(item.amount_fen) filter (where item.status in ('WRONG', 'REFERRED')), 0)::bigint as amount_fen
    from app.record as item
    where item.kind = 'SAMPLE_ITEM' and item.data ->> 'plan_id' = ${planId}
    group by 1
    order by 1
  `.execute(db)
  return new Map(rows.map((row) => [row.stratum, row]))
}

const nothing = { checked: 0, wrong: 0, awaiting_second: 0, amount_fen: 0n }

/** Results by stratum; what they say of everything, once the whole stratum is checked and no second look is awaited. */
export async function resultsOf(db: Database, planId: string, plan: PlanData): Promise<PlanResults> {
  const counts = await countsOf(db, planId)
  const strata = plan.strata.map((stratum): StratumResult => {
    const { checked, wrong, awaiting_second, amount_fen } = counts.get(stratum.code) ?? nothing
    const drawn = stratum.drawn?.length ?? 0
    const isDone = drawn > 0 && checked === drawn && awaiting_second === 0
    const population = stratum.items.length
    const projected = isDone ? project({ population, sampled: checked, wrong, amountFen: amount_fen }) : null
    return {
      ...{ code: stratum.code, function: stratum.function, ratio_millionths: stratum.ratio_millionths },
      ...{ population, wanted: stratum.wanted, drawn, checked, wrong, awaiting_second },
      amount_fen: amount_fen.toString(),
      projection:
        projected === null
          ? null
          : {
              ...{ share: projected.share, low: projected.low, high: projected.high },
              items_likely: projected.items.likely,
              items_low: projected.items.low,
              items_high: projected.items.high,
              amount_fen: projected.amountFen?.toString() ?? null,
            },
    }
  })
  const sum = (count: (each: StratumResult) => number): number =>
    strata.reduce((total, each) => total + count(each), 0)
  const { rows } = await sql<{ record_id: string }>`
    select record_id
    from app.record
    where kind = 'SAMPLE_PLAN' and data ->> 'replaces' = ${planId}
    order by record_id
  `.execute(db)
  return {
    strata,
    total: {
      population: sum((each) => each.population),
      wanted: sum((each) => each.wanted),
      drawn: sum((each) => each.drawn),
      checked: sum((each) => each.checked),
      wrong: sum((each) => each.wrong),
      awaiting_second: sum((each) => each.awaiting_second),
      amount_fen: strata.reduce((total, each) => total + BigInt(each.amount_fen), 0n).toString(),
    },
    replaced_by: rows[0]?.record_id ?? null,
  }
}

/** The draw once more, from what stands in the plan: whoever wants to repeat it elsewhere needs nothing else. */
export function replayOf(planId: string, plan: PlanData): Replay {
  const strata = strataOf(plan)
  const { checkpoint, population_hash, seed } = plan
  const hash = populationHash(strata)
  const seedAgain = checkpoint === null ? null : seedOf({ checkpoint, populationHash: hash, planId })
  const again =
    seedAgain === null ? null : new Map(draw(seedAgain, strata).map(({ code, drawn }) => [code, drawn]))
  const shown = plan.strata.map(({ code, ratio_millionths, items, drawn }) => ({
    ...{ code, ratio_millionths, items, drawn },
    drawn_again: again === null ? null : [...(again.get(code) ?? [])],
  }))
  const isSame =
    hash === population_hash &&
    seedAgain === seed &&
    shown.every(({ drawn, drawn_again }) => JSON.stringify(drawn) === JSON.stringify(drawn_again))
  return {
    ...{ plan_id: planId, population_hash, checkpoint, seed },
    computed: seedAgain === null ? null : { population_hash: hash, seed: seedAgain, is_same: isSame },
    strata: shown,
  }
}
