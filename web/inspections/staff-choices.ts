import type { Answer } from '#web/api/call.ts'
import type { Choice } from '#web/forms/field-choices.ts'
import type { Say } from '#web/language/language.ts'
import { inspectionTexts as texts } from './texts.ts'

type Candidate = Answer<'GET /api/inspections/choices'>['staff'][number]

/** Who may be in a team; who is barred stays in the list and is said to be, last. */
export function staffChoices(staff: readonly Candidate[], say: Say): readonly Choice[] {
  return staff
    .toSorted((a, b) => Number(a.is_barred) - Number(b.is_barred))
    .map(({ staff_id, name, agency_name, is_barred }) => ({
      value: staff_id,
      label: say(is_barred ? texts.barredOption : texts.staffOption, {
        name: name ?? staff_id,
        agency: agency_name,
      }),
    }))
}
