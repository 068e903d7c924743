import { Card, Descriptions, Skeleton, Timeline } from 'antd'
import { Link, useParams } from 'react-router'
import { type CategoryNumber, getCategory } from '#campaigns/forms/categories.ts'
import { findQuestion } from '#campaigns/forms/questions.ts'
import { natures, problemSources, rectifications } from '#campaigns/rectifying/problem-codes.ts'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle, countText, sizeText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem as Failed } from '#web/shell/Problem.tsx'
import { KindTag } from './Marks.tsx'
import { problemOf } from './read-campaign.ts'
import { campaignTexts, listTexts, recordTextsOf as texts } from './texts.ts'
import './campaigns.css'

function Facts({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const data = problemOf(record)
  const category = getCategory(data.category as CategoryNumber)
  const question = data.question === null ? undefined : findQuestion(data.question)
  const asked = question === undefined ? '' : ` · ${question.number} ${say(question.text)}`
  const yesNo = (value: boolean): string => say(value ? texts.yes : texts.no)
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { label: say(texts.unit), children: record.agency_id === null ? '' : agencyOf(record.agency_id) },
        { label: say(texts.source), children: say(asTitle(problemSources[data.source])) },
        {
          label: say(listTexts.category),
          children: `${category.number} ${say(category.title)}${asked}`,
          span: 'filled' as const,
        },
        { label: say(texts.description), children: data.description, span: 'filled' as const },
        {
          label: say(texts.people),
          children: <span className="number">{countText(data.people_count)}</span>,
        },
        { label: say(texts.amount), children: <span className="number">{yuanText(data.amount_fen)}</span> },
        { label: say(texts.nature), children: say(asTitle(natures[data.nature])) },
        { label: say(texts.responsible), children: data.responsible },
        { label: say(texts.cause), children: data.cause, span: 'filled' as const },
        { label: say(texts.way), children: say(asTitle(rectifications[data.kind])) },
        { label: say(texts.dueOn), children: <span className="number">{data.due_on}</span> },
        { label: say(texts.measures), children: data.measures, span: 'filled' as const },
        { label: say(texts.foundOn), children: <span className="number">{data.found_on}</span> },
        { label: say(texts.legislation), children: yesNo(data.needs_legislation) },
        {
          label: say(texts.inCrime),
          children:
            data.case_id === null ? (
              yesNo(data.in_crime)
            ) : (
              <>
                {yesNo(data.in_crime)} <Link to={`/cases/${data.case_id}`}>{say(texts.case)}</Link>
              </>
            ),
        },
        { label: say(texts.majorEvent), children: yesNo(data.major_event_reported) },
      ]}
    />
  )
}

/** Found, handled, rectified, verified: who said what when. */
function Progress({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const data = problemOf(record)
  const steps = [
    [texts.handled, data.handled],
    [texts.rectified, data.rectified],
    [texts.verified, data.verified],
  ] as const
  return (
    <Card size="small" title={say(texts.progress)}>
      <Timeline
        items={steps.map(([title, step]) => ({
          color: step === null ? 'gray' : 'green',
          content: (
            <>
              <strong>{say(title)}</strong>{' '}
              {step === null ? (
                say(texts.notYet)
              ) : (
                <>
                  <span className="number">{timeText(step.at)}</span> {nameOf(step.by)}
                  <div>{step.text}</div>
                </>
              )}
            </>
          ),
        }))}
      />
      {record.attachments.map(({ id, size_bytes }, index) => (
        <div key={id}>
          <a
            href={`/api/records/${record.kind}/${record.record_id}/attachments/${id}`}
            target="_blank"
            rel="noreferrer"
          >
            {say(texts.files)} {index + 1}
          </a>{' '}
          <span className="number">{sizeText(size_bytes)}</span>
        </div>
      ))}
    </Card>
  )
}

/** A problem of a campaign, from its description to its verification. */
export function ProblemPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('CAMPAIGN_PROBLEM')
  // Opening is on record: it happens when the person looks, not behind his back.
  const {
    data: record,
    error,
    refetch,
  } = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CAMPAIGN_PROBLEM', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = problemOf(record)
  const isOver = record.status === 'VERIFIED' || record.status === 'CANCELLED'
  return (
    <>
      <PageHead
        title={`${say(texts.problem)} · ${say(getCategory(data.category as CategoryNumber).title)}`}
        above={[
          { title: say(campaignTexts.campaigns), path: '/campaigns' },
          { title: say(campaignTexts.problemsTab), path: `/campaigns/${data.campaign_id}/problems` },
        ]}
        crumb={record.record_id.slice(-12)}
        beside={
          <>
            <KindTag kind="CAMPAIGN_PROBLEM" status={record.status} />
            {isOver ? null : <DueTag day={data.due_on} />}
          </>
        }
      >
        <Unmask record={record} />
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Facts record={record} />
          <Progress record={record} />
        </div>
        <div className="stack">
          <Steps
            key={`${record.version}-${record.is_masked}`}
            record={record}
            kind={kind}
            onActed={() => void refetch()}
          />
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
