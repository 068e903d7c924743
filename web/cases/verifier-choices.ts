import type { Answer } from '#web/api/call.ts'
import type { Choice } from '#web/forms/field-choices.ts'
import type { Say } from '#web/language/language.ts'
import { caseTexts as texts } from './texts.ts'

type Verifiers = Answer<'GET /api/cases/verifiers'>['items']

/** People of another agency are shown by their number. */
export function verifierChoices(verifiers: Verifiers, say: Say): Choice[] {
  return verifiers.map(({ staff_id, name, agency_name, open_cases }) => ({
    value: staff_id,
    label: say(texts.verifierOption, { name: name ?? staff_id, agency: agency_name, count: open_cases }),
  }))
}
