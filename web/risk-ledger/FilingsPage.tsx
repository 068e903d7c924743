import { App, Button, Card, Input, Select, Switch, type TableColumnsType, Tag } from 'antd'
import { Link, useNavigate } from 'react-router'
import { filingStatuses } from '#risk-ledger/ledger-codes.ts'
import { useAct } from '#web/acting/use-act.ts'
import { type Answer, Refused } from '#web/api/call.ts'
import { useAsk, useCapabilities, useMe } from '#web/api/queries.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { LedgerTabs } from './LedgerTabs.tsx'
import { useCodeChoices } from './ledger-words.ts'
import { LedgerStatus } from './Marks.tsx'
import './risk-ledger.css'
import { StageLevels } from './StageLevels.tsx'
import { ledgerTexts as texts } from './texts.ts'

type Filing = Answer<'GET /api/ledger-filings'>['items'][number]
type Totals = Answer<'GET /api/ledger-totals'>['totals']

const byRegion = 'region'

function useColumns(address: ListAddress): TableColumnsType<Filing> {
  const say = useSay()
  const sorted = (column: string) => ({
    key: column,
    sorter: true,
    sortOrder: sortOrderOf(address, column, byRegion),
  })
  const number = (title: string, of: (row: Filing) => number | null) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, row: Filing) => <span className="number">{of(row) ?? ''}</span>,
  })
  return [
    {
      title: say(texts.unit),
      ...sorted('region'),
      render: (_, { record_id, agency_name }) =>
        record_id === null ? (
          agency_name
        ) : (
          <Link to={`/risk-ledger/filings/${record_id}`}>{agency_name}</Link>
        ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string | null, { is_overdue, is_late }) => (
        <>
          {status === null ? (
            <Tag>{say(texts.none)}</Tag>
          ) : (
            <LedgerStatus kind="LEDGER_FILING" status={status} />
          )}
          {is_overdue ? <Tag color="error">{say(texts.overdue)}</Tag> : null}
          {is_late ? <Tag color="warning">{say(texts.late)}</Tag> : null}
        </>
      ),
    },
    {
      title: say(texts.filedOn),
      dataIndex: 'filed_on',
      render: (day: string | null) => <span className="number">{day}</span>,
    },
    {
      title: say(texts.acceptedOn),
      dataIndex: 'accepted_on',
      render: (day: string | null) => <span className="number">{day}</span>,
    },
    number(say(texts.filedPoints), (row) => (row.filed_on === null ? null : row.filed_points)),
    {
      title: say(texts.nowPoints),
      key: 'points',
      align: 'right',
      render: (_, { agency_id, points }) => (
        <Link className="number" to={`/risk-ledger?agency_id=${agency_id}`}>
          {points}
        </Link>
      ),
    },
    number(say(texts.level1), (row) => row.level1),
    number(say(texts.level2), (row) => row.level2),
    number(say(texts.level3), (row) => row.level3),
    { title: say(texts.receiver), dataIndex: 'receiver_name' },
  ]
}

/** Each figure is the list of what it counts. */
function Figures({ totals, address }: { readonly totals: Totals; readonly address: ListAddress }) {
  const say = useSay()
  const year = address.get('year')
  const region = address.get('region')
  const path = (changes: Record<string, string>): string =>
    `?${new URLSearchParams({
      ...(year === undefined ? {} : { year }),
      ...(region === undefined ? {} : { region }),
      ...changes,
    }).toString()}`
  const figures = [
    [texts.units, totals.units, path({})],
    [texts.filed, totals.filed, path({ status: 'FILED,ACCEPTED' })],
    [texts.notFiled, totals.units - totals.filed, path({ status: 'NONE,CALLED,PREPARED,RETURNED' })],
    [texts.accepted, totals.accepted, path({ status: 'ACCEPTED' })],
    [texts.returned, totals.returned, path({ status: 'RETURNED' })],
    [texts.overdue, totals.overdue, path({ is_overdue: 'true' })],
  ] as const
  return (
    <div className="ledger-figures">
      {figures.map(([title, count, to]) => (
        <div key={title.zh}>
          <Link to={to}>{say(title)}</Link>
          <strong>{count}</strong>
        </div>
      ))}
    </div>
  )
}

