import { Alert, Card, Skeleton } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useCapabilities, useKinds } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { staffChoices } from './staff-choices.ts'
import { inspectionTexts as texts } from './texts.ts'

/** `/inspections/new?inspected=…&is_on_site=true`: what a plan says stands in the form already. */
export function NewInspectionPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [query] = useSearchParams()
  const [inspected, setInspected] = useState(query.get('inspected') ?? undefined)
  const definition = useKinds()?.get('INSPECTION')?.actions.open
  const step = useCapabilities().data?.steps.find(
    ({ kind, action }) => kind === 'INSPECTION' && action === 'open',
  )
  const choices = useAsk(
    'GET /api/inspections/choices',
    { query: inspected === undefined ? {} : { inspected } },
    { keepsPrevious: true },
  )
  if (definition === undefined || choices.data === undefined) return <Skeleton active />
  const staff = staffChoices(choices.data.staff, say)
  const agencies = choices.data.agencies.map(({ agency_id, name }) => ({ value: agency_id, label: name }))
  const { is_on_site, ...known } = Object.fromEntries(query)
  return (
    <>
      <PageHead title={say(texts.open)} above={[{ title: say(texts.inspections), path: '/inspections' }]} />
      {step?.refusal == null ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      <Card size="small" style={{ maxWidth: 960 }}>
        <FieldChoicesContext value={{ inspected: agencies, head: staff, members: staff }}>
          <ActForm
            kind="INSPECTION"
            action="open"
            definition={definition}
            startValues={{ ...known, is_on_site: is_on_site !== 'false' }}
            onValues={(values) =>
              setInspected(typeof values.inspected === 'string' ? values.inspected : undefined)
            }
            onAccepted={({ record_id }) => void go(`/inspections/${record_id}`)}
          >
            <p>{say(texts.openMore)}</p>
          </ActForm>
        </FieldChoicesContext>
      </Card>
    </>
  )
}
