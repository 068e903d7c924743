import { Card, Descriptions, Skeleton } from 'antd'
import { useParams } from 'react-router'
import type { z } from 'zod'
import { meetingKinds } from '#meetings/meeting-codes.ts'
import type { MeetingData } from '#meetings/meeting-data.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { PaperButton } from './PaperButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'
import { decisionsOf, useWaitingPayments } from './waiting-payments.ts'

type Meeting = z.input<typeof MeetingData>

function Decisions({ meeting }: { readonly meeting: Meeting }): React.JSX.Element {
  const say = useSay()
  return (
    <Card size="small" title={say(texts.decided)}>
      <div className="matrix-frame">
        <table className="plain" style={{ width: '100%' }}>
          <thead>
            <tr>
              {[
                texts.number,
                texts.decided,
                texts.amount,
                texts.responsible,
                texts.until,
                texts.paymentFiles,
              ].map((title) => (
                <th key={title.en} style={{ whiteSpace: 'nowrap' }}>
                  {say(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {meeting.decisions.map(({ number, text, amount_fen, responsible, due_on, payment_files }) => (
              <tr key={`${number} ${text}`}>
                <td>{number ?? ''}</td>
                <td>{text}</td>
                <td className="number" style={{ textAlign: 'right' }}>
                  {amount_fen === null ? '' : yuanText(amount_fen)}
                </td>
                <td>{responsible}</td>
                <td className="number">{due_on ?? ''}</td>
                <td className="code">{payment_files.join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Content({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const meeting = record.data as Meeting
  const long = (label: string, children: React.ReactNode) => ({ label, children, span: 'filled' as const })
  const done = (each: { readonly by: string; readonly at: string } | null): string =>
    each === null ? '' : `${nameOf(each.by)} ${timeText(each.at)}`
  return (
    <div className="stack">
      <Card size="small">
        <Descriptions
          size="small"
          bordered
          column={{ xs: 1, md: 2 }}
          items={[
            { label: say(texts.unit), children: record.agency_id === null ? '' : agencyOf(record.agency_id) },
            { label: say(texts.month), children: meeting.month },
            { label: say(texts.planned), children: <span className="number">{meeting.planned_on}</span> },
            { label: say(texts.held), children: <span className="number">{meeting.held_on ?? ''}</span> },
            { label: say(texts.place), children: meeting.place },
            { label: say(texts.chair), children: meeting.chair },
            long(say(texts.present), meeting.present.join('、')),
            long(say(texts.absent), meeting.absent.join('、')),
            ...meeting.agenda.map(({ topic, content }, index) => ({
              key: `${index} ${topic}`,
              label: `${say(texts.agenda)} ${index + 1}`,
              children: `${topic}：${content}`,
              span: 'filled' as const,
            })),
            long(say(texts.minutes), <div style={{ whiteSpace: 'pre-wrap' }}>{meeting.minutes ?? ''}</div>),
            { label: say(recordTexts.enteredBy), children: done(meeting.minuted) },
            { label: say(texts.signedBy), children: done(meeting.approved) },
            ...meeting.remarks.map(({ at, by, reason }) => ({
              key: at,
              label: say(texts.remarks),
              children: `${reason} ${nameOf(by)} ${timeText(at)}`,
              span: 'filled' as const,
            })),
          ]}
        />
      </Card>
      {meeting.decisions.length === 0 ? null : <Decisions meeting={meeting} />}
    </div>
  )
}

/** Minutes that came back begin with what stood there; new ones of a payment meeting with the files that wait. */
function startOf(
  { held_on, planned_on, present, absent, minutes, decisions }: Meeting,
  offered: ReturnType<typeof decisionsOf>,
) {
  const yuan = (fen: string): string => `${BigInt(fen) / 100n}.${String(BigInt(fen) % 100n).padStart(2, '0')}`
  return {
    held_on: held_on ?? planned_on,
    ...{ present, absent },
    ...(minutes === null ? {} : { minutes }),
    decisions:
      decisions.length === 0
        ? offered.length === 0
          ? [{}]
          : offered
        : decisions.map(({ number: _number, amount_fen, ...rest }) => ({
            ...rest,
            amount: amount_fen === null ? null : yuan(amount_fen),
          })),
  }
}

/** A meeting from its call to the minutes that its chair approved. */
export function MeetingPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('MEETING')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'MEETING', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const asked = opened.data?.data as Meeting | undefined
  const isPayment = asked?.kind === 'PAY_ALLOC' && opened.data?.status === 'CALLED'
  const waiting = useWaitingPayments(asked?.month ?? '', isPayment)
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined || (isPayment && waiting === undefined)) {
    return <Skeleton active />
  }
  const meeting = record.data as Meeting
  const again = (): void => void opened.refetch()
  return (
    <>
      <PageHead
        title={meeting.number?.text ?? `${meeting.month} ${say(asTitle(meetingKinds[meeting.kind]))}`}
        above={[{ title: say(texts.meetings), path: reportPaths.meetings }]}
        beside={<PaperStatus kind="MEETING" status={record.status} />}
      >
        <PaperButton record={record} isSigned={record.status === 'DECIDED'} onWritten={again} />
      </PageHead>
      <div className="columns">
        <Content record={record} />
        <div className="stack">
          <Steps
            key={record.version}
            record={record}
            kind={kind}
            onActed={again}
            formOf={(action, plain) =>
              action === 'minute' ? (
                <ActForm {...plain} startValues={startOf(meeting, decisionsOf(waiting ?? []))} />
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
