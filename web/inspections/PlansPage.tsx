import { Button, Card, Descriptions, Empty, Flex, InputNumber, Skeleton, Table, Tag } from 'antd'
import { Link, useNavigate } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useMayOpen } from '#web/cases/use-may-open.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { InspectionTabs } from './InspectionTabs.tsx'
import { InspectionStatusTag, PlanStatusTag } from './Marks.tsx'
import { inspectionTexts as texts } from './texts.ts'

type YearPlan = Answer<'GET /api/inspections/plans'>['items'][number]
type Coverage = YearPlan['coverage']
type Agency = YearPlan['agencies'][number]

export const thisYear = (): number => Number(beijingDay(new Date()).slice(0, 4))

function Pace({ coverage }: { readonly coverage: Coverage }): React.JSX.Element {
  const say = useSay()
  if (coverage.missing === 0) return <Tag color="success">{say(texts.reached)}</Tag>
  return coverage.is_behind ? (
    <Tag color="error">{say(texts.behind)}</Tag>
  ) : (
    <Tag color="processing">{say(texts.onPace)}</Tag>
  )
}

interface Line {
  readonly name: string
  readonly title: string
  readonly counts: readonly number[]
}

/** Required, done, missing, and by quarter. */
function Figures({ coverage }: { readonly coverage: Coverage }): React.JSX.Element {
  const say = useSay()
  const { population, required, done, missing, under_way } = coverage
  const number = (label: string, value: number) => ({
    key: label,
    label,
    children: <strong className="number">{value}</strong>,
  })
  const line = (name: 'wantedBy' | 'doneBy', counted: 'wanted' | 'done'): Line => ({
    name,
    title: say(texts[name]),
    counts: coverage.quarters.map((each) => each[counted]),
  })
  return (
    <Flex vertical gap={8} style={{ maxWidth: 760 }}>
      <Descriptions
        size="small"
        column={5}
        items={[
          number(say(texts.population), population),
          number(say(texts.required), required),
          number(say(texts.done), done),
          number(say(texts.underWay), under_way),
          number(say(texts.missing), missing),
        ]}
      />
      <Table<Line>
        size="small"
        pagination={false}
        rowKey="name"
        dataSource={[line('wantedBy', 'wanted'), line('doneBy', 'done')]}
        columns={[
          { title: say(texts.quarter), dataIndex: 'title' },
          ...coverage.quarters.map(({ quarter }, at) => ({
            title: say(texts.quarterOf, { quarter }),
            key: quarter,
            align: 'right' as const,
            className: 'number',
            render: (_: unknown, { counts }: Line) => counts[at],
          })),
        ]}
      />
    </Flex>
  )
}

function Agencies({ plan }: { readonly plan: YearPlan }): React.JSX.Element {
  const say = useSay()
  const mayOpen = useMayOpen('INSPECTION') && plan.is_own
  return (
    <Table<Agency>
      size="small"
      rowKey="agency_id"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...plan.agencies]}
      columns={[
        { title: say(texts.agency), dataIndex: 'name' },
        {
          title: say(texts.planned),
          dataIndex: 'planned_quarter',
          render: (quarter: number | null) =>
            quarter === null ? say(texts.notPlanned) : say(texts.quarterOf, { quarter }),
        },
        {
          title: say(texts.onSite),
          dataIndex: 'is_covered',
          render: (isCovered: boolean) => (
            <Tag color={isCovered ? 'success' : 'default'}>
              {say(isCovered ? texts.covered : texts.notCovered)}
            </Tag>
          ),
        },
        {
          title: say(texts.inspections),
          key: 'inspections',
          render: (_, { agency_id, inspections }) => (
            <Flex vertical>
              {inspections.map(({ record_id, title, status }) => (
                <span key={record_id}>
                  <Link to={`/inspections/${record_id}`}>{title}</Link>{' '}
                  <InspectionStatusTag status={status} />
                </span>
              ))}
              {mayOpen ? (
                <Link to={`/inspections/new?inspected=${agency_id}`} className="no-print">
                  {say(texts.open)}
                </Link>
              ) : null}
            </Flex>
          ),
        },
      ]}
    />
  )
}

/** 年度计划: how far the fifth on site has come, of every supervisor in one's scope. */
export function PlansPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const year = Number(address.get('year') ?? thisYear())
  const mayPropose = useMayOpen('INSPECTION_PLAN')
  const { data, error, refetch } = useAsk(
    'GET /api/inspections/plans',
    { query: { year } },
    { keepsPrevious: true },
  )
  const own = data?.items.find(({ is_own }) => is_own)
  return (
    <>
      <PageHead title={say(texts.plans)} above={[{ title: say(texts.inspections), path: '/inspections' }]}>
        <InputNumber
          aria-label={say(texts.year)}
          min={2000}
          max={2100}
          value={year}
          onChange={(chosen) => address.set({ year: String(chosen ?? thisYear()) })}
        />
        {mayPropose && own?.record_id === null ? (
          <Button type="primary" onClick={() => void go(`/inspections/plans/new?year=${year}`)}>
            {say(texts.propose)}
          </Button>
        ) : null}
      </PageHead>
      <InspectionTabs at="plans" />
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active /> : null}
      {data?.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.noPlans)} />
      ) : null}
      <div className="stack">
        {data?.items.map((plan) => (
          <Card
            key={plan.supervisor.agency_id}
            size="small"
            title={
              <Flex gap={8} align="center" wrap>
                {plan.supervisor.name}
                <Pace coverage={plan.coverage} />
                {plan.record_id === null ? (
                  <Tag color="warning">{say(texts.noPlan)}</Tag>
                ) : (
                  <Link to={`/inspections/plans/${plan.record_id}`}>{say(texts.planOf, { year })}</Link>
                )}
                {plan.status === null ? null : <PlanStatusTag status={plan.status} />}
              </Flex>
            }
          >
            <div className="stack">
              <Figures coverage={plan.coverage} />
              <Agencies plan={plan} />
            </div>
          </Card>
        ))}
      </div>
    </>
  )
}
