import { measureKinds } from '#cases/case-status.ts'
import { letterTemplates } from '#cases/letters/letter-list.ts'
import { type OpenedRecord, useAsk } from '#web/api/queries.ts'
import type { FieldChoices } from '#web/forms/field-choices.ts'
import { asTitle, dayText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type CaseDossier, caseOf } from './read-case.ts'
import { verifierChoices } from './verifier-choices.ts'

/** What the forms of a case's actions may be filled with: people, measures, orders and findings of this case. */
export function useActionChoices(record: OpenedRecord, dossier: CaseDossier): FieldChoices {
  const say = useSay()
  const data = caseOf(record)
  const mayAssign = record.actions.some(({ action, refusal }) => action === 'assign' && refusal === null)
  const verifiers = useAsk(
    'GET /api/cases/verifiers',
    { query: { case_ids: record.record_id } },
    { isOn: mayAssign },
  )
  const letters = dossier.letters.filter(
    ({ status, template }) => status === 'FILED' && template === 'TRANSFER',
  )
  return {
    assignee: verifierChoices(verifiers.data?.items ?? [], say),
    measure_id: data.measures
      .filter(({ done }) => done === null)
      .map(({ measure_id, kind, what }) => ({
        value: measure_id,
        label: `${say(asTitle(measureKinds[kind]))} · ${what}`,
      })),
    references: [
      ...dossier.orders.map(({ record_id, kind_title, entered_at }) => ({
        value: record_id,
        label: `${say(asTitle(kind_title))} ${dayText(entered_at)}`,
      })),
      ...letters.map(({ record_id, number_text }) => ({
        value: record_id,
        label: `${say(letterTemplates.TRANSFER.title)} ${number_text ?? ''}`,
      })),
    ],
    objection_id: data.objections
      .filter(({ outcome }) => outcome === null)
      .map(({ objection_id, text }) => ({ value: objection_id, label: text })),
    finding_ids: dossier.findings.map(({ finding_id, rule_code, rule_title }) => ({
      value: finding_id,
      label: `${say(asTitle(rule_title))} (${rule_code}) ${finding_id}`,
    })),
  }
}
