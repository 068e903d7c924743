import { Alert, Card, Descriptions, Skeleton, Statistic, Table, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useStaffNames } from '#web/api/queries.ts'
import { countText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { RunProgress, useRun } from './RunProgress.tsx'
import { RuleResults, ShadowResults } from './RunRules.tsx'
import { TableName } from './TableName.tsx'
import { runTexts as texts } from './texts.ts'
import './data.css'

type OpenedRun = Answer<'GET /api/screening-runs/{run_id}'>
type Result = NonNullable<OpenedRun['result']>

function Facts({ run }: { readonly run: OpenedRun }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const time = (at: string | null): React.ReactNode =>
    at === null ? '' : <span className="number">{timeText(at)}</span>
  const by = run.asked_by === null ? say(texts.program) : nameOf(run.asked_by)
  const rules = run.rule_codes === null ? say(texts.allRules) : run.rule_codes.join('、')
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 4 }}
      items={[
        { key: 'agency', label: say(texts.agency), children: agencyOf(run.agency_id) },
        {
          key: 'data',
          label: say(texts.data),
          children: run.snapshot_id.startsWith('records-') ? (
            <Link to="/rules/process">{say(texts.ownRecords)}</Link>
          ) : run.delivery_title === null ? (
            say(texts.register)
          ) : (
            <Link to={`/deliveries/${run.snapshot_id}`}>{run.delivery_title}</Link>
          ),
        },
        { key: 'rules', label: say(texts.rules), children: rules },
        { key: 'asOf', label: say(texts.asOf), children: run.as_of ?? '' },
        { key: 'by', label: say(texts.by), children: by },
        { key: 'asked', label: say(texts.askedAt), children: time(run.asked_at) },
        { key: 'started', label: say(texts.startedAt), children: time(run.started_at) },
        { key: 'finished', label: say(texts.finishedAt), children: time(run.finished_at) },
      ]}
    />
  )
}

function WhatCame({ run, result }: { readonly run: OpenedRun; readonly result: Result }): React.JSX.Element {
  const say = useSay()
  const numbers = [
    [texts.findings, countText(result.findings)],
    [texts.opened, countText(result.opened)],
    [texts.reopened, countText(result.reopened)],
    [texts.notFoundAgain, countText(result.not_found_again)],
    [texts.older, countText(result.older)],
    [texts.amount, yuanText(result.amount_fen)],
  ] as const
  return (
    <Card
      size="small"
      title={say(texts.whatCame)}
      extra={<Link to={`/findings?first_run_id=${run.run_id}`}>{say(texts.showFindings)}</Link>}
    >
      <div className="statistics">
        {numbers.map(([title, value]) => (
          <Statistic key={title.en} title={say(title)} value={value} styles={{ content: { fontSize: 20 } }} />
        ))}
      </div>
      <div className="file-state">
        {say(texts.proof, {
          program: result.program_version,
          standard: result.standard_version,
          digest: result.manifest_sha256.slice(0, 16),
        })}
      </div>
    </Card>
  )
}

function Covered({ result }: { readonly result: Result }): React.JSX.Element {
  const say = useSay()
  const number = (rows: number): React.ReactNode => <span className="number">{countText(rows)}</span>
  return (
    <Card size="small" title={say(texts.tables)}>
      <Table
        size="small"
        rowKey="table"
        pagination={false}
        dataSource={[...result.tables]}
        columns={[
          {
            title: say(texts.table),
            dataIndex: 'table',
            render: (name: string) => <TableName name={name} />,
          },
          { title: say(texts.rows), dataIndex: 'rows', align: 'right', render: number },
          { title: say(texts.rejected), dataIndex: 'rows_rejected', align: 'right', render: number },
          { title: say(texts.firstDate), dataIndex: 'first_date' },
          { title: say(texts.lastDate), dataIndex: 'last_date' },
        ]}
      />
    </Card>
  )
}

/** One run: how far it is, what it found, what each rule and shadow gave, on which data. */
export function RunPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const { data, error, refetch } = useRun(id)
  const above = [{ title: say(shellTexts.runs), path: '/runs' }]
  if (error !== null) {
    return (
      <>
        <PageHead title={say(texts.run)} above={above} />
        <Problem error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (data === undefined) return <Skeleton active />
  const { result } = data
  return (
    <>
      <PageHead
        title={say(texts.run)}
        above={above}
        crumb={timeText(data.asked_at)}
        beside={data.is_trial ? <Tag color="processing">{say(texts.trial)}</Tag> : null}
      />
      <div className="stack">
        <RunProgress runId={id} isLinked={false} />
        <Facts run={data} />
        {result === null ? null : <WhatCame run={data} result={result} />}
        {result === null || result.warnings.length === 0 ? null : (
          <Alert
            type="warning"
            showIcon
            title={say(texts.warnings)}
            description={result.warnings.map((warning) => <div key={warning.en}>{say(warning)}</div>)}
          />
        )}
        {data.rules.length === 0 ? null : <RuleResults run={data} />}
        {data.rules.some(({ shadow }) => shadow !== null) ? <ShadowResults run={data} /> : null}
        {result === null ? null : <Covered result={result} />}
      </div>
    </>
  )
}
