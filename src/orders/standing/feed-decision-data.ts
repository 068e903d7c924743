import { z } from 'zod'
import { highRiskCodes } from '#access/functions/high-risk-functions.ts'

export const feedDecisionKindCode = 'FEED_DECISION'

export const FeedDecisionData = z.strictObject({
  /** The table of the standard that is missing or too old. */
  feed: z.string(),
  functionCode: z.enum(highRiskCodes),
  /** The last day on which it holds, `YYYY-MM-DD`. */
  until: z.string(),
  reason: z.string(),
  remarks: z.array(z.object({ action: z.string(), actorId: z.string(), at: z.string(), reason: z.string() })),
})
export type FeedDecisionData = z.infer<typeof FeedDecisionData>
