import { Card, Descriptions, Flex, Steps } from 'antd'
import { Link } from 'react-router'
import { useAgencyNames, useStaffNames } from '#web/api/queries.ts'
import { dayText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import type { CaseParts } from './CasePage.tsx'
import { type Case, caseOf } from './read-case.ts'
import { currentStage, passedBy, stages, waitingFor } from './stages.ts'
import { caseTexts as texts } from './texts.ts'

const link = (caseId: string): React.JSX.Element => (
  <Link key={caseId} to={`/cases/${caseId}`} className="code">
    {caseId.slice(-12)}
  </Link>
)

/** Where it came from, and what became of parts of it. */
function Kinship({ data }: { readonly data: Case }): React.JSX.Element | null {
  const say = useSay()
  const { merged_from, merged_into, origin, split_off } = data
  const lines = [
    merged_into === null ? null : (
      <>
        {say(texts.merged)} {link(merged_into)}
      </>
    ),
    merged_from.length === 0 ? null : (
      <>
        {say(texts.mergedFrom)}
        <Flex gap={8}>{merged_from.map(link)}</Flex>
      </>
    ),
    origin === null ? null : (
      <>
        {say(texts.splitFrom)} {link(origin.case_id)}
      </>
    ),
    split_off.length === 0 ? null : (
      <>
        {say(texts.splitOff)}
        {split_off.map(({ split_id, case_id, reason }) => (
          <span key={split_id}>
            {case_id === null ? say(texts.splitting) : link(case_id)} {reason}{' '}
          </span>
        ))}
      </>
    ),
  ].filter((line) => line !== null)
  if (lines.length === 0) return null
  return (
    <Flex vertical gap={4} style={{ marginTop: 8 }}>
      {lines.map((line, at) => (
        <Flex key={String(at)} gap={8} wrap>
          {line}
        </Flex>
      ))}
    </Flex>
  )
}

/** Steps, deadline and who is waited for, at one glance. */
export function CaseHead({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const data = caseOf(record)
  const waits = waitingFor(record.status, data.assignee)
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [
      say(texts.record),
      <span key="id" className="code">
        {record.record_id}
      </span>,
    ],
    [say(texts.person), record.person_id],
    [
      say(texts.amount),
      <span key="fen" className="number">
        {yuanText(dossier.findings.reduce((sum, each) => sum + BigInt(each.amount_fen), 0n).toString())}
      </span>,
    ],
    [say(texts.assignee), data.assignee === null ? say(texts.unassigned) : nameOf(data.assignee)],
    [say(texts.agency), record.agency_id === null ? null : agencyOf(record.agency_id)],
    [say(texts.openedBy), `${nameOf(record.entered_by)} ${timeText(record.entered_at)}`],
    [say(texts.caseReason), data.reason],
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
      <Flex gap={24} wrap align="center" style={{ margin: '12px 0' }}>
        <span>
          {say(texts.due)}{' '}
          {record.status === 'CLOSED' || record.status === 'MERGED' ? say(texts.ended) : null}
          {record.status !== 'CLOSED' && record.status !== 'MERGED' ? (
            dossier.due_day === null ? (
              say(texts.noDeadline)
            ) : (
              <DueTag day={dossier.due_day} isProvisional={dossier.is_due_provisional} />
            )
          ) : null}
        </span>
        {waits === null ? null : (
          <span>
            {say(texts.waitsFor)}
            <strong>{waits.staffId === null ? '' : `${nameOf(waits.staffId)} `}</strong>
            {say(waits.text)}
          </span>
        )}
      </Flex>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, xl: 3 }}
        items={facts
          .filter(([, children]) => children !== null && children !== '')
          .map(([label, children]) => ({ key: label, label, children }))}
      />
      <Kinship data={data} />
    </Card>
  )
}
