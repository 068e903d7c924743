import { Card, Skeleton } from 'antd'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { caseTexts as texts } from './texts.ts'

/** A letter of a case: `?template=REMINDER&recovery=…` chooses what it is and what it is about. */
export function NewLetterPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { id = '' } = useParams()
  const [query] = useSearchParams()
  const definition = useKinds()?.get('LETTER')?.actions.draft
  const dossier = useAsk('GET /api/cases/{record_id}/dossier', { params: { record_id: id } })
  if (dossier.error !== null) return <Problem error={dossier.error} retry={() => void dossier.refetch()} />
  if (definition === undefined || dossier.data === undefined) return <Skeleton active />
  const recoveries = dossier.data.recoveries.filter(({ status }) => status !== 'CANCELLED')
  const choices = {
    recovery_id: recoveries.map(({ record_id, debtor_name, due_fen }) => ({
      value: record_id,
      label: `${debtor_name} ${yuanText(due_fen)} · ${record_id.slice(-12)}`,
    })),
  }
  const [template, recovery] = [query.get('template'), query.get('recovery')]
  return (
    <>
      <PageHead
        title={say(texts.draftLetter)}
        above={[
          { title: say(texts.cases), path: '/cases' },
          { title: id.slice(-12), path: `/cases/${id}` },
        ]}
      />
      <Card size="small" style={{ maxWidth: 900 }}>
        <FieldChoicesContext value={choices}>
          <ActForm
            kind="LETTER"
            action="draft"
            definition={definition}
            given={{ case_id: id }}
            startValues={{
              ...(template === null ? {} : { template }),
              ...(recovery === null ? {} : { recovery_id: recovery }),
            }}
            onAccepted={({ record_id }) => void go(`/letters/${record_id}`)}
          />
        </FieldChoicesContext>
      </Card>
    </>
  )
}
