import { Card, Descriptions, Skeleton, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import {
  type OpenedRecord,
  type RecordKindForm,
  useAgencyNames,
  useAsk,
  useCapabilities,
  useKinds,
  useStaffNames,
} from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle, sizeText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { AskedFields } from './AskedFields.tsx'
import { Changes } from './Changes.tsx'
import { Checks } from './Checks.tsx'
import { Comments, History } from './History.tsx'
import { shownData } from './order-data.ts'
import { Related } from './Related.tsx'
import { Steps } from './Steps.tsx'
import { statusColor } from './statuses.ts'
import { recordTexts as texts } from './texts.ts'
import { Unmask } from './Unmask.tsx'
import { Waiting } from './Waiting.tsx'

function Facts({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const mayRead = useCapabilities().data?.readings.includes('READ') === true
  const scheme = record.scheme
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [
      say(texts.record),
      <span key="id" className="code">
        {record.record_id}
      </span>,
    ],
    [
      say(texts.person),
      record.person_id !== null && mayRead ? (
        <Link key="person" to={`/profiles/persons/${encodeURIComponent(record.person_id)}`}>
          {record.person_id}
        </Link>
      ) : (
        record.person_id
      ),
    ],
    [
      say(texts.scheme),
      scheme === null ? null : say(codeName(scheme, { name: 'scheme', title: '险种', among: [] })),
    ],
    [
      say(texts.amount),
      record.amount_fen === null ? null : (
        <span key="fen" className="number">
          {yuanText(record.amount_fen)}
        </span>
      ),
    ],
    [say(texts.agency), record.agency_id === null ? null : agencyOf(record.agency_id)],
    [say(texts.region), record.regions.join('、')],
    [say(texts.enteredBy), `${nameOf(record.entered_by)} ${timeText(record.entered_at)}`],
  ]
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, xl: 3 }}
      items={facts
        .filter(([, children]) => children !== null && children !== '')
        .map(([label, children]) => ({ key: label, label, children }))}
    />
  )
}

function Files({
  record,
  kind,
}: {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
}): React.JSX.Element {
  const say = useSay()
  const titles = new Map(
    Object.values(kind.actions).flatMap(({ attachments }) =>
      attachments.map(({ purpose, title }) => [purpose, title] as const),
    ),
  )
  if (record.attachments.length === 0) return <span>{say(texts.noAttachments)}</span>
  return (
    <ul className="comments">
      {record.attachments.map(({ id, purpose, size_bytes }) => {
        const title = titles.get(purpose)
        return (
          <li key={id}>
            <a
              href={`/api/records/${record.kind}/${record.record_id}/attachments/${id}`}
              target="_blank"
              rel="noreferrer"
            >
              {title === undefined ? purpose : say(title)}
            </a>{' '}
            <span className="number">{sizeText(size_bytes)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function Content({
  record,
  kind,
}: {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
}): React.JSX.Element {
  const say = useSay()
  const { asked, changes, checked, remarks } = shownData(record.data)
  return (
    <div className="stack">
      <Card size="small">
        <Facts record={record} />
      </Card>
      {changes === null ? null : (
        <Card size="small" title={say(texts.changes)}>
          <Changes changes={changes} />
        </Card>
      )}
      {checked === null ? null : (
        <Card size="small" title={say(texts.checks)}>
          <Checks checked={checked} kind={kind} />
        </Card>
      )}
      <Card size="small" title={say(texts.asked)}>
        <AskedFields kind={kind} asked={asked} />
      </Card>
      {remarks.length === 0 ? null : (
        <Card size="small" title={say(texts.remarks)}>
          {remarks.map(({ at, reason }) => (
            <div key={at + reason}>{reason}</div>
          ))}
        </Card>
      )}
    </div>
  )
}

export function RecordPage(): React.JSX.Element {
  const say = useSay()
  const { kind: code = '', id = '' } = useParams()
  const kinds = useKinds()
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: code, record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const kind = kinds?.get(code)
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const above = [
    { title: say(shellTexts.records), path: '/records' },
    { title: say(kind.title), path: `/records/${code}` },
  ]
  return (
    <>
      <PageHead
        title={say(kind.title)}
        above={above}
        crumb={record.record_id.slice(-12)}
        beside={<Tag color={statusColor(record.status)}>{say(asTitle(record.status_title))}</Tag>}
      >
        <Unmask record={record} />
      </PageHead>
      <div className="columns">
        <Content record={record} kind={kind} />
        <div className="stack">
          <Steps
            // Anew when the data come in full: a correction begins with what was asked.
            key={`${record.version}-${record.is_masked}`}
            record={record}
            kind={kind}
            onActed={() => void opened.refetch()}
          />
          <Card size="small" title={say(texts.attachments)}>
            <Files record={record} kind={kind} />
          </Card>
          <Related record={record} />
          {record.person_id === null ? null : (
            <Card size="small" title={say(texts.waiting)}>
              <Waiting personId={record.person_id} except={record.record_id} />
            </Card>
          )}
          <Card size="small" title={say(texts.history)}>
            <History record={record} kind={kind} />
          </Card>
          <Card size="small" title={say(texts.comments)}>
            <Comments record={record} />
          </Card>
        </div>
      </div>
    </>
  )
}
