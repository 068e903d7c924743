import { App, Button, Card, Empty, Input, Skeleton } from 'antd'
import { Link } from 'react-router'
import { download, Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { RegionFilter } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts, listTexts as texts } from './texts.ts'

/** 每月底上报: who has filed the month's report, and the report itself. */
export function ReportsTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const address = useListAddress()
  const region = address.get('region')
  const month = address.get('month')
  const { data, error, refetch } = useAsk(
    'GET /api/campaigns/{campaign_id}/reports',
    {
      params: { campaign_id },
      query: { ...(region === undefined ? {} : { region }), ...(month === undefined ? {} : { month }) },
    },
    { keepsPrevious: true },
  )
  const save = async (reportId: string): Promise<void> => {
    try {
      await download(`/api/monthly-reports/${reportId}/document`)
    } catch (failure) {
      if (failure instanceof Refused) void message.error(say(failure.problem.text))
    }
  }
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <>
      <div className="filters">
        <Input
          type="month"
          aria-label={say(texts.month)}
          style={{ width: 160 }}
          value={month ?? ''}
          onChange={({ target }) => address.set({ month: target.value })}
        />
        <RegionFilter address={address} />
      </div>
      <Card size="small" className="all-rows">
        {data.items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.none)} />
        ) : (
          <ChartTable
            title={say(campaignTexts.reportsTab)}
            columns={[
              { title: say(texts.month) },
              { title: say(texts.region) },
              { title: say(texts.unit) },
              { title: say(campaignTexts.status) },
              { title: say(texts.due) },
              { title: say(texts.filedOn) },
              { title: say(texts.document) },
            ]}
            rows={data.items.map((each) => ({
              key: each.report_id,
              cells: [
                <span key="month" className="number">
                  {each.month}
                </span>,
                each.region_name,
                <Link key="unit" to={`/records/MONTHLY_REPORT/${each.report_id}`}>
                  {each.agency_name}
                </Link>,
                <KindTag key="status" kind="MONTHLY_REPORT" status={each.status} />,
                each.filed_on === null ? <DueTag key="due" day={each.due_on} /> : each.due_on,
                <span key="filed" className="number">
                  {each.filed_on}
                </span>,
                each.status === 'FILED' ? (
                  <Button key="document" size="small" onClick={() => void save(each.report_id)}>
                    .docx
                  </Button>
                ) : null,
              ],
            }))}
            more={data.has_more ? say(texts.more) : undefined}
          />
        )}
      </Card>
    </>
  )
}
