import { z } from 'zod'
import type { ActionDefinition } from '#records/define-record.ts'
import { codesOf, fields } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { inspectionKinds, type PlanStatus } from '../inspection-codes.ts'

/** The yearly plan of one supervisor, as JSON in its record. */

/** `title`, for a name is taken for a person's and shown masked. */
const Place = z.strictObject({ agency_id: z.string(), title: z.string(), region: z.string() })
export type Place = z.infer<typeof Place>

/** A self-check is the unit's own and is not planned from above. */
const { SELF_CHECK: _ownCheck, ...fromAbove } = inspectionKinds

export const PlanItem = z.strictObject({
  agency_id: fields.id('被检查单位'),
  quarter: z.int().min(1).max(4).meta({ title: '季度' }),
  kind: fields.code('检查类型', codesOf(fromAbove)),
  is_on_site: z.boolean().meta({ title: '现场检查' }),
  focus: fields.text('检查重点', 300),
})
export type PlanItem = z.infer<typeof PlanItem>

export const items = z.array(PlanItem).min(1).max(500).meta({ title: '检查安排' })

const Said = z.strictObject({ action: z.string(), by: z.string(), at: z.string(), reason: z.string() })

export const PlanData = z.strictObject({
  year: z.int(),
  supervisor: Place,
  /** The agencies below when the plan was last proposed: what a fifth is counted of. */
  population: z.array(Place),
  items: z.array(PlanItem),
  revision: z.strictObject({ items: z.array(PlanItem), reason: z.string() }).nullable(),
  approved: z.strictObject({ by: z.string(), at: z.string() }).nullable(),
  /** When the year was closed. */
  outcome: z
    .strictObject({
      population: z.int(),
      required: z.int(),
      done: z.int(),
      missing: z.int(),
      note: z.string(),
    })
    .nullable(),
  remarks: z.array(Said),
})
export type PlanData = z.infer<typeof PlanData>

export type PlanRow = RecordState<PlanStatus, PlanData>
export type PlanAction<Input> = ActionDefinition<PlanStatus, PlanData, Input>
