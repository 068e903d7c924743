import { ReloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Empty, Table, type TableColumnsType, Tag } from 'antd'
import { useRef } from 'react'
import { Link } from 'react-router'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { levelColor } from '#web/findings/finding-words.ts'
import { asTitle, countText, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { resultColors } from '#web/rules/RuleRuns.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { processRuleTexts as texts } from './texts.ts'
import '#web/rules/rules.css'

type ProcessRule = Answer<'GET /api/process-rules'>['items'][number]

function State({ rule }: { readonly rule: ProcessRule }): React.JSX.Element {
  const say = useSay()
  const { state, waits_for: waits } = rule
  if (waits !== null) {
    return (
      <>
        <Tag>{say(texts.NOT_EVALUATED)}</Tag>
        <small>{say(waits)}</small>
      </>
    )
  }
  if (state === null) return <Tag>{say(texts.never)}</Tag>
  return (
    <>
      <Tag color={resultColors[state.status]}>{say(texts[state.status])}</Tag>
      {state.reason === null ? null : <small>{say(state.reason)}</small>}
    </>
  )
}

function useColumns(): TableColumnsType<ProcessRule> {
  const say = useSay()
  return [
    {
      title: say(texts.code),
      dataIndex: 'code',
      render: (code: string) => (
        <Link to={`/rules/${code}`} className="number">
          {code}
        </Link>
      ),
    },
    {
      title: say(texts.name),
      dataIndex: 'title',
      className: 'rule-wraps',
      render: (title: ProcessRule['title'], { code }) => (
        <Link to={`/rules/${code}`}>{say(asTitle(title))}</Link>
      ),
    },
    {
      title: say(texts.level),
      dataIndex: 'level',
      render: (level: number, { level_text }) => <Tag color={levelColor(level)}>{say(level_text)}</Tag>,
    },
    {
      title: say(texts.cadence),
      dataIndex: 'cadence',
      render: (cadence: ProcessRule['cadence']) => say(cadence),
    },
    {
      title: say(texts.state),
      dataIndex: 'state',
      className: 'rule-wraps',
      render: (_, rule) => <State rule={rule} />,
    },
    {
      title: say(texts.open),
      dataIndex: 'open_findings',
      align: 'right',
      render: (count: number, { code }) =>
        count === 0 ? (
          <span className="number">0</span>
        ) : (
          <Link to={`/findings?rule=${code}`} className="number">
            {countText(count)}
          </Link>
        ),
    },
    {
      title: say(texts.at),
      dataIndex: 'state',
      key: 'at',
      render: (state: ProcessRule['state']) =>
        state === null ? (
          ''
        ) : (
          <Link to={`/runs/${state.run_id}`} className="number">
            {timeText(state.at)}
          </Link>
        ),
    },
  ]
}

/** 流程规则: each with how it came out last night, and what of it is open in the reader's scope. */
export function ProcessRulesPage(): React.JSX.Element {
  const say = useSay()
  const columns = useColumns()
  const page = useAsk('GET /api/process-rules', {}, { keepsPrevious: true })
  const runId = useRef(crypto.randomUUID())
  const running = useMutation({
    mutationFn: () => ask('POST /api/process-rules/runs', { body: { run_id: runId.current } }),
    onSuccess: () => {
      runId.current = crypto.randomUUID()
      void page.refetch()
    },
  })
  return (
    <>
      <PageHead title={say(texts.title)} above={[{ title: say(shellTexts.rules), path: '/rules' }]}>
        <ExportButton path="/api/rules/export" filters={{ family: 'process' }} />
        {page.data?.may_run === true ? (
          <Button
            type="primary"
            icon={<ReloadOutlined />}
            loading={running.isPending}
            onClick={() => running.mutate()}
          >
            {say(texts.run)}
          </Button>
        ) : null}
      </PageHead>
      <p>{say(texts.intro)}</p>
      {running.error === null ? null : <Problem error={running.error} retry={() => running.mutate()} />}
      {running.isSuccess ? <Alert type="success" showIcon closable title={say(texts.done)} /> : null}
      {page.error === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
        <section className="table-frame" tabIndex={0} aria-label={say(texts.title)}>
          <Table<ProcessRule>
            size="small"
            rowKey="code"
            columns={columns}
            dataSource={[...(page.data?.items ?? [])]}
            loading={page.isPending}
            pagination={false}
            expandable={{ expandedRowRender: ({ finds }) => say(finds) }}
            locale={{
              emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.empty)} />,
            }}
          />
        </section>
      ) : (
        <Problem error={page.error} retry={() => void page.refetch()} />
      )}
    </>
  )
}
