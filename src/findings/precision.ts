import { sql } from 'kysely'
import { roundDivision } from '#base/round-division.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** How a rule's episodes were concluded, over all of its versions. */
export interface RulePrecision {
  readonly ruleCode: string
  readonly isTrue: number
  readonly isPartlyTrue: number
  readonly isUntrue: number
  /** Says nothing about the rule. */
  readonly isUnverifiable: number
  /** True and partly true of all that could be verified, in millionths; null: nothing was verified. */
  readonly precisionMillionths: bigint | null
}

interface OutcomeRow {
  readonly rule_code: string
  readonly is_true: bigint
  readonly is_partly_true: bigint
  readonly is_untrue: bigint
  readonly is_unverifiable: bigint
}

/** Of counts that conclusions keep up to date: a line for each rule, not for each finding. */
export async function readPrecision(tx: Tx | Database): Promise<RulePrecision[]> {
  const { rows } = await sql<OutcomeRow>`
    select
      rule_code,
      coalesce(sum(episodes) filter (where conclusion = 'TRUE'), 0)::bigint as is_true,
      coalesce(sum(episodes) filter (where conclusion = 'PARTIAL'), 0)::bigint as is_partly_true,
      coalesce(sum(episodes) filter (where conclusion = 'FALSE'), 0)::bigint as is_untrue,
      coalesce(sum(episodes) filter (where conclusion = 'UNVERIFIABLE'), 0)::bigint as is_unverifiable
    from app.rule_outcome
    group by rule_code
    order by rule_code
  `.execute(tx)
  return rows.map((row) => {
    const hits = row.is_true + row.is_partly_true
    const verified = hits + row.is_untrue
    return {
      ruleCode: row.rule_code,
      isTrue: Number(row.is_true),
      isPartlyTrue: Number(row.is_partly_true),
      isUntrue: Number(row.is_untrue),
      isUnverifiable: Number(row.is_unverifiable),
      precisionMillionths: verified === 0n ? null : roundDivision(hits * 1_000_000n, verified),
    }
  })
}

/** Fewer say more about chance than about the rule. */
const verifiedMin = 10

/** For the risk view of the next run: measured precision, where enough was verified. */
export async function readMeasured(db: Database): Promise<ReadonlyMap<string, bigint>> {
  const known = (await readPrecision(db)).filter(
    (each) => each.isTrue + each.isPartlyTrue + each.isUntrue >= verifiedMin,
  )
  return new Map(known.map(({ ruleCode, precisionMillionths }) => [ruleCode, precisionMillionths ?? 0n]))
}
