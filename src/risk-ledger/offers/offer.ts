import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { RiskPoint } from '../risk-point-data.ts'
import { type RiskFamily, riskFamilies } from './risk-families.ts'

/** A draft of a risk point for one unit; whoever takes it up corrects it and proposes it. */
export interface Offer {
  readonly code: string
  readonly basis: RiskFamily['basis']
  readonly draft: Omit<RiskPoint, 'direct_staff_id' | 'department_head_id' | 'unit_head_id'> & {
    readonly direct_staff_id: string | null
    readonly department_head_id: string | null
    readonly unit_head_id: string | null
  }
  /** The risk point of the unit's ledger that watches one of its rules; null: none yet. */
  readonly taken_by: string | null
}

interface UnitRow {
  readonly duties: Readonly<Record<string, string>>
  readonly taken: readonly { readonly record_id: string; readonly codes: readonly string[] }[]
}

/** Who first holds each duty by a post of the unit, and which rules its ledger watches already. */
async function readUnit(tx: Tx, agencyId: string): Promise<UnitRow> {
  const { rows } = await sql<UnitRow>`
    with holder as (
      select duty, min(member.staff_id) as staff_id
      from app.post
      cross join lateral unnest(post.roles || post.properties) as held (duty)
      inner join app.post_assignment as assignment on assignment.post_id = post.post_id
      inner join app.staff_member as member on member.staff_id = assignment.staff_id
      where
        post.agency_id = ${agencyId}
        and member.agency_id = ${agencyId}
        and member.status = 'ON_POST'
        and coalesce(assignment.ended_on > current_date, true)
      group by duty
    )
    select
      coalesce((select jsonb_object_agg(duty, staff_id) from holder), '{}') as duties,
      (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object('record_id', point.risk_point_id, 'codes', to_jsonb(point.rule_codes))
              order by point.risk_point_id
            ),
            '[]'
          )
        from app.record_risk_point as point
        where
          point.agency_id = ${agencyId}
          and point.status not in ('RETIRED', 'REFUSED', 'WITHDRAWN', 'LAPSED')
      ) as taken
  `.execute(tx)
  return rows[0]!
}

/** Offers to a unit, of the families whose posts it has; those taken up already say by which risk point. */
export async function offersOf(tx: Tx, agencyId: string): Promise<readonly Offer[]> {
  const { duties, taken } = await readUnit(tx, agencyId)
  const unitHead = duties.UNIT_HEAD ?? null
  return riskFamilies.flatMap(({ code, rules, duties: wanted, basis, draft }) => {
    const direct = wanted.map((duty) => duties[duty]).find((staffId) => staffId !== undefined)
    if (direct === undefined) return []
    const by = taken.find(({ codes }) => codes.some((each) => rules.includes(each)))
    return [
      {
        ...{ code, basis, taken_by: by?.record_id ?? null },
        draft: {
          ...draft,
          rule_codes: [...rules],
          direct_staff_id: direct,
          department_head_id: duties.DEPUTY_HEAD ?? unitHead,
          unit_head_id: unitHead,
        },
      },
    ]
  })
}
