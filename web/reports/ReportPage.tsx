import { Button, Card, Descriptions, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import { figureText } from '#periodic-reports/figure-list.ts'
import { outlines, reportKinds, type SectionCode, sections } from '#periodic-reports/report-codes.ts'
import type { ReportData } from '#periodic-reports/report-data.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import type { Answer } from '#web/api/call.ts'
import {
  type OpenedRecord,
  type RecordKindForm,
  useAgencyNames,
  useAsk,
  useKinds,
  useStaffNames,
} from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { PaperButton } from './PaperButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Report = z.input<typeof ReportData>
type Figures = Answer<'GET /api/periodic-reports/{record_id}/figures'>
type Figure = Figures['items'][number]

const pagesOfLists = {
  findings: '/findings',
  'major-events': reportPaths.events,
  'leading-groups': reportPaths.groups,
} as const satisfies Readonly<Record<NonNullable<Figure['rows']>['list'], string>>

/** A figure opens the rows that it counts, where a list can show just these. */
function RowsLink({
  rows,
  children,
}: {
  readonly rows: Figure['rows']
  readonly children: React.JSX.Element
}): React.JSX.Element {
  if (rows === null) return children
  return (
    <Link to={`${pagesOfLists[rows.list]}?${new URLSearchParams(rows.filters).toString()}`}>{children}</Link>
  )
}

function FigureTable({ items }: { readonly items: Figures['items'] }): React.JSX.Element {
  const say = useSay()
  const { language } = useSpeaking()
  return (
    <table className="plain" style={{ width: '100%', marginBottom: 8 }}>
      <tbody>
        {items.map(({ code, title, value, has_source, source, rows }) => (
          <tr key={code}>
            <th scope="row" style={{ textAlign: 'left', fontWeight: 'normal', width: '45%' }}>
              {say(asTitle(title))}
            </th>
            <td style={{ textAlign: 'right' }}>
              {has_source ? (
                <RowsLink rows={rows}>
                  <strong className="number">{figureText({ code, value, hasSource: true }, language)}</strong>
                </RowsLink>
              ) : (
                <em>{say(texts.noData)}</em>
              )}
            </td>
            <td style={{ width: '20%' }}>
              <small>{has_source ? say(asTitle(source)) : ''}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface SectionProps {
  readonly section: SectionCode
  readonly position: number
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
  readonly figures: Figures | undefined
  readonly onWritten: () => void
}

function Section({ section, position, record, kind, figures, onWritten }: SectionProps): React.JSX.Element {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const report = record.data as Report
  const text = report.narrative[section]
  const mayWrite = record.actions.some(({ action, refusal }) => action === 'write' && refusal === null)
  const isNeeded = outlines[report.kind].needed.includes(section)
  const items = figures?.items.filter((each) => each.section === section) ?? []
  return (
    <Card
      size="small"
      title={
        <>
          {position}. {say(asTitle(sections[section]))}{' '}
          {isNeeded && text === undefined ? <Tag color="warning">{say(texts.needed)}</Tag> : null}
        </>
      }
      extra={
        mayWrite ? (
          <Button
            size="small"
            className="no-print"
            onClick={() => setOpen(!isOpen)}
            aria-label={`${say(isOpen ? texts.close : texts.write)} ${say(asTitle(sections[section]))}`}
          >
            {say(isOpen ? texts.close : texts.write)}
          </Button>
        ) : null
      }
    >
      {items.length === 0 ? null : <FigureTable items={items} />}
      {isOpen && mayWrite ? (
        <ActForm
          kind="PERIODIC_REPORT"
          recordId={record.record_id}
          version={record.version}
          action="write"
          definition={kind.actions.write!}
          given={{ section }}
          startValues={text === undefined ? {} : { text }}
          onAccepted={() => {
            setOpen(false)
            onWritten()
          }}
        />
      ) : (
        <div style={{ whiteSpace: 'pre-wrap' }}>{text ?? <small>{say(texts.unwritten)}</small>}</div>
      )}
    </Card>
  )
}

function Facts({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const { due_on, filed_on, submitted, approved, accepted, remarks } = record.data as Report
  const done = (each: { readonly by: string; readonly at: string } | null): string =>
    each === null ? '' : `${nameOf(each.by)} ${timeText(each.at)}`
  return (
    <Card size="small">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { label: say(texts.unit), children: record.agency_id === null ? '' : agencyOf(record.agency_id) },
          {
            label: say(texts.due),
            children: filed_on === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
          },
          {
            label: say(texts.filed),
            children: (
              <>
                <span className="number">{filed_on ?? ''}</span>{' '}
                {filed_on !== null && filed_on > due_on ? <Tag color="error">{say(texts.late)}</Tag> : null}
              </>
            ),
          },
          { label: say(texts.submittedBy), children: done(submitted) },
          { label: say(texts.approvedBy), children: done(approved) },
          {
            label: say(texts.acceptedBy),
            children: accepted === null ? '' : `${done(accepted)} ${accepted.opinion}`,
          },
          ...remarks.map(({ at, by, reason }) => ({
            key: at,
            label: say(texts.remarks),
            children: `${reason} ${nameOf(by)} ${timeText(at)}`,
            span: 'filled' as const,
          })),
        ]}
      />
    </Card>
  )
}

/** A periodic report: figures of the period beside what the handler writes, section by section. */
export function ReportPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('PERIODIC_REPORT')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'PERIODIC_REPORT', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const figures = useAsk('GET /api/periodic-reports/{record_id}/figures', { params: { record_id: id } })
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const report = record.data as Report
  const again = (): void => {
    void opened.refetch()
    void figures.refetch()
  }
  const at = figures.data === undefined ? '' : timeText(figures.data.at)
  return (
    <>
      <PageHead
        title={`${say(asTitle(reportKinds[report.kind]))} ${report.period}`}
        above={[{ title: say(texts.periodic), path: reportPaths.periodic }]}
        beside={
          <>
            <PaperStatus kind="PERIODIC_REPORT" status={record.status} />
            <small>
              {say(figures.data?.is_frozen === true ? texts.figuresFrozen : texts.figuresNow, { at })}
            </small>
          </>
        }
      >
        <PaperButton
          record={record}
          isSigned={record.status === 'FILED' || record.status === 'ACCEPTED'}
          onWritten={again}
        />
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Facts record={record} />
          {figures.error === null ? null : (
            <Problem error={figures.error} retry={() => void figures.refetch()} />
          )}
          {outlines[report.kind].sections.map((section, index) => (
            <Section
              key={section}
              section={section}
              position={index + 1}
              record={record}
              kind={kind}
              figures={figures.data}
              onWritten={again}
            />
          ))}
        </div>
        <div className="stack">
          <Steps
            key={record.version}
            // Sections are written beside their figures.
            record={{ ...record, actions: record.actions.filter(({ action }) => action !== 'write') }}
            kind={kind}
            onActed={again}
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
