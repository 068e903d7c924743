import type { RegisterChange } from '#register/register-change.ts'
import { doneBy, insertOf } from '../edits.ts'
import type { EffectSource } from '../order-function.ts'

export type ChangedField =
  | 'name'
  | 'id_number'
  | 'birth_date'
  | 'sex'
  | 'category'
  | 'first_work_date'
  | 'life_status'

export interface ChangeOfPerson {
  readonly personId: string
  readonly field: ChangedField
  readonly before: string | null
  readonly after: string
  readonly document: string
}

/** The row of the history; of an order there is one for each field, so that it cannot be written twice. */
export function personChangeRow(source: EffectSource, change: ChangeOfPerson): RegisterChange {
  return insertOf('person_change', {
    change_id: `${source.orderId}-${change.field}`,
    person_id: change.personId,
    field: change.field,
    old_value: change.before,
    new_value: change.after,
    support_document: change.document,
    order_id: source.orderId,
    ...doneBy(source),
  })
}
