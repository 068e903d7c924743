import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Descriptions, Skeleton, Table, type TableColumnsType, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import { writeBackResults } from '#sampling/codes.ts'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { type Issued, issuedOf } from './read-sampling.ts'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

type IssuedFinding = Issued['findings'][number]

const number = (text: string): React.ReactNode => <span className="number">{text}</span>

function columnsOf(say: Say, nameOf: (staffId: string) => string): TableColumnsType<IssuedFinding> {
  return [
    {
      title: say(texts.finding),
      key: 'finding',
      render: (_, { finding_id, rule_code }) => (
        <Link to={`/findings/${finding_id}`} className="code" style={{ whiteSpace: 'nowrap' }}>
          {rule_code}
        </Link>
      ),
    },
    { title: say(texts.explanation), dataIndex: 'explanation' },
    {
      title: say(texts.findingAmount),
      key: 'amount',
      align: 'right',
      render: (_, { amount_fen }) => number(yuanText(amount_fen)),
    },
    {
      title: say(texts.result),
      key: 'result',
      render: (_, { result }) =>
        result === null ? (
          <Tag>{say(texts.waiting)}</Tag>
        ) : (
          <Tag color={result.result === 'FALSE' ? 'default' : 'warning'}>
            {say(asTitle(writeBackResults[result.result]))}
          </Tag>
        ),
    },
    {
      title: say(texts.confirmedFen),
      key: 'confirmed',
      align: 'right',
      render: (_, { result }) =>
        result === null || result.confirmed_fen === null ? '' : number(yuanText(result.confirmed_fen)),
    },
    {
      title: say(texts.note),
      key: 'note',
      render: (_, { result }) =>
        result === null ? '' : `${result.note}（${nameOf(result.by)} ${timeText(result.at)}）`,
    },
  ]
}

function Facts({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const data = issuedOf(record)
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2 }}
      items={[
        {
          key: 'receiver',
          label: say(texts.receiver),
          children: record.agency_id === null ? '' : agencyOf(record.agency_id),
        },
        { key: 'issuer', label: say(texts.issuer), children: agencyOf(data.issuing_agency_id) },
        { key: 'issued', label: say(texts.issuedOn), children: number(data.issued_on) },
        {
          key: 'due',
          label: say(texts.due),
          children: data.written_back_on === null ? <DueTag day={data.due_on} /> : number(data.due_on),
        },
        ...(data.written_back_on === null
          ? []
          : [{ key: 'back', label: say(texts.writtenBackOn), children: number(data.written_back_on) }]),
        { key: 'request', label: say(texts.request), children: data.request, span: 'filled' as const },
        { key: 'basis', label: say(texts.basis), children: data.basis, span: 'filled' as const },
      ]}
    />
  )
}

/** A set of issued findings: what is asked, and what the unit wrote back on each. */
export function IssuedSetPage(): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('ISSUED_FINDINGS')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'ISSUED_FINDINGS', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const record = opened.data
  const reload = (): void => void opened.refetch()
  if (opened.error !== null) return <Problem error={opened.error} retry={reload} />
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = issuedOf(record)
  const choices = data.findings.map(({ finding_id, rule_code, explanation }) => ({
    value: finding_id,
    label: `${rule_code} ${explanation.slice(0, 60)}`,
  }))
  return (
    <>
      <PageHead
        title={data.title}
        above={[
          { title: say(texts.sampling), path: '/sampling' },
          { title: say(texts.issued), path: '/sampling/issued' },
        ]}
        beside={<SamplingStatus kind="ISSUED_FINDINGS" status={record.status} />}
      >
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Card size="small">
            <Facts record={record} />
          </Card>
          <Card size="small" title={`${say(texts.set)} (${data.findings.length})`}>
            <Table<IssuedFinding>
              size="small"
              rowKey="finding_id"
              pagination={false}
              columns={columnsOf(say, nameOf)}
              dataSource={[...data.findings]}
            />
          </Card>
        </div>
        <div className="stack">
          <FieldChoicesContext value={{ finding_id: choices, finding_ids: choices }}>
            <Steps key={record.version} record={record} kind={kind} onActed={reload} />
          </FieldChoicesContext>
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
