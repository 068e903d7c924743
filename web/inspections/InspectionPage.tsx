import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Skeleton } from 'antd'
import { useParams } from 'react-router'
import { type OpenedRecord, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { DocumentsCard, useProduce } from './DocumentsCard.tsx'
import { InspectionActions } from './InspectionActions.tsx'
import { InspectionHead } from './InspectionHead.tsx'
import { LookBackCard } from './LookBackCard.tsx'
import { InspectionStatusTag } from './Marks.tsx'
import { RectificationCard, StatementCard } from './OpinionCards.tsx'
import { type InspectionParts, inspectionOf } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'
import { FactsCard, PapersCard } from './WorkCards.tsx'

function Beside({ reload, ...parts }: InspectionParts & { readonly reload: () => void }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { record, kind } = parts
  const { remarks } = inspectionOf(record)
  return (
    <div className="stack">
      <InspectionActions {...parts} reload={reload} />
      {remarks.length === 0 ? null : (
        <Card size="small" title={say(texts.remarks)}>
          <ul className="comments">
            {remarks.map(({ action, at, by, reason }) => (
              <li key={at}>
                <strong>{say(kind.actions[action]?.title ?? texts.remarks)}</strong>{' '}
                <span className="number">
                  {nameOf(by)} {timeText(at)}
                </span>
                <div>{reason}</div>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card size="small" title={say(recordTexts.history)}>
        <History record={record} kind={kind} />
      </Card>
      <Card size="small" title={say(recordTexts.comments)}>
        <Comments record={record} />
      </Card>
    </div>
  )
}

/** Signed and not written yet: the server writes it at once, so that nobody waits for a file nobody asked for. */
function unwritten(record: OpenedRecord): 'notice' | 'opinion' | null {
  const { notice, opinion } = inspectionOf(record)
  if (opinion !== null && opinion.attachment_id === null) return 'opinion'
  return notice !== null && notice.attachment_id === null ? 'notice' : null
}

/** An inspection from its notice to the look-back, and what this person may do with it. */
export function InspectionPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('INSPECTION')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'INSPECTION', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const dossier = useAsk('GET /api/inspections/{record_id}/dossier', { params: { record_id: id } })
  const reload = (): void => {
    void opened.refetch()
    void dossier.refetch()
  }
  const produce = useProduce(id, reload)
  const acted = (): void => {
    void dossier.refetch()
    void opened.refetch().then(({ data }) => {
      const code = data === undefined ? null : unwritten(data)
      if (code !== null) produce.mutate(code)
    })
  }
  const record = opened.data
  const error = opened.error ?? dossier.error
  if (error !== null) return <Problem error={error} retry={reload} />
  if (record === undefined || kind === undefined || dossier.data === undefined) return <Skeleton active />
  const parts: InspectionParts = { record, kind, dossier: dossier.data }
  return (
    <>
      <PageHead
        title={inspectionOf(record).title}
        above={[{ title: say(texts.inspections), path: '/inspections' }]}
        crumb={id.slice(-12)}
        beside={<InspectionStatusTag status={record.status} />}
      >
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
        <Unmask record={record} />
      </PageHead>
      <InspectionHead {...parts} />
      <div className="columns">
        <div className="stack">
          <DocumentsCard {...parts} produce={produce} />
          <PapersCard {...parts} />
          <FactsCard {...parts} />
          <StatementCard {...parts} />
          <RectificationCard {...parts} />
          <LookBackCard {...parts} />
        </div>
        <Beside {...parts} reload={acted} />
      </div>
    </>
  )
}
