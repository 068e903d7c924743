import { type Day, formatDay } from '#base/calendar-math.ts'
import type { ServedBy } from '../order-data.ts'
import type { FactPool } from '../storing/order-facts.ts'
import { feedDecisionKindCode } from './feed-decision-data.ts'

/**
 * Decisions in force on that day: of the order's own agency or of one above it, for that function. One a feed: of
 * several the one that holds longest.
 */
export async function findStandingDecisions(
  pool: FactPool,
  asked: { readonly functionCode: string; readonly agencyId: string; readonly day: Day },
): Promise<readonly ServedBy[]> {
  const { rows } = await pool.query<ServedBy>({
    text: `
      select distinct on (decision.data ->> 'feed')
        decision.record_id as "decisionId",
        decision.data ->> 'feed' as feed,
        decision.data ->> 'until' as until,
        array(
          select distinct record_action.actor_id
          from app.record_action
          where
            record_action.record_id = decision.record_id
            and record_action.action in ('enter', 'approve')
          order by record_action.actor_id
        ) as "decidedBy"
      from app.record as decision
      where
        decision.kind = '${feedDecisionKindCode}'
        and decision.status = 'IN_FORCE'
        and decision.data ->> 'functionCode' = $1
        and decision.agency_id = any (
          select unnest(agency.path)
          from app.agency
          where agency.agency_id = $2
        )
        and decision.data ->> 'until' >= $3
      order by decision.data ->> 'feed', decision.data ->> 'until' desc, decision.record_id`,
    values: [asked.functionCode, asked.agencyId, formatDay(asked.day)],
  })
  return rows
}
