import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Skeleton, Tabs } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { download, Refused } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { GlanceTab } from '#web/campaigns/glance/GlanceTab.tsx'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { ChecksTab } from './ChecksTab.tsx'
import { ContradictionsTab } from './ContradictionsTab.tsx'
import { KindTag } from './Marks.tsx'
import { PlanTab } from './PlanTab.tsx'
import { ProblemsTab } from './ProblemsTab.tsx'
import { QuestionsTab } from './QuestionsTab.tsx'
import { ReportsTab } from './ReportsTab.tsx'
import type { Overview } from './read-campaign.ts'
import { campaignTexts as texts } from './texts.ts'
import { UnitsTab } from './UnitsTab.tsx'
import './campaigns.css'

export interface TabProps {
  readonly campaign: Overview
  readonly reload: () => void
}

const tabs: readonly {
  readonly key: string
  readonly label: Bilingual
  readonly Shown: React.ComponentType<TabProps>
}[] = [
  { key: 'glance', label: texts.overview, Shown: GlanceTab },
  { key: 'units', label: texts.unitsTab, Shown: UnitsTab },
  { key: 'questions', label: texts.questionsTab, Shown: QuestionsTab },
  { key: 'contradictions', label: texts.contradictionsTab, Shown: ContradictionsTab },
  { key: 'checks', label: texts.checksTab, Shown: ChecksTab },
  { key: 'problems', label: texts.problemsTab, Shown: ProblemsTab },
  { key: 'reports', label: texts.reportsTab, Shown: ReportsTab },
  { key: 'plan', label: texts.planTab, Shown: PlanTab },
]

/** 附件1, 附件2 and the report, of the region that is shown. */
function Documents({
  campaignId,
  region,
}: {
  campaignId: string
  region: string | undefined
}): React.JSX.Element | null {
  const say = useSay()
  const { message } = App.useApp()
  const may = useCapabilities().data?.readings.includes('EXPORT') === true
  if (!may) return null
  const query = region === undefined ? '' : `?${new URLSearchParams({ region }).toString()}`
  const save = async (name: string): Promise<void> => {
    try {
      await download(`/api/campaigns/${campaignId}/documents/${name}${query}`)
    } catch (error) {
      if (error instanceof Refused) void message.error(say(error.problem.text))
    }
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'basic-summary', label: say(texts.basicSummary) },
          { key: 'problem-summary', label: say(texts.problemSummary) },
          { key: 'report', label: say(texts.report) },
        ],
        onClick: ({ key }) => void save(key),
      }}
    >
      <Button icon={<DownloadOutlined />}>{say(texts.documents)}</Button>
    </Dropdown>
  )
}

/** A campaign for whoever leads it: who has answered, what they found, what contradicts the data, what is overdue. */
export function CampaignPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { id = '', tab = 'glance' } = useParams()
  const region = useListAddress().get('region')
  const { data, error, refetch } = useAsk(
    'GET /api/campaigns/{campaign_id}',
    { params: { campaign_id: id }, query: region === undefined ? {} : { region } },
    { keepsPrevious: true, staleMs: 30_000 },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  const { key, Shown } = tabs.find((each) => each.key === tab) ?? tabs[0]!
  const query = region === undefined ? '' : `?${new URLSearchParams({ region }).toString()}`
  const place = (each: string): string => `/campaigns/${id}${each === 'glance' ? '' : `/${each}`}${query}`
  return (
    <>
      <PageHead
        title={data.plan.name}
        above={[{ title: say(texts.campaigns), path: '/campaigns' }]}
        beside={
          <>
            <KindTag kind="CAMPAIGN" status={data.status} />
            {region === undefined ? null : (
              <span>
                <span className="code">{region}</span> <Link to={`/campaigns/${id}`}>{say(texts.whole)}</Link>
              </span>
            )}
          </>
        }
      >
        <Documents campaignId={id} region={region} />
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
      </PageHead>
      <Tabs
        size="small"
        activeKey={key}
        onChange={(next) => void go(place(next))}
        items={tabs.map(({ key: each, label }) => ({ key: each, label: say(label) }))}
      />
      <Shown key={key} campaign={data} reload={() => void refetch()} />
    </>
  )
}
