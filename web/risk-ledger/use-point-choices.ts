import { channels, classes, concerned, domains, lines, origins, stages } from '#risk-ledger/ledger-codes.ts'
import { useAsk, useMe } from '#web/api/queries.ts'
import { useRuleChoices, useSchemeChoices } from '#web/findings/use-choices.ts'
import type { FieldChoices } from '#web/forms/field-choices.ts'
import { useCodeChoices } from './ledger-words.ts'

/** What the form of a risk point is filled with: colleagues on post, rules in force, the axes by their names. */
export function usePointChoices(): FieldChoices {
  const agencyId = useMe().data?.agency_id
  const choicesOf = useCodeChoices()
  const rules = useRuleChoices()
  const schemes = useSchemeChoices()
  const staff = useAsk(
    'GET /api/staff',
    { query: { limit: 200, ...(agencyId === undefined ? {} : { agency_id: agencyId }) } },
    { isOn: agencyId !== undefined, staleMs: 300_000 },
  )
  const people = (staff.data?.items ?? [])
    .filter(({ status }) => status === 'ON_POST')
    .map(({ staff_id, name }) => ({ value: staff_id, label: `${name} (${staff_id})` }))
  return {
    ...{ direct_staff_id: people, department_head_id: people, unit_head_id: people },
    ...{ rule_codes: rules, schemes },
    stage: choicesOf(stages),
    channel: choicesOf(channels),
    origin: choicesOf(origins),
    domain: choicesOf(domains),
    class: choicesOf(classes),
    concerned: choicesOf(concerned),
    line: choicesOf(lines),
  }
}
