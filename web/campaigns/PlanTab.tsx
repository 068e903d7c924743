import { Alert, Card, Descriptions, Skeleton } from 'antd'
import { type CategoryNumber, getCategory } from '#campaigns/forms/categories.ts'
import { campaignKinds, groupRoles, unitKinds } from '#campaigns/planning/plan-codes.ts'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { TabProps } from './CampaignPage.tsx'
import type { Overview } from './read-campaign.ts'
import { campaignTexts, planTexts as texts } from './texts.ts'

function Rules({ plan }: Pick<Overview, 'plan'>): React.JSX.Element {
  const say = useSay()
  const schemes = plan.schemes.map((code) =>
    say(codeName(code, { name: 'scheme', title: '险种', among: [] })),
  )
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { label: say(campaignTexts.kind), children: say(asTitle(campaignKinds[plan.kind])) },
        { label: say(texts.basis), children: plan.basis },
        {
          label: say(texts.schemes),
          children: schemes.length === 0 ? say(texts.allSchemes) : schemes.join('、'),
        },
        { label: say(texts.period), children: `${plan.period_from} – ${plan.period_to}` },
        { label: say(texts.regions), children: plan.regions.join('、') },
        {
          label: say(texts.unitKinds),
          children: plan.unit_kinds.map((each) => say(asTitle(unitKinds[each]))).join('、'),
        },
        {
          label: say(texts.spot),
          children: say(texts.spotRule, { percent: plan.spot_percent, counties: plan.spot_counties }),
        },
        { label: say(texts.rate), children: say(texts.rateRule, { percent: plan.rate_percent }) },
        {
          label: say(texts.categories),
          span: 'filled' as const,
          children: plan.categories
            .map((each) => `${each} ${say(getCategory(each as CategoryNumber).title)}`)
            .join('；'),
        },
      ]}
    />
  )
}

/** Frozen population, seed and what was drawn: whoever has them repeats the draw (platform.md 20). */
function Draw({ spot }: Pick<Overview, 'spot'>): React.JSX.Element {
  const say = useSay()
  return (
    <Card size="small" title={say(texts.drawn)}>
      {spot === null ? (
        say(texts.notDrawn)
      ) : (
        <>
          <Descriptions
            size="small"
            column={1}
            items={[
              {
                label: say(texts.population),
                children: <span className="code">{spot.population_hash}</span>,
              },
              ...(spot.drawn === null
                ? []
                : [
                    { label: say(texts.seed), children: <span className="code">{spot.drawn.seed}</span> },
                    {
                      label: say(texts.drawnRegions),
                      children: <span className="number">{spot.drawn.regions.join('、')}</span>,
                    },
                  ]),
            ]}
          />
          {spot.drawn === null ? <Alert type="info" title={say(texts.waiting)} /> : null}
          <p className="chart-note">{say(texts.drawnMore)}</p>
        </>
      )}
    </Card>
  )
}

/** What may be done with the plan, for whoever may open its record. */
function Acts({
  campaignId,
  reload,
}: {
  readonly campaignId: string
  readonly reload: () => void
}): React.JSX.Element {
  const say = useSay()
  const kind = useKinds()?.get('CAMPAIGN')
  // Opening is on record: it happens when the person looks, not behind his back.
  const { data, error, refetch } = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CAMPAIGN', record_id: campaignId } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined || kind === undefined) return <Skeleton active />
  return (
    <div className="stack">
      <Steps
        key={data.version}
        record={data}
        kind={kind}
        onActed={() => {
          void refetch()
          reload()
        }}
      />
      <Card size="small" title={say(recordTexts.history)}>
        <History record={data} kind={kind} />
      </Card>
      <Card size="small" title={say(recordTexts.comments)}>
        <Comments record={data} />
      </Card>
    </div>
  )
}

export function PlanTab({ campaign, reload }: TabProps): React.JSX.Element {
  const say = useSay()
  const { plan, spot, campaign_id, is_own_plan } = campaign
  const content = (
    <div className="stack">
      <Rules plan={plan} />
      <Card size="small" title={say(texts.group)}>
        <ChartTable
          title={say(texts.group)}
          columns={[
            { title: say(texts.role) },
            { title: say(texts.member) },
            { title: say(texts.memberUnit) },
          ]}
          rows={plan.leading_group.map(({ role, member, unit }) => ({
            key: `${role} ${member} ${unit}`,
            cells: [say(asTitle(groupRoles[role])), member, unit],
          }))}
        />
      </Card>
      {is_own_plan ? <Draw spot={spot} /> : null}
    </div>
  )
  if (!is_own_plan) return content
  return (
    <div className="columns">
      {content}
      <Acts campaignId={campaign_id} reload={reload} />
    </div>
  )
}
