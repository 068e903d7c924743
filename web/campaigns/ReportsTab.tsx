import { App, Button, Input, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { type Answer, download, Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { RegionFilter } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts, listTexts as texts } from './texts.ts'

type Report = Answer<'GET /api/campaigns/{campaign_id}/reports'>['items'][number]

interface Shown {
  readonly address: ListAddress
  readonly save: (reportId: string) => Promise<void>
}

function columnsOf(say: Say, { address, save }: Shown): TableColumnsType<Report> {
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: sortOrderOf(address, key, '-month') })
  const number = (of: (row: Report) => string | null) => ({
    render: (_: unknown, row: Report) => <span className="number">{of(row)}</span>,
  })
  return [
    { title: say(texts.month), ...sorted('month'), ...number((row) => row.month) },
    { title: say(texts.region), ...sorted('region'), render: (_, { region_name }) => region_name },
    {
      title: say(texts.unit),
      key: 'unit',
      render: (_, { report_id, agency_name }) => (
        <Link to={`/records/MONTHLY_REPORT/${report_id}`}>{agency_name}</Link>
      ),
    },
    {
      title: say(campaignTexts.status),
      key: 'status',
      render: (_, { status }) => <KindTag kind="MONTHLY_REPORT" status={status} />,
    },
    {
      title: say(texts.due),
      key: 'due',
      render: (_, { filed_on, due_on }) =>
        filed_on === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
    },
    { title: say(texts.filedOn), key: 'filed', ...number((row) => row.filed_on) },
    {
      title: say(texts.document),
      key: 'document',
      render: (_, { status, report_id }) =>
        status === 'FILED' ? (
          <Button size="small" onClick={() => void save(report_id)}>
            .docx
          </Button>
        ) : null,
    },
  ]
}

/** 每月底上报: who has filed the month's report, and the report itself. */
export function ReportsTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/campaigns/{campaign_id}/reports',
    { params: { campaign_id }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const save = async (reportId: string): Promise<void> => {
    try {
      await download(`/api/monthly-reports/${reportId}/document`)
    } catch (failure) {
      if (failure instanceof Refused) void message.error(say(failure.problem.text))
    }
  }
  return (
    <>
      <div className="filters">
        <Input
          type="month"
          aria-label={say(texts.month)}
          style={{ width: 160 }}
          value={address.get('month') ?? ''}
          onChange={({ target }) => address.set({ month: target.value })}
        />
        <RegionFilter address={address} />
        <ExportButton path={`/api/campaigns/${campaign_id}/reports/export`} filters={filters} />
      </div>
      <List<Report>
        rowKey="report_id"
        columns={columnsOf(say, { address, save })}
        page={page}
        address={address}
      />
    </>
  )
}
