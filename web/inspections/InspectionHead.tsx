import { Card, Descriptions, Flex, Steps, Tag } from 'antd'
import { Link } from 'react-router'
import { inspectionKinds } from '#inspections/inspection-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, dayText, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { type InspectionParts, inspectionOf } from './read-inspection.ts'
import { currentStage, passedBy, stages } from './stages.ts'
import { inspectionTexts as texts } from './texts.ts'

/** Steps, deadline, who inspects whom, at one glance. */
export function InspectionHead({ record, dossier }: InspectionParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const data = inspectionOf(record)
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [say(texts.unit), data.inspected.title],
    [say(texts.supervisor), data.supervisor.title],
    [
      say(texts.kind),
      <span key="kind">
        {say(asTitle(inspectionKinds[data.kind]))}{' '}
        <Tag>{say(data.is_on_site ? texts.onSite : texts.offSiteWay)}</Tag>
      </span>,
    ],
    [
      say(texts.team),
      data.team
        .map(({ staff_id, is_head }) => `${nameOf(staff_id)}${is_head ? `（${say(texts.head)}）` : ''}`)
        .join('、'),
    ],
    [
      say(texts.period),
      <span key="days" className="number">
        {data.planned_from} – {data.planned_to}
      </span>,
    ],
    [
      say(texts.lookedAt),
      <span key="period" className="number">
        {data.looked_from} – {data.looked_to}
      </span>,
    ],
    [say(texts.scope), data.scope],
    [say(texts.basis), data.basis],
    [say(texts.contact), data.contact],
    [
      say(texts.plan),
      data.plan_id === null ? null : (
        <Link key="plan" to={`/inspections/plans/${data.plan_id}`}>
          {say(texts.planOf, { year: data.year })}
        </Link>
      ),
    ],
    [say(texts.opening), data.opening === null ? null : `${data.started_on ?? ''} ${data.opening}`],
  ]
  return (
    <Card size="small" style={{ marginBottom: 16 }}>
      <Steps
        size="small"
        current={currentStage(record.status)}
        items={stages.map((stage, at) => {
          const passed = passedBy(record, stage, at)
          return {
            title: say(stage.title),
            content:
              passed === null ? null : (
                <span className="number" title={timeText(passed.at)}>
                  {nameOf(passed.actor)} {dayText(passed.at).slice(5)}
                </span>
              ),
          }
        })}
      />
      {dossier.due_day === null || record.status === 'LOOKED_BACK' || record.status === 'CANCELLED' ? null : (
        <Flex gap={8} style={{ margin: '12px 0 0' }}>
          {say(texts.due)} <DueTag day={dossier.due_day} isProvisional={dossier.is_due_provisional} />
        </Flex>
      )}
      <Descriptions
        size="small"
        style={{ marginTop: 12 }}
        column={{ xs: 1, sm: 2, xl: 3 }}
        items={facts
          .filter(([, children]) => children !== null && children !== '')
          .map(([label, children]) => ({ key: label, label, children }))}
      />
    </Card>
  )
}
