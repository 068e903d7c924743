import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Skeleton } from 'antd'
import { useParams } from 'react-router'
import type { ActFormProps } from '#web/acting/ActForm.tsx'
import { type OpenedRecord, type RecordKindForm, useAgencyNames, useAsk, useKinds } from '#web/api/queries.ts'
import { KindTag } from '#web/campaigns/Marks.tsx'
import { type Detections, taskOf } from '#web/campaigns/read-campaign.ts'
import { campaignTexts } from '#web/campaigns/texts.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { SelfCheck } from './SelfCheck.tsx'
import { SelfCheckTable } from './SelfCheckTable.tsx'
import { TaskFigures } from './TaskFigures.tsx'
import { taskTexts as texts } from './task-texts.ts'
import { type Saving, useSaving } from './use-saving.ts'
import '#web/campaigns/campaigns.css'

const kept = { staleMs: 300_000 } as const

export interface TaskParts {
  readonly record: OpenedRecord
  /** As they stand now; those of a submitted self-check are as they stood then. */
  readonly detections: Detections
}

/** The fifty questions have a page; a form of fifty rows would be none. */
function answerHere(action: string, _plain: ActFormProps): React.ReactNode | null {
  return action === 'answer' ? <AnswerHere /> : null
}

function AnswerHere(): React.JSX.Element {
  const say = useSay()
  return <p>{say(texts.answerHere)}</p>
}

function Remarks({ record }: { readonly record: OpenedRecord }): React.JSX.Element | null {
  const say = useSay()
  const { remarks } = taskOf(record)
  if (remarks.length === 0) return null
  return (
    <Card size="small" title={say(texts.remarks)}>
      <ul className="comments">
        {remarks.map(({ at, text }) => (
          <li key={at}>
            <span className="number">{timeText(at)}</span> {text}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Beside({
  record,
  kind,
  saving,
  reload,
}: {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
  readonly saving: Saving
  readonly reload: () => void
}): React.JSX.Element {
  const say = useSay()
  return (
    <div className="stack">
      <Remarks record={record} />
      <Steps
        key={record.status}
        record={{ ...record, version: saving.version }}
        kind={kind}
        onActed={reload}
        formOf={answerHere}
      />
      <Card size="small" title={say(recordTexts.history)}>
        <History record={record} kind={kind} />
      </Card>
      <Card size="small" title={say(recordTexts.comments)}>
        <Comments record={record} />
      </Card>
    </div>
  )
}

function OpenedTask({
  record,
  kind,
  detections,
  reload,
}: TaskParts & { readonly kind: RecordKindForm; readonly reload: () => void }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { plan, campaign_id } = taskOf(record)
  // In the record the plan's name is masked like anybody's.
  const campaign = useAsk('GET /api/campaigns/{campaign_id}', { params: { campaign_id }, query: {} }, kept)
  const mayAnswer = record.actions.some(({ action, refusal }) => action === 'answer' && refusal === null)
  // The first answer changes the status, and with it what may be done.
  const saving = useSaving(record, say(texts.answer), () => {
    if (record.status === 'ISSUED') reload()
  })
  const unit = record.agency_id === null ? '' : agencyOf(record.agency_id)
  return (
    <>
      <PageHead
        title={`${say(texts.task)} · ${unit}`}
        above={[
          { title: say(campaignTexts.campaigns), path: '/campaigns' },
          { title: campaign.data?.plan.name ?? plan.basis, path: `/campaigns/${campaign_id}` },
        ]}
        crumb={unit}
        beside={
          <>
            <KindTag kind="CAMPAIGN_TASK" status={record.status} />
            {record.status === 'ACCEPTED' || record.status === 'CLOSED' ? null : (
              <DueTag day={plan.phases.find(({ code }) => code === 'SELF_CHECK')?.due_on ?? null} />
            )}
          </>
        }
      >
        <SelfCheckTable record={record} version={saving.version} mayImport={mayAnswer} onImported={reload} />
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
        <Unmask record={record} />
      </PageHead>
      <TaskFigures record={record} saving={saving} detections={detections} />
      <div className="columns is-wide-left">
        <SelfCheck record={record} saving={saving} detections={detections} mayAnswer={mayAnswer} />
        <Beside record={record} kind={kind} saving={saving} reload={reload} />
      </div>
    </>
  )
}

/** A unit's self-check: the fifty questions with what the stored findings say to each, saved as one types. */
export function TaskPage(): React.JSX.Element {
  const { id = '' } = useParams()
  const kind = useKinds()?.get('CAMPAIGN_TASK')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CAMPAIGN_TASK', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const live = useAsk('GET /api/campaign-tasks/{task_id}/detections', { params: { task_id: id } })
  const error = opened.error ?? live.error
  const reload = (): void => {
    void opened.refetch()
    void live.refetch()
  }
  if (error !== null) return <Problem error={error} retry={reload} />
  const record = opened.data
  if (record === undefined || kind === undefined || live.data === undefined) return <Skeleton active />
  // What was frozen by the submission is what both sides speak about.
  const detections = taskOf(record).submitted === null ? live.data.detections : taskOf(record).detections
  return <OpenedTask key={id} record={record} kind={kind} detections={detections} reload={reload} />
}
