import { Card, Descriptions, Skeleton, Tag, Timeline } from 'antd'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import { foundBy, grades, natures, stages, transfers } from '#major-events/event-codes.ts'
import type { EventData } from '#major-events/event-data.ts'
import { minutesLate } from '#major-events/lateness.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { LateTag } from './EventsPage.tsx'
import { PaperButton } from './PaperButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Event = z.input<typeof EventData>
type Facts = Event['facts']

const links = (ids: readonly string[], folder: string): React.ReactNode =>
  ids.map((id) => (
    <span key={id}>
      <Link to={`/${folder}/${id}`} className="code">
        {id.slice(-12)}
      </Link>{' '}
    </span>
  ))

function FactsCard({
  event,
  facts,
  title,
}: {
  readonly event: Event
  readonly facts: Facts
  readonly title: string
}): React.JSX.Element {
  const say = useSay()
  const money = (fen: string) => <span className="number">{yuanText(fen)}</span>
  const long = (label: string, children: React.ReactNode) => ({ label, children, span: 'filled' as const })
  return (
    <Card size="small" title={title}>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            label: say(texts.occurredOn),
            children: <span className="number">{facts.occurred_on ?? say(texts.unknown)}</span>,
          },
          { label: say(texts.foundAt), children: <span className="number">{timeText(event.found_at)}</span> },
          { label: say(texts.channel), children: say(asTitle(foundBy[facts.channel])) },
          { label: say(texts.grade), children: say(asTitle(grades[event.grade])) },
          { label: say(texts.nature), children: say(asTitle(natures[facts.nature])) },
          { label: say(texts.transfer), children: say(asTitle(transfers[facts.transfer])) },
          { label: say(texts.amount), children: money(facts.amount_fen) },
          { label: say(texts.loss), children: money(facts.loss_fen) },
          { label: say(texts.recovered), children: money(facts.recovered_fen) },
          {
            label: say(texts.schemes),
            children: facts.schemes
              .map((code) => say(codeName(code, { name: 'scheme', title: '险种', among: [] })))
              .join('、'),
          },
          long(
            say(texts.people),
            facts.people.map(({ person_name, position }) => `${person_name}（${position}）`).join('、') ||
              say(texts.nothing),
          ),
          long(say(texts.summary), facts.summary),
          long(say(texts.cause), facts.cause),
          long(say(texts.measures), facts.measures),
          long(
            say(texts.cases),
            facts.case_ids.length === 0 ? say(texts.nothing) : links(facts.case_ids, 'cases'),
          ),
          long(
            say(texts.findings),
            facts.finding_ids.length === 0 ? say(texts.nothing) : links(facts.finding_ids, 'findings'),
          ),
        ]}
      />
    </Card>
  )
}

function Reports({ event }: { readonly event: Event }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const notes = [
    ...event.reports.map(({ stage, facts, by, signed_by, signed_at }) => ({
      at: signed_at,
      color: 'blue',
      children: `${say(asTitle(stages[stage]))} ${yuanText(facts.amount_fen)} · ${nameOf(by)} → ${say(texts.signedBy)} ${nameOf(signed_by)}`,
    })),
    ...event.received.map(({ at, by, text }) => ({ at, color: 'green', children: `${nameOf(by)}：${text}` })),
    ...event.asked.map(({ at, by, text, due_on, answered_at }) => ({
      at,
      color: answered_at === null ? 'red' : 'green',
      children: `${nameOf(by)}：${text}（${due_on}${answered_at === null ? '' : ` ${say(texts.answered)}`}）`,
    })),
    ...event.obstructions.map(({ at, by, text }) => ({
      at,
      color: 'red',
      children: `${say(texts.obstructions)} · ${nameOf(by)}：${text}`,
    })),
    ...event.remarks.map(({ at, by, reason }) => ({
      at,
      color: 'gray',
      children: `${nameOf(by)}：${reason}`,
    })),
  ].toSorted((one, other) => one.at.localeCompare(other.at))
  return (
    <Card size="small" title={say(texts.history)}>
      {notes.length === 0 ? (
        say(texts.notReported)
      ) : (
        <Timeline
          items={notes.map(({ at, color, children }) => ({
            key: `${at} ${children}`,
            color,
            content: (
              <>
                <span className="number">{timeText(at)}</span> {children}
              </>
            ),
          }))}
        />
      )}
    </Card>
  )
}

function Content({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const event = record.data as Event
  const { pending } = event
  return (
    <div className="stack">
      {pending === null || event.reports.length === 0 ? null : (
        <FactsCard
          event={event}
          facts={pending.facts}
          title={`${say(asTitle(stages[pending.stage]))} · ${say(texts.pending)}`}
        />
      )}
      <FactsCard
        event={event}
        facts={event.facts}
        title={say(asTitle(stages[event.reports.at(-1)?.stage ?? pending?.stage ?? 'FIRST']))}
      />
      <Reports event={event} />
    </div>
  )
}

/** What a correction or a further report begins with: what was said last. */
function startOf(event: Event): Readonly<Record<string, unknown>> {
  const { amount_fen, loss_fen, recovered_fen, ...rest } = event.pending?.facts ?? event.facts
  const yuan = (fen: string): string => `${BigInt(fen) / 100n}.${String(BigInt(fen) % 100n).padStart(2, '0')}`
  return { ...rest, amount: yuan(amount_fen), loss: yuan(loss_fen), recovered: yuan(recovered_fen) }
}

/** 要情: its facts as last reported, who reported what when, and what may be done next. */
export function EventPage(): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('MAJOR_EVENT')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'MAJOR_EVENT', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const event = record.data as Event
  const isReported = event.first_reported_at !== null
  const again = (): void => void opened.refetch()
  // With masked names a correction would overwrite what it cannot show.
  const start = record.is_masked ? { ...startOf(event), people: [] } : startOf(event)
  const found = { found_at: timeText(event.found_at), grade: event.grade, stage: event.pending?.stage }
  return (
    <>
      <PageHead
        title={event.number?.text ?? say(texts.event)}
        above={[{ title: say(texts.events), path: reportPaths.events }]}
        beside={
          <>
            <PaperStatus kind="MAJOR_EVENT" status={record.status} />
            <LateTag minutes={minutesLate(event, new Date())} isReported={isReported} />
            {record.agency_id === null ? null : <Tag>{agencyOf(record.agency_id)}</Tag>}
          </>
        }
      >
        <PaperButton
          record={record}
          isSigned={record.status === 'REPORTED' || record.status === 'CLOSED'}
          onWritten={again}
        />
        <Unmask record={record} />
      </PageHead>
      <div className="columns">
        <Content record={record} />
        <div className="stack">
          <Steps
            key={`${record.version}-${record.is_masked}`}
            record={record}
            kind={kind}
            onActed={again}
            formOf={(action, plain) =>
              action === 'redraft' || action === 'further' ? (
                <ActForm {...plain} startValues={action === 'redraft' ? { ...start, ...found } : start} />
              ) : null
            }
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
