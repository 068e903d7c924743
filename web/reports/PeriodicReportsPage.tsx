import { Input, Select, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { reportKinds, reportStatuses } from '#periodic-reports/report-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useMe } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { OpenButton } from './OpenButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { ReportTabs, reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Item = Answer<'GET /api/periodic-reports'>['items'][number]
type Row = Item & { readonly key: string }
type Kind = keyof typeof reportKinds

/** Of what is missing: the form with everything known filled in. */
function beginPath({ kind, period }: Item): string {
  const [year = '', half] = period.split('-')
  const query = new URLSearchParams({ kind, year, ...(half === undefined ? {} : { half }) })
  return `${reportPaths.periodic}/new?${query.toString()}`
}

function useColumns(address: ListAddress): TableColumnsType<Row> {
  const say = useSay()
  const own = useMe().data?.agency_id
  return [
    {
      title: say(texts.kind),
      key: 'kind',
      render: (_, item) => {
        const title = say(asTitle(reportKinds[item.kind as Kind]))
        if (item.record_id !== null)
          return <Link to={`${reportPaths.periodic}/${item.record_id}`}>{title}</Link>
        return item.agency_id === own ? (
          <Link to={beginPath(item)}>{`${title} · ${say(texts.beginReport)}`}</Link>
        ) : (
          title
        )
      },
    },
    {
      title: say(texts.period),
      dataIndex: 'period',
      render: (text: string) => <span className="number">{text}</span>,
    },
    { title: say(texts.unit), dataIndex: 'agency' },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <PaperStatus kind="PERIODIC_REPORT" status={status} />,
    },
    {
      title: say(texts.due),
      key: 'due_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'due_on', '-due_on'),
      render: (_, { due_on, filed_on }) =>
        filed_on === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
    },
    {
      title: say(texts.filed),
      key: 'filed_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'filed_on', '-due_on'),
      render: (_, { filed_on, is_late }) => (
        <>
          <span className="number">{filed_on ?? ''}</span>{' '}
          {is_late && filed_on !== null ? <Tag color="error">{say(texts.late)}</Tag> : null}
        </>
      ),
    },
  ]
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const statuses = { MISSING: texts.missing, ...reportStatuses }
  return (
    <div className="filters">
      <Select
        aria-label={say(texts.kind)}
        placeholder={say(texts.kind)}
        allowClear
        style={{ minWidth: 200 }}
        value={address.get('kind') ?? null}
        onChange={(kind) => address.set({ kind: kind ?? undefined })}
        options={Object.entries(reportKinds).map(([value, title]) => ({ value, label: say(asTitle(title)) }))}
      />
      <Select
        mode="multiple"
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        style={{ minWidth: 200 }}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        options={Object.entries(statuses).map(([value, title]) => ({ value, label: say(asTitle(title)) }))}
      />
      {(['period', 'region'] as const).map((name) => (
        <Input.Search
          key={`${name} ${address.get(name) ?? ''}`}
          aria-label={say(texts[name])}
          placeholder={name === 'period' ? '2026-H1' : say(texts[name])}
          defaultValue={address.get(name) ?? ''}
          allowClear
          style={{ width: 170 }}
          onSearch={(value) => address.set({ [name]: value.trim() })}
        />
      ))}
    </div>
  )
}

/** 半年报、年度计划与年报: who filed, who did not, the latest deadline first. */
export function PeriodicReportsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const page = useAsk(
    'GET /api/periodic-reports',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const data =
    page.data === undefined
      ? undefined
      : {
          ...page.data,
          items: page.data.items.map(
            (item): Row => ({
              ...item,
              key: item.record_id ?? `${item.agency_id} ${item.kind} ${item.period}`,
            }),
          ),
        }
  return (
    <>
      <PageHead title={say(texts.periodic)}>
        <ExportButton path="/api/periodic-reports/export" filters={filters} />
        <OpenButton
          kind="PERIODIC_REPORT"
          path={`${reportPaths.periodic}/new`}
          label={say(texts.beginReport)}
        />
      </PageHead>
      <ReportTabs shown="periodic" />
      <Filters address={address} />
      <List<Row> rowKey="key" columns={columns} page={{ ...page, data }} address={address} />
    </>
  )
}