function Filters({ address, year }: { readonly address: ListAddress; readonly year: number }) {
  const say = useSay()
  const choicesOf = useCodeChoices()
  const thisYear = Number(beijingDay(new Date()).slice(0, 4))
  const years = [...new Set([thisYear, thisYear - 1, thisYear - 2, year])].map((each) => ({
    value: each,
    label: say(texts.yearOf, { year: each }),
  }))
  return (
    <div className="filters">
      <Select
        aria-label={say(texts.year)}
        style={{ width: 120 }}
        value={year}
        options={years}
        onChange={(chosen: number) => address.set({ year: String(chosen) })}
      />
      <Select
        mode="multiple"
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        style={{ minWidth: 200 }}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        options={[{ value: 'NONE', label: say(texts.none) }, ...choicesOf(filingStatuses)]}
      />
      <Input.Search
        key={`region ${address.get('region') ?? ''}`}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 160 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one */}
      <label>
        <Switch
          size="small"
          checked={address.get('is_overdue') === 'true'}
          onChange={(isOn) => address.set({ is_overdue: isOn ? 'true' : undefined })}
        />{' '}
        {say(texts.overdue)}
      </label>
    </div>
  )
}

function Begin({ year }: { readonly year: number }): React.JSX.Element | null {
  const say = useSay()
  const go = useNavigate()
  const { message } = App.useApp()
  const me = useMe().data
  const may = useCapabilities().data
  const own = useAsk(
    'GET /api/ledger-filings',
    { query: { year, ...(me === undefined ? {} : { agency_id: me.agency_id }) } },
    { isOn: me !== undefined },
  )
  const act = useAct(({ record_id }) => void go(`/risk-ledger/filings/${record_id}`))
  const isMissing = own.data?.items[0]?.record_id === null
  const mayOpen =
    may?.steps.some(({ kind, action }) => kind === 'LEDGER_FILING' && action === 'open') === true
  if (!isMissing || !mayOpen) return null
  const begin = (): void =>
    act.mutate(
      {
        ...{ kind: 'LEDGER_FILING', action: 'open', title: say(texts.beginFiling) },
        ...{ input: { year }, attachments: [], needsConfirmation: false },
      },
      {
        onError: (error) => {
          if (error instanceof Refused) void message.error(say(error.problem.text))
        },
      },
    )
  return (
    <Button type="primary" loading={act.isPending} onClick={begin}>
      {say(texts.beginFiling)}
    </Button>
  )
}

/** Who has filed the ledger of the year and who has not, and what stands in the ledgers below. */
export function FilingsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const year = Number(address.get('year') ?? beijingDay(new Date()).slice(0, 4))
  const region = address.get('region')
  const columns = useColumns(address)
  const query = { ...filters, year }
  const page = useAsk(
    'GET /api/ledger-filings',
    { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const totals = useAsk(
    'GET /api/ledger-totals',
    { query: { year, ...(region === undefined ? {} : { region }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <PageHead title={say(texts.filings)} above={[{ title: say(texts.ledger), path: '/risk-ledger' }]}>
        <ExportButton path="/api/ledger-filings/export" filters={{ ...filters, year: String(year) }} />
        <Begin year={year} />
      </PageHead>
      <LedgerTabs />
      <Filters address={address} year={year} />
      {totals.error === null ? null : <Problem error={totals.error} />}
      {totals.data === undefined ? null : <Figures totals={totals.data.totals} address={address} />}
      <List<Filing> rowKey="agency_id" columns={columns} page={page} address={address} />
      {totals.data === undefined ? null : (
        <Card size="small" title={say(texts.byStage)} style={{ marginTop: 16 }}>
          <StageLevels lines={totals.data.lines} region={region} />
        </Card>
      )}
    </>
  )
}
