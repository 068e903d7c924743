import { Button, type TableColumnsType } from 'antd'
import { Link, useNavigate } from 'react-router'
import { campaignKinds, phases } from '#campaigns/planning/plan-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { asTitle, beijingDay, countText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { StatusFilter } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts as texts } from './texts.ts'

type Item = Answer<'GET /api/campaigns'>['items'][number]

const newestFirst = '-started_on'

/** The phase that today falls into, or the next to come. */
export function phaseOn(
  given: readonly { readonly code: string; readonly due_on: string }[],
  today: string,
): { readonly code: string; readonly due_on: string } | undefined {
  return given.find(({ due_on }) => due_on >= today)
}

function useColumns(address: ListAddress, say: Say): TableColumnsType<Item> {
  const today = beijingDay(new Date())
  const number = (title: string, of: (item: Item) => number) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, item: Item) => <span className="number">{countText(of(item))}</span>,
  })
  return [
    {
      title: say(texts.name),
      key: 'name',
      render: (_, { campaign_id, name }) => <Link to={`/campaigns/${campaign_id}`}>{name}</Link>,
    },
    {
      title: say(texts.kind),
      key: 'kind',
      render: (_, { kind }) => say(asTitle(campaignKinds[kind as keyof typeof campaignKinds])),
    },
    {
      title: say(texts.status),
      key: 'status',
      render: (_, { status }) => <KindTag kind="CAMPAIGN" status={status} />,
    },
    {
      title: say(texts.phase),
      key: 'phase',
      render: (_, { status, phases: given }) => {
        const phase = phaseOn(given, today)
        if (status !== 'RUNNING' || phase === undefined) return ''
        return (
          <>
            {say(asTitle(phases[phase.code as keyof typeof phases]))}{' '}
            <span className="number">{phase.due_on}</span>
          </>
        )
      },
    },
    {
      title: say(texts.period),
      key: 'period',
      render: (_, { period_from, period_to }) => (
        <span className="number">
          {period_from} – {period_to}
        </span>
      ),
    },
    {
      title: say(texts.started),
      key: 'started_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'started_on', newestFirst),
      render: (_, { started_on }) => <span className="number">{started_on}</span>,
    },
    number(say(texts.units), ({ units }) => units),
    number(say(texts.submitted), ({ submitted }) => submitted),
    number(say(texts.contradictions), ({ contradictions }) => contradictions),
    number(say(texts.problems), ({ problems }) => problems),
    number(say(texts.rectified), ({ rectified }) => rectified),
    {
      title: '',
      key: 'task',
      render: (_, { task_id }) =>
        task_id === null ? null : <Link to={`/campaign-tasks/${task_id}`}>{say(texts.selfCheck)}</Link>,
    },
  ]
}

/** Campaigns that one plans, answers or supervises, the newest first; figures are those of one's scope. */
export function CampaignsPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address, say)
  const may = useCapabilities().data
  const page = useAsk(
    'GET /api/campaigns',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayPropose =
    may?.steps.some(({ kind, is_opening }) => kind === 'CAMPAIGN' && is_opening === true) === true
  return (
    <>
      <PageHead title={say(texts.campaigns)}>
        {mayPropose ? (
          <Button type="primary" onClick={() => void go('/handling/CAMPAIGN')}>
            {say(texts.propose)}
          </Button>
        ) : null}
      </PageHead>
      <div className="filters">
        <StatusFilter address={address} kind="CAMPAIGN" />
      </div>
      <List<Item> rowKey="campaign_id" columns={columns} page={page} address={address} />
    </>
  )
}
