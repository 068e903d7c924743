import { Card, Skeleton, Table, Tag, Typography } from 'antd'
import { useParams } from 'react-router'
import { inspectionKinds } from '#inspections/inspection-codes.ts'
import { ActForm, type ActFormProps } from '#web/acting/ActForm.tsx'
import { useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { PlanStatusTag } from './Marks.tsx'
import { type Plan, planOf } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'

function Items({ plan, items }: { readonly plan: Plan; readonly items: Plan['items'] }): React.JSX.Element {
  const say = useSay()
  const nameOf = (id: string): string =>
    plan.population.find(({ agency_id }) => agency_id === id)?.title ?? id
  return (
    <Table<Plan['items'][number]>
      size="small"
      rowKey={({ agency_id, quarter, focus }) => `${agency_id} ${quarter} ${focus}`}
      pagination={false}
      dataSource={[...items]}
      columns={[
        { title: say(texts.agency), dataIndex: 'agency_id', render: nameOf },
        {
          title: say(texts.quarter),
          dataIndex: 'quarter',
          render: (quarter: number) => say(texts.quarterOf, { quarter }),
        },
        {
          title: say(texts.kind),
          key: 'kind',
          render: (_, { kind, is_on_site }) => (
            <>
              {say(asTitle(inspectionKinds[kind]))}{' '}
              <Tag>{say(is_on_site ? texts.onSite : texts.offSiteWay)}</Tag>
            </>
          ),
        },
        { title: say(texts.focus), dataIndex: 'focus' },
      ]}
    />
  )
}

/** A year's plan: what is to be inspected when, its decision, its revisions, and what became of it. */
export function PlanPage(): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('INSPECTION_PLAN')
  const {
    data: record,
    error,
    refetch,
  } = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'INSPECTION_PLAN', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (record === undefined || kind === undefined) return <Skeleton active />
  const plan = planOf(record)
  const agencies = plan.population.map(({ agency_id, title }) => ({ value: agency_id, label: title }))
  const formOf = (action: string, plain: ActFormProps) =>
    action === 'resubmit' || action === 'revise' ? (
      <FieldChoicesContext value={{ agency_id: agencies }}>
        <ActForm {...plain} startValues={{ items: plan.items }} />
      </FieldChoicesContext>
    ) : null
  return (
    <>
      <PageHead
        title={`${plan.supervisor.title} ${say(texts.planOf, { year: plan.year })}`}
        above={[
          { title: say(texts.inspections), path: '/inspections' },
          { title: say(texts.plans), path: `/inspections/plans?year=${plan.year}` },
        ]}
        crumb={say(texts.planOf, { year: plan.year })}
        beside={<PlanStatusTag status={record.status} />}
      />
      <div className="columns">
        <div className="stack">
          <Card size="small" title={`${say(texts.plan)} (${plan.items.length}/${plan.population.length})`}>
            <Items plan={plan} items={plan.items} />
          </Card>
          {plan.revision === null ? null : (
            <Card size="small" title={say(texts.revision)}>
              <Typography.Paragraph>{plan.revision.reason}</Typography.Paragraph>
              <Items plan={plan} items={plan.revision.items} />
            </Card>
          )}
          {plan.outcome === null ? null : (
            <Card size="small" title={say(texts.outcome)}>
              {say(texts.outcomeText, { ...plan.outcome })}
            </Card>
          )}
          {plan.remarks.length === 0 ? null : (
            <Card size="small" title={say(texts.remarks)}>
              <ul className="comments">
                {plan.remarks.map(({ at, by, reason, action }) => (
                  <li key={at}>
                    <strong>{say(kind.actions[action]?.title ?? texts.remarks)}</strong>{' '}
                    <span className="number">
                      {nameOf(by)} {timeText(at)}
                    </span>
                    <div>{reason}</div>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
        <div className="stack">
          <Steps
            key={record.version}
            record={record}
            kind={kind}
            onActed={() => void refetch()}
            formOf={formOf}
          />
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
