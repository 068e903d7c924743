import { Alert, Card, Skeleton } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { RehearsedCard, useRehearsal } from '#web/acting/Rehearsed.tsx'
import { useCapabilities, useKinds, useMe } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts } from '#web/records/texts.ts'
import { Waiting } from '#web/records/Waiting.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { handlingTexts as texts } from './texts.ts'

const personLength = 4

/** A new record of any kind: its form comes from the schema of the action that opens it. */
export function OpenRecordPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { kind: code = '' } = useParams()
  const kind = useKinds()?.get(code)
  const may = useCapabilities().data
  const me = useMe().data
  // A link may fill in what it knows: the parameter of a rule.
  const [known] = useSearchParams()
  const [person, setPerson] = useState(known.get('person_id') ?? '')
  const shown = useDeferredValue(person)
  const step = may?.steps.find((each) => each.is_opening && each.kind === code)
  const rehearsal = useRehearsal({ kind: code, action: step?.action ?? '' })
  if (kind === undefined || may === undefined) return <Skeleton active />
  const definition = step === undefined ? undefined : kind.actions[step.action]
  const above = [{ title: say(shellTexts.handling), path: '/handling' }]
  return (
    <>
      <PageHead title={say(kind.title)} above={above}>
        <Link to={`/records/${code}?entered_by=${me?.staff_id ?? ''}`}>{say(texts.recent)}</Link>
      </PageHead>
      {step === undefined || definition === undefined ? (
        <Alert type="warning" showIcon title={say(texts.unknown)} />
      ) : null}
      {step?.refusal === null || step === undefined ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      {step === undefined || definition === undefined ? null : (
        <div className="columns">
          <Card size="small">
            <ActForm
              kind={code}
              action={step.action}
              definition={definition}
              startValues={Object.fromEntries(known)}
              onAccepted={({ record_id }) => void go(`/records/${code}/${record_id}`)}
              onValues={({ person_id }) => {
                setPerson(typeof person_id === 'string' ? person_id.trim() : '')
                // What was checked is no longer what stands there.
                if (!rehearsal.isIdle) rehearsal.reset()
              }}
              {...(definition.can_rehearse
                ? { rehearsal: { isPending: rehearsal.isPending, ask: rehearsal.mutate } }
                : {})}
            />
          </Card>
          <div className="stack">
            <RehearsedCard rehearsal={rehearsal} kind={kind} action={step.action} />
            <Card size="small" title={say(recordTexts.waiting)}>
              {shown.length < personLength ? say(texts.typePerson) : <Waiting personId={shown} />}
            </Card>
            {kind.is_high_risk ? (
              <Alert type="info" showIcon title={say(texts.rules)} description={say(texts.rulesMore)} />
            ) : null}
          </div>
        </div>
      )}
    </>
  )
}
