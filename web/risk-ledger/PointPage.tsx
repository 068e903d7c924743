import { Card, Descriptions, Flex, Skeleton, Tag, Typography } from 'antd'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import {
  channels,
  classes,
  concerned,
  levelOf,
  lines,
  origins,
  residualLevelOf,
} from '#risk-ledger/ledger-codes.ts'
import type { RiskPointData } from '#risk-ledger/risk-point-data.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { domainTitle, findingsPath, stageTitle, titleIn } from './ledger-words.ts'
import { LedgerStatus, RiskLevel } from './Marks.tsx'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'
import { usePointChoices } from './use-point-choices.ts'

type Data = z.input<typeof RiskPointData>
type Point = Data['point']

const dataOf = (record: OpenedRecord): Data => record.data as Data

function Content({ point, people }: { readonly point: Point; readonly people: Data['people'] }) {
  const say = useSay()
  const score = (likelihood: number, impact: number) =>
    say(texts.score, { likelihood, impact, product: likelihood * impact })
  const axes = [
    titleIn(channels, point.channel),
    titleIn(origins, point.origin),
    domainTitle(point.domain),
    titleIn(classes, point.class),
    titleIn(concerned, point.concerned),
    titleIn(lines, point.line),
  ]
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { label: say(texts.department), children: point.department },
        { label: say(texts.stage), children: say(stageTitle(point.stage)) },
        { label: say(texts.risk), children: <strong>{point.risk}</strong>, span: 'filled' },
        {
          label: say(texts.measures),
          children: (
            <ol className="ledger-measures">
              {point.measures.map(({ text }) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          ),
          span: 'filled',
        },
        {
          label: say(texts.level),
          children: (
            <>
              <RiskLevel level={levelOf(point)} /> {score(point.likelihood, point.impact)}
            </>
          ),
        },
        {
          label: say(texts.residual),
          children: (
            <>
              <RiskLevel level={residualLevelOf(point)} />{' '}
              {score(point.residual_likelihood, point.residual_impact)}
            </>
          ),
        },
        {
          label: say(texts.responsible),
          children: (
            <Flex gap={20} wrap>
              <span>
                {say(texts.direct)} {people.direct}
              </span>
              <span>
                {say(texts.departmentHead)} {people.department_head}
              </span>
              <span>
                {say(texts.unitHead)} {people.unit_head}
              </span>
            </Flex>
          ),
          span: 'filled',
        },
        {
          label: say(texts.axes),
          children: axes.map((title) => <Tag key={title.zh}>{say(title)}</Tag>),
          span: 'filled',
        },
      ]}
    />
  )
}

function Live({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const live = useAsk('GET /api/risk-points/{record_id}/findings', {
    params: { record_id: record.record_id },
  })
  if (live.error !== null) return <Problem error={live.error} retry={() => void live.refetch()} />
  if (live.data === undefined) return <Skeleton active />
  const { region, items } = live.data
  if (items.length === 0) return <Typography.Text type="secondary">{say(texts.noRules)}</Typography.Text>
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.rules)}</th>
          <th scope="col" className="is-number">
            {say(texts.live)}
          </th>
          <th scope="col" className="is-number">
            {say(texts.liveAmount)}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ code, title, findings, open_amount_fen }) => (
          <tr key={code}>
            <td>
              <Link to={findingsPath(region, [code])}>
                {say(title)} ({code})
              </Link>
            </td>
            <td className="is-number">{findings}</td>
            <td className="is-number">{yuanText(open_amount_fen)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Proposed({ data }: { readonly data: Data }): React.JSX.Element | null {
  const say = useSay()
  const nameOf = useStaffNames()
  const { revision, retirement, remarks } = data
  return (
    <>
      {revision === null ? null : (
        <Card size="small" title={say(texts.revision)}>
          <p>{revision.reason}</p>
          <Content point={revision.point} people={revision.people} />
        </Card>
      )}
      {retirement === null ? null : (
        <Card size="small" title={say(texts.retirement)}>
          {retirement}
        </Card>
      )}
      {remarks.length === 0 ? null : (
        <Card size="small" title={say(texts.remarks)}>
          {remarks.map(({ at, reason, actorId }) => (
            <div key={at}>
              {reason} <span className="number">{`${nameOf(actorId)} ${timeText(at)}`}</span>
            </div>
          ))}
        </Card>
      )}
    </>
  )
}

/** One risk point: what it is, who answers for it, what its rules find, and what may be done. */
export function PointPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('RISK_POINT')
  const choices = usePointChoices()
  const agencyOf = useAgencyNames()
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'RISK_POINT', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = dataOf(record)
  return (
    <>
      <PageHead
        title={say(texts.point)}
        above={[{ title: say(texts.ledger), path: '/risk-ledger' }]}
        crumb={data.point.risk.slice(0, 16)}
        beside={<LedgerStatus kind="RISK_POINT" status={record.status} />}
      />
      <div className="columns">
        <div className="stack">
          <Card size="small" title={record.agency_id === null ? '' : agencyOf(record.agency_id)}>
            <Content point={data.point} people={data.people} />
            <Flex gap={24} style={{ marginTop: 8 }}>
              <span>
                {say(texts.inForce)} <span className="number">{data.in_force_on ?? '—'}</span>
              </span>
              <span>
                {say(texts.reviewed)} <span className="number">{data.reviewed_on ?? '—'}</span>
              </span>
            </Flex>
          </Card>
          <Proposed data={data} />
          <Card size="small" title={say(texts.live)} extra={say(texts.liveMore)}>
            <Live key={record.version} record={record} />
          </Card>
        </div>
        <div className="stack">
          <FieldChoicesContext value={choices}>
            <Steps
              key={record.version}
              record={record}
              kind={kind}
              onActed={() => void opened.refetch()}
              formOf={(action, plain) =>
                action === 'revise' || action === 'resubmit' ? (
                  <ActForm {...plain} startValues={{ ...data.point }} />
                ) : null
              }
            />
          </FieldChoicesContext>
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
