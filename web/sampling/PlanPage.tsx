import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Descriptions, Skeleton } from 'antd'
import { Link, useParams } from 'react-router'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { DrawCard } from './DrawCard.tsx'
import { PaperButton } from './PaperButton.tsx'
import { ResultsCard } from './ResultsCard.tsx'
import { planOf, type Results } from './read-sampling.ts'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

function PlanFacts({
  record,
  results,
}: {
  readonly record: OpenedRecord
  readonly results: Results
}): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { month, frozen_on, due_on, completed_on, replaces, correction } = planOf(record)
  const planLink = (id: string) => (
    <Link to={`/sampling/plans/${id}`} className="code">
      {id}
    </Link>
  )
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [say(texts.agency), record.agency_id === null ? null : agencyOf(record.agency_id)],
    [
      say(texts.month),
      <span key="month" className="number">
        {month}
      </span>,
    ],
    [
      say(texts.frozenOn),
      <span key="frozen" className="number">
        {frozen_on}
      </span>,
    ],
    [
      say(texts.due),
      completed_on === null ? <DueTag key="due" day={due_on} /> : say(texts.done, { day: completed_on }),
    ],
    [say(texts.replaces), replaces === null ? null : planLink(replaces)],
    [say(texts.replacedBy), results.replaced_by === null ? null : planLink(results.replaced_by)],
    [say(texts.correction), correction?.reason ?? null],
  ]
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, xl: 4 }}
      items={facts
        .filter(([, children]) => children !== null)
        .map(([label, children]) => ({ key: label, label, children }))}
    />
  )
}

/** A plan: what ended in the month, how it was drawn, and what came of looking at it once more. */
export function PlanPage(): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('SAMPLE_PLAN')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'SAMPLE_PLAN', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const results = useAsk('GET /api/sample-plans/{record_id}/results', { params: { record_id: id } })
  const record = opened.data
  const error = opened.error ?? results.error
  const reload = (): void => {
    void opened.refetch()
    void results.refetch()
  }
  if (error !== null) return <Problem error={error} retry={reload} />
  if (record === undefined || kind === undefined || results.data === undefined) return <Skeleton active />
  const plan = planOf(record)
  const agency = record.agency_id === null ? '' : agencyOf(record.agency_id)
  return (
    <>
      <PageHead
        title={`${say(texts.plan)} · ${plan.month} ${agency}`}
        above={[{ title: say(texts.sampling), path: '/sampling' }]}
        crumb={`${plan.month} ${agency}`}
        beside={<SamplingStatus kind="SAMPLE_PLAN" status={record.status} />}
      >
        <PaperButton planId={id} />
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
      </PageHead>
      {plan.seed === null ? (
        <Alert type="info" showIcon title={say(texts.notDrawn)} style={{ marginBottom: 12 }} />
      ) : null}
      <div className="stack" style={{ marginBottom: 12 }}>
        <Card size="small">
          <PlanFacts record={record} results={results.data} />
        </Card>
        <ResultsCard planId={id} results={results.data} />
      </div>
      <div className="columns">
        <div className="stack">
          <DrawCard planId={id} plan={plan} />
        </div>
        <div className="stack">
          <Steps key={record.version} record={record} kind={kind} onActed={reload} />
          <Card size="small" title={say(recordTexts.history)}>
            <History record={record} kind={kind} />
          </Card>
          <Card size="small" title={say(recordTexts.comments)}>
            <Comments record={record} />
          </Card>
        </div>
      </div>
    </>
  )
}
