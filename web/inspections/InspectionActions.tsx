import { ActForm, type ActFormProps } from '#web/acting/ActForm.tsx'
import { useMe } from '#web/api/queries.ts'
import { type FieldChoices, FieldChoicesContext } from '#web/forms/field-choices.ts'
import type { Values } from '#web/forms/form-values.ts'
import { asTitle } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { Steps } from '#web/records/Steps.tsx'
import { type Inspection, type InspectionParts, inspectionOf, isReported } from './read-inspection.ts'
import { staffChoices } from './staff-choices.ts'
import { inspectionTexts as texts } from './texts.ts'

const ofUnit: readonly string[] = ['answer', 'rectify']
const ofTeam: readonly string[] = [
  ...['begin', 'work', 'fact', 'withdraw_fact', 'ask_statement', 'end_statement', 'resume', 'propose'],
  ...['verify', 'send_back', 'look_back'],
]

/** Of an item's life: what the action can be about. */
function itemsFor(action: string, { items, facts }: Inspection): FieldChoices[string] {
  const open = items.filter(({ verified }) => verified === null)
  const wanted =
    action === 'rectify'
      ? open.filter((item) => !isReported(item))
      : action === 'extend'
        ? open
        : open.filter((item) => isReported(item))
  const titleOf = (id: string | null): string => facts.find(({ fact_id }) => fact_id === id)?.title ?? ''
  return wanted.map(({ item_id, what, fact_id }) => ({
    value: item_id,
    label: [titleOf(fact_id), what].filter(Boolean).join(' · '),
  }))
}

function choicesFor(action: string, { record, dossier }: InspectionParts, say: Say): FieldChoices {
  const data = inspectionOf(record)
  const staff = staffChoices(dossier.staff, say)
  const facts = data.facts
    .filter(({ withdrawn }) => withdrawn === null)
    .map(({ fact_id, title }) => ({ value: fact_id, label: title }))
  return {
    ...(dossier.staff.length === 0 ? {} : { head: staff, members: staff }),
    fact_id: facts,
    item_id: itemsFor(action, data),
    finding_ids: dossier.open_findings.map(({ finding_id, rule_code, rule_title }) => ({
      value: finding_id,
      label: `${rule_code} ${say(asTitle(rule_title))} ${finding_id}`,
    })),
    case_ids: dossier.open_cases.map(({ record_id, opened_on }) => ({
      value: record_id,
      label: say(texts.caseOption, { id: record_id.slice(-12), day: opened_on }),
    })),
  }
}

/** What stands in the form already. */
function startFor(action: string, data: Inspection): Values | undefined {
  const team = {
    head: data.team.find(({ is_head }) => is_head)?.staff_id,
    members: data.team.filter(({ is_head }) => !is_head).map(({ staff_id }) => staff_id),
  }
  if (action === 'revise') return { ...data, ...team }
  if (action === 'change_team') return team
  if (action === 'ask_statement') return { working_days: 5 }
  if (action !== 'propose') return undefined
  const standing = data.facts.filter(({ withdrawn }) => withdrawn === null)
  return { items: standing.map(({ fact_id }) => ({ fact_id, way: 'LIMITED' })) }
}

/** Actions that are the unit's are not offered to the supervisor, and the other way round; the server refuses anyway. */
function useOwnActions({ record }: InspectionParts): InspectionParts['record']['actions'] {
  const me = useMe().data
  const data = inspectionOf(record)
  const isUnit = me?.agency_id === data.inspected.agency_id
  const isTeam = data.team.some(({ staff_id }) => staff_id === me?.staff_id)
  return record.actions.filter(({ action }) => {
    if (ofUnit.includes(action)) return isUnit
    if (ofTeam.includes(action)) return isTeam
    return !action.startsWith('file_')
  })
}

/** What this person may do with the inspection, with forms that know its people, facts, items and findings. */
export function InspectionActions({
  reload,
  ...parts
}: InspectionParts & { readonly reload: () => void }): React.JSX.Element {
  const say = useSay()
  const { record, kind } = parts
  const actions = useOwnActions(parts)
  const formOf = (action: string, plain: ActFormProps): React.JSX.Element => {
    const startValues =
      record.is_masked && action === 'revise' ? undefined : startFor(action, inspectionOf(record))
    return (
      <FieldChoicesContext value={choicesFor(action, parts, say)}>
        <ActForm {...plain} {...(startValues === undefined ? {} : { startValues })} />
      </FieldChoicesContext>
    )
  }
  return (
    <Steps
      key={record.version}
      record={{ ...record, actions }}
      kind={kind}
      onActed={reload}
      formOf={formOf}
    />
  )
}
