import { Alert, Card, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useCapabilities, useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { caseTexts as texts } from './texts.ts'

/** `/cases/new?findings=a,b`: what was chosen in a list of findings stands in the form already. */
export function NewCasePage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [query] = useSearchParams()
  const definition = useKinds()?.get('CASE')?.actions.open
  const step = useCapabilities().data?.steps.find(({ kind, action }) => kind === 'CASE' && action === 'open')
  if (definition === undefined) return <Skeleton active />
  const findings = query.get('findings')?.split(',').filter(Boolean)
  return (
    <>
      <PageHead title={say(texts.open)} above={[{ title: say(texts.cases), path: '/cases' }]} />
      {step?.refusal == null ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      <Card size="small" style={{ maxWidth: 760 }}>
        <ActForm
          kind="CASE"
          action="open"
          definition={definition}
          {...(findings === undefined ? {} : { startValues: { finding_ids: findings } })}
          onAccepted={({ record_id }) => void go(`/cases/${record_id}`)}
        >
          <p>{say(texts.openMore)}</p>
        </ActForm>
      </Card>
    </>
  )
}
