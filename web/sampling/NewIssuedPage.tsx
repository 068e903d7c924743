import { Alert, Card, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useCapabilities, useKinds, useMe } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { samplingTexts as texts } from './texts.ts'

/** `/sampling/issued/new?findings=a,b`: what was chosen in a list of findings stands in the form already. */
export function NewIssuedPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [query] = useSearchParams()
  const definition = useKinds()?.get('ISSUED_FINDINGS')?.actions.issue
  const step = useCapabilities().data?.steps.find(
    ({ kind, action }) => kind === 'ISSUED_FINDINGS' && action === 'issue',
  )
  const own = useMe().data?.agency_id
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000 }).data?.items
  if (definition === undefined || agencies === undefined) return <Skeleton active />
  const findings = query.get('findings')?.split(',').filter(Boolean)
  const agency_id = agencies
    .filter((each) => each.agency_id !== own)
    .map((each) => ({ value: each.agency_id, label: each.name }))
  return (
    <>
      <PageHead
        title={say(texts.issue)}
        above={[
          { title: say(texts.sampling), path: '/sampling' },
          { title: say(texts.issued), path: '/sampling/issued' },
        ]}
      />
      {step?.refusal == null ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      <Card size="small" style={{ maxWidth: 760 }}>
        <FieldChoicesContext value={{ agency_id }}>
          <ActForm
            kind="ISSUED_FINDINGS"
            action="issue"
            definition={definition}
            {...(findings === undefined ? {} : { startValues: { finding_ids: findings } })}
            onAccepted={({ record_id }) => void go(`/sampling/issued/${record_id}`)}
          >
            <p>{say(texts.issueMore)}</p>
          </ActForm>
        </FieldChoicesContext>
      </Card>
    </>
  )
}
