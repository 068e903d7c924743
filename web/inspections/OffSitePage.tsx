import { Table, type TableColumnsType, Tag, Tooltip, Typography } from 'antd'
import { Link } from 'react-router'
import { tables } from '#standard/tables.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { InspectionTabs } from './InspectionTabs.tsx'
import { inspectionTexts as texts } from './texts.ts'

type Agency = Answer<'GET /api/inspections/off-site'>['items'][number]

/** `333333` → `33.3%` */
function shareText(millionths: string): string {
  const tenths = (Number(millionths) / 1000).toFixed(0).padStart(2, '0')
  return `${tenths.slice(0, -1)}.${tenths.slice(-1)}%`
}

/** Zero is said quietly; everything else leads to its list. */
function Count({
  value,
  to,
  isBad = false,
}: {
  value: number
  to: string
  isBad?: boolean
}): React.JSX.Element {
  if (value === 0) return <Typography.Text type="secondary">0</Typography.Text>
  return (
    <Link to={to} className="number">
      {isBad ? <Typography.Text type="danger">{value}</Typography.Text> : value}
    </Link>
  )
}

const tableTitles = new Map<string, string>(tables.map(({ name, title }) => [name, title]))

/** R-WF-15: tables that end longer ago than agreed for each, with the day and the days. */
function StaleFeeds({ feeds }: { readonly feeds: Agency['stale_feeds'] }): React.JSX.Element | null {
  const say = useSay()
  if (feeds.length === 0) return null
  const lines = feeds.map(({ table, last_on, allowed }) =>
    say(texts.staleFeed, { table: tableTitles.get(table) ?? table, day: last_on, days: allowed }),
  )
  return (
    <Tooltip title={lines.join('；')}>
      <Tag color="warning">
        {say(texts.stale)} {feeds.length}
      </Tag>
    </Tooltip>
  )
}

const money = (fen: string): React.JSX.Element => <span className="number">{yuanText(fen)}</span>

function findingColumns(say: Say): TableColumnsType<Agency> {
  const level = (at: 1 | 2 | 3): TableColumnsType<Agency>[number] => ({
    title: say(texts[`level${at}`]),
    key: `level${at}`,
    align: 'right',
    sorter: (a, b) => (a.findings[at - 1]?.count ?? 0) - (b.findings[at - 1]?.count ?? 0),
    render: (_, { findings, region }) => (
      <Count
        value={findings[at - 1]?.count ?? 0}
        to={`/findings?region=${region}&level=${at}&status=OPEN,IN_CASE`}
      />
    ),
  })
  return [
    {
      title: say(texts.agency),
      dataIndex: 'name',
      fixed: 'left',
      render: (name: string, { agency_id }) => <Link to={`/inspections?inspected=${agency_id}`}>{name}</Link>,
    },
    level(1),
    level(2),
    level(3),
    { title: say(texts.openAmount), dataIndex: 'open_fen', align: 'right', render: money },
    {
      title: say(texts.precision),
      key: 'precision',
      align: 'right',
      render: (_, { precision_millionths, verified }) =>
        precision_millionths === null ? (
          '—'
        ) : (
          <span className="number">
            {say(texts.precisionOf, { share: shareText(precision_millionths), count: verified })}
          </span>
        ),
    },
  ]
}

function workColumns(say: Say): TableColumnsType<Agency> {
  return [
    {
      title: say(texts.casesOpen),
      key: 'cases',
      align: 'right',
      render: (_, { cases_open, region }) => (
        <Count value={cases_open} to={`/cases?region=${region}&is_open=true`} />
      ),
    },
    {
      title: say(texts.casesOverdue),
      key: 'overdue',
      align: 'right',
      render: (_, { cases_overdue, region }) => (
        <Count value={cases_overdue} to={`/cases?region=${region}&is_overdue=true`} isBad />
      ),
    },
    {
      title: say(texts.outstanding),
      dataIndex: 'recovery_outstanding_fen',
      align: 'right',
      render: (fen: string, { region }) => <Link to={`/recoveries?region=${region}`}>{money(fen)}</Link>,
    },
    {
      title: say(texts.openItems),
      key: 'items',
      align: 'right',
      render: (_, { items_open, items_overdue, agency_id }) => (
        <>
          {items_overdue === 0 ? null : (
            <Tag color="error">{say(texts.itemsOverdue, { count: items_overdue })}</Tag>
          )}
          <Count value={items_open} to={`/inspections?inspected=${agency_id}&status=RECTIFYING`} />
        </>
      ),
    },
    {
      title: say(texts.dataAsOf),
      key: 'data_as_of',
      render: (_, { data_as_of: day, stale_feeds }) =>
        day === null ? (
          <Tag>{say(texts.noData)}</Tag>
        ) : (
          <>
            <span className="number">{day}</span> <StaleFeeds feeds={stale_feeds} />
          </>
        ),
    },
    {
      title: say(texts.conflicts),
      dataIndex: 'conflicts',
      align: 'right',
      render: (count: number) => <Count value={count} to="/authority/conflicts" isBad />,
    },
    {
      title: say(texts.inspectedOn),
      dataIndex: 'inspected_on',
      render: (day: string | null) =>
        day === null ? say(texts.never) : <span className="number">{day}</span>,
    },
  ]
}

/** 非现场监督: agencies side by side, of what is known of them already. */
export function OffSitePage(): React.JSX.Element {
  const say = useSay()
  const columns = [...findingColumns(say), ...workColumns(say)]
  const { data, error, isFetching, refetch } = useAsk('GET /api/inspections/off-site', { query: {} })
  return (
    <>
      <PageHead title={say(texts.offSite)} above={[{ title: say(texts.inspections), path: '/inspections' }]}>
        <ExportButton path="/api/inspections/off-site/export" filters={{}} />
      </PageHead>
      <InspectionTabs at="offSite" />
      <Typography.Paragraph type="secondary">{say(texts.offSiteMore)}</Typography.Paragraph>
      {error === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
        <section className="table-frame" tabIndex={0} aria-label={say(texts.offSite)}>
          <Table<Agency>
            size="small"
            rowKey="agency_id"
            columns={columns}
            dataSource={[...(data?.items ?? [])]}
            loading={isFetching && data === undefined}
            pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          />
        </section>
      ) : (
        <Problem error={error} retry={() => void refetch()} />
      )}
    </>
  )
}
