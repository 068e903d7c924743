import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton } from 'antd'
import { useNavigate, useParams } from 'react-router'
import type { ActFormProps } from '#web/acting/ActForm.tsx'
import { type OpenedRecord, type RecordKindForm, useAsk, useKinds } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { CaseHead } from './CaseHead.tsx'
import { ConclusionCard } from './ConclusionCard.tsx'
import { FindingsCard } from './FindingsCard.tsx'
import { HandlingCards } from './HandlingCards.tsx'
import { LettersCard } from './LettersCard.tsx'
import { LevelTag, StatusTag } from './Marks.tsx'
import { PapersCard } from './PapersCard.tsx'
import { type CaseDossier, caseOf } from './read-case.ts'
import { StatementCard } from './StatementCard.tsx'
import { caseTexts as texts } from './texts.ts'
import { useActionChoices } from './use-action-choices.ts'

export interface CaseParts {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
  readonly dossier: CaseDossier
}

/** Conclusions are written on a page of their own: they need the width of the evidence. */
function concludeLink(action: string, { recordId = '' }: ActFormProps): React.ReactNode | null {
  if (action !== 'conclude') return null
  return <ConcludeLink recordId={recordId} />
}

function ConcludeLink({ recordId }: { readonly recordId: string }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  return (
    <>
      <p>{say(texts.concludeMore)}</p>
      <Button type="primary" onClick={() => void go(`/cases/${recordId}/conclude`)}>
        {say(texts.conclude)}
      </Button>
    </>
  )
}

function Beside({ record, kind, dossier, reload }: CaseParts & { reload: () => void }): React.JSX.Element {
  const say = useSay()
  const choices = useActionChoices(record, dossier)
  return (
    <div className="stack">
      <FieldChoicesContext value={choices}>
        <Steps key={record.version} record={record} kind={kind} onActed={reload} formOf={concludeLink} />
      </FieldChoicesContext>
      <Card size="small" title={say(recordTexts.history)}>
        <History record={record} kind={kind} />
      </Card>
      <Card size="small" title={say(recordTexts.comments)}>
        <Comments record={record} />
      </Card>
    </div>
  )
}

/** A case from its findings to its end, and what this person may do with it. */
export function CasePage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('CASE')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CASE', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const record = opened.data
  const isFollowed = record === undefined || caseOf(record).is_followed
  const dossier = useAsk('GET /api/cases/{record_id}/dossier', { params: { record_id: id } })
  const error = opened.error ?? dossier.error
  const reload = (): void => {
    void opened.refetch()
    void dossier.refetch()
  }
  if (error !== null) return <Problem error={error} retry={reload} />
  if (record === undefined || kind === undefined || dossier.data === undefined) return <Skeleton active />
  const data = caseOf(record)
  const parts = { record, kind, dossier: dossier.data }
  const first = dossier.data.findings[0]
  const title = first === undefined ? say(texts.case) : `${say(texts.case)} · ${say(first.rule_title)}`
  return (
    <>
      <PageHead
        title={title}
        above={[{ title: say(texts.cases), path: '/cases' }]}
        crumb={id.slice(-12)}
        beside={
          <>
            <StatusTag kind="CASE" status={record.status} />
            <LevelTag level={data.level} />
          </>
        }
      >
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
        <Unmask record={record} />
      </PageHead>
      {isFollowed ? null : (
        <Alert
          type="info"
          showIcon
          title={say(texts.following)}
          action={
            <Button size="small" onClick={reload}>
              {say(recordTexts.refresh)}
            </Button>
          }
          style={{ marginBottom: 12 }}
        />
      )}
      <CaseHead {...parts} />
      <div className="columns">
        <div className="stack">
          <FindingsCard {...parts} />
          <PapersCard {...parts} />
          <StatementCard {...parts} />
          <ConclusionCard {...parts} />
          <HandlingCards {...parts} reload={reload} />
          <LettersCard
            letters={dossier.data.letters}
            draftAt={record.status === 'MERGED' ? null : `/cases/${id}/letters/new`}
          />
        </div>
        <Beside {...parts} reload={reload} />
      </div>
    </>
  )
}
