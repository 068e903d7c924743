import type { RawBuilder } from 'kysely'
import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'

/**
 * What the stored findings say against the answers of a unit (R-WF-16). The slice of the findings and this one know
 * nothing of each other; the server wires them.
 */
export interface DetectionAsked {
  /** An expression of type text: the unit. */
  readonly agencyId: RawBuilder<unknown>
  /** Expressions of type text, YYYY-MM. */
  readonly from: RawBuilder<unknown>
  readonly to: RawBuilder<unknown>
}

/** An expression of type jsonb: question → `Detection`, of those questions that have any. */
export type DetectionSource = (asked: DetectionAsked) => RawBuilder<unknown>

export const Detection = z.strictObject({
  count: z.int().min(0),
  amount_fen: fenCodec,
  /** Of the findings and the rows that counted, as they were. */
  digest: z.string(),
  /** The largest ones. */
  finding_ids: z.array(z.string()),
})
export type Detection = z.infer<typeof Detection>

export const Detections = z.record(z.string(), Detection)
export type Detections = z.infer<typeof Detections>
