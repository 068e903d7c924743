import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Descriptions, Skeleton, Typography } from 'antd'
import { useParams } from 'react-router'
import type { z } from 'zod'
import type { LedgerFilingData } from '#risk-ledger/filing/filing-data.ts'
import { ledgerFormColumns, ledgerFormTitle, unitLine } from '#risk-ledger/filing/ledger-form.ts'
import { type OpenedRecord, useAsk, useKinds, useMe, useStaffNames } from '#web/api/queries.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { FormButton } from './FormButton.tsx'
import { LedgerStatus } from './Marks.tsx'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'

type Data = z.input<typeof LedgerFilingData>

const dataOf = (record: OpenedRecord): Data => record.data as Data

/** The form as it is printed and sealed: in Chinese in both languages, to the letter. */
function Form({ data }: { readonly data: Data }): React.JSX.Element {
  const say = useSay()
  if (data.digest === null) return <Typography.Text type="secondary">{say(texts.noCopy)}</Typography.Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than its place, it is scrolled by keyboard
    <section className="ledger-form" lang="zh-CN" tabIndex={0} aria-label={ledgerFormTitle}>
      <h2>{ledgerFormTitle}</h2>
      <p>{unitLine(data.unit)}</p>
      <table>
        <thead>
          <tr>
            {ledgerFormColumns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, index) => (
            <tr key={row.risk_point_id}>
              <td className="number">{index + 1}</td>
              <td>{row.department}</td>
              <td>{row.risk}</td>
              <td>
                {row.measures.length === 1 ? (
                  row.measures[0]
                ) : (
                  <ol>
                    {row.measures.map((each) => (
                      <li key={each}>{each}</li>
                    ))}
                  </ol>
                )}
              </td>
              <td>{row.direct}</td>
              <td>{row.department_head}</td>
              <td>{row.unit_head}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Facts({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const data = dataOf(record)
  const isOpen = data.filed_on === null || record.status === 'RETURNED'
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { label: say(texts.unit), children: data.unit },
        { label: say(texts.receiver), children: data.receiver },
        {
          label: say(texts.dueOn),
          children: isOpen ? <DueTag day={data.due_on} /> : <span className="number">{data.due_on}</span>,
        },
        { label: say(texts.filedOn), children: <span className="number">{data.filed_on ?? '—'}</span> },
        {
          label: say(texts.digest),
          children: (
            <>
              <span className="code">{data.digest ?? '—'}</span>
              <div>{say(texts.digestMore)}</div>
            </>
          ),
          span: 'filled',
        },
        ...data.remarks.map(({ at, reason, actorId }) => ({
          key: at,
          label: say(texts.remarks),
          children: `${reason}（${nameOf(actorId)} ${timeText(at)}）`,
          span: 'filled' as const,
        })),
      ]}
    />
  )
}

/** A unit's ledger of a year: prepared, signed, accepted or returned. */
export function FilingPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const agencyId = useMe().data?.agency_id
  const kind = useKinds()?.get('LEDGER_FILING')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'LEDGER_FILING', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = dataOf(record)
  // Only the superior that it was filed to decides: to others of the scope it is no choice.
  const isReceiver = agencyId === data.receiver_id
  const actions = record.actions.filter(
    ({ action }) => isReceiver || (action !== 'accept' && action !== 'return'),
  )
  const title = say(texts.filingOf, { year: data.year })
  return (
    <>
      <PageHead
        title={title}
        above={[
          { title: say(texts.ledger), path: '/risk-ledger' },
          { title: say(texts.filings), path: `/risk-ledger/filings?year=${data.year}` },
        ]}
        crumb={data.unit}
        beside={<LedgerStatus kind="LEDGER_FILING" status={record.status} />}
      >
        {data.digest === null ? null : (
          <>
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {say(texts.print)}
            </Button>
            <FormButton path={`/api/ledger-filings/${id}/form`} />
          </>
        )}
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Card size="small" className="no-print">
            <Facts record={record} />
          </Card>
          <Card size="small">
            <Form data={data} />
          </Card>
        </div>
        <div className="stack no-print">
          <Steps
            key={record.version}
            record={{ ...record, actions }}
            kind={kind}
            onActed={() => void opened.refetch()}
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
