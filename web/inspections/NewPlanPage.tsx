import { Alert, Card, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useCapabilities, useKinds } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { thisYear } from './PlansPage.tsx'
import { inspectionTexts as texts } from './texts.ts'

/** A year's plan: as many rows as a fifth asks for stand there already, for the person to fill in. */
export function NewPlanPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [query] = useSearchParams()
  const year = Number(query.get('year') ?? thisYear())
  const definition = useKinds()?.get('INSPECTION_PLAN')?.actions.propose
  const step = useCapabilities().data?.steps.find(
    ({ kind, action }) => kind === 'INSPECTION_PLAN' && action === 'propose',
  )
  const choices = useAsk('GET /api/inspections/choices', { query: {} })
  const plans = useAsk('GET /api/inspections/plans', { query: { year } })
  if (definition === undefined || choices.data === undefined || plans.data === undefined)
    return <Skeleton active />
  const agencies = choices.data.agencies
    .filter(({ is_own }) => !is_own)
    .map(({ agency_id, name }) => ({ value: agency_id, label: name }))
  const required = plans.data.items.find(({ is_own }) => is_own)?.coverage.required ?? 1
  const items = Array.from({ length: required }, () => ({ is_on_site: true, kind: 'SPECIAL' }))
  return (
    <>
      <PageHead
        title={say(texts.propose)}
        above={[
          { title: say(texts.inspections), path: '/inspections' },
          { title: say(texts.plans), path: `/inspections/plans?year=${year}` },
        ]}
      />
      {step?.refusal == null ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      <Card size="small" style={{ maxWidth: 960 }}>
        <FieldChoicesContext value={{ agency_id: agencies }}>
          <ActForm
            kind="INSPECTION_PLAN"
            action="propose"
            definition={definition}
            startValues={{ year, items }}
            onAccepted={({ record_id }) => void go(`/inspections/plans/${record_id}`)}
          >
            <p>{say(texts.proposeMore)}</p>
          </ActForm>
        </FieldChoicesContext>
      </Card>
    </>
  )
}
