import { Card, Switch, Table, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { runTexts as texts } from './texts.ts'

type OpenedRun = Answer<'GET /api/screening-runs/{run_id}'>
type Evaluated = OpenedRun['rules'][number]
type Difference = Answer<'GET /api/screening-runs/{run_id}/shadow-differences'>['items'][number]

const statusColors = { HIT: 'warning', PASS: 'success', NOT_EVALUATED: 'default', FAILED: 'error' }
/** What was found comes first, then what could not be said. */
const order = ['HIT', 'FAILED', 'NOT_EVALUATED', 'PASS']
const number = (value: React.ReactNode): React.ReactNode => <span className="number">{value}</span>

function useRuleTitles(): (code: string) => string {
  const say = useSay()
  const { data } = useAsk('GET /api/rules', { query: {} }, { staleMs: 300_000 })
  const titles = new Map(data?.items.map(({ code, title }) => [code, say(title)]))
  return (code) => titles.get(code) ?? ''
}

/** What each live rule gave; which were not evaluated, and why, counts as much as what was found. */
export function RuleResults({ run }: { readonly run: OpenedRun }): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const titleOf = useRuleTitles()
  const isShort = address.get('rules') !== 'all'
  const rows = run.rules
    .filter(({ shadow, status }) => shadow === null && !(isShort && status === 'PASS'))
    .toSorted((left, right) => order.indexOf(left.status) - order.indexOf(right.status))
  const columns: TableColumnsType<Evaluated> = [
    {
      title: say(texts.rule),
      dataIndex: 'rule_code',
      render: (code: string) => (
        <>
          <Link to={`/rules/${code}`}>
            {code} {titleOf(code)}
          </Link>
        </>
      ),
    },
    { title: say(texts.version), dataIndex: 'rule_version', align: 'right', render: number },
    {
      title: say(texts.result),
      dataIndex: 'status',
      render: (status: Evaluated['status']) => <Tag color={statusColors[status]}>{say(texts[status])}</Tag>,
    },
    {
      title: say(texts.findings),
      dataIndex: 'findings',
      align: 'right',
      render: (count: number, { rule_code }) =>
        count === 0 ? '' : <Link to={`/findings?rule=${rule_code}`}>{number(countText(count))}</Link>,
    },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string) => (fen === '0' ? '' : number(yuanText(fen))),
    },
    {
      title: say(texts.reason),
      dataIndex: 'reason',
      render: (reason: Evaluated['reason']) => (reason === null ? '' : say(reason)),
    },
    {
      title: say(texts.seconds),
      dataIndex: 'seconds',
      align: 'right',
      render: (seconds: number, { status }) => (status === 'NOT_EVALUATED' ? '' : number(seconds.toFixed(2))),
    },
  ]
  return (
    <Card
      size="small"
      title={say(texts.perRule)}
      extra={
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
        <label>
          <Switch
            size="small"
            checked={isShort}
            onChange={(isOn) => address.set({ rules: isOn ? undefined : 'all' })}
          />{' '}
          {say(texts.onlyFound)}
        </label>
      }
    >
      <Table<Evaluated>
        size="small"
        rowKey="rule_code"
        pagination={false}
        columns={columns}
        dataSource={rows}
      />
    </Card>
  )
}

function Differences({ runId }: { readonly runId: string }): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { cursor } = address
  const page = useAsk(
    'GET /api/screening-runs/{run_id}/shadow-differences',
    { params: { run_id: runId }, query: cursor === undefined ? {} : { cursor } },
    { keepsPrevious: true },
  )
  const side = (found: Difference['live']): string =>
    found === null
      ? say(texts.notFound)
      : say(texts.side, {
          level: found.level,
          amount: yuanText(found.amount_fen),
          rows: found.evidence_count,
        })
  const { data, error, isFetching, refetch } = page
  const items = data?.items.map((row) => ({
    ...row,
    key: `${row.rule_code} ${row.shadow} ${row.finding_id}`,
  }))
  const shown = data === undefined || items === undefined ? undefined : { ...data, items }
  const columns: TableColumnsType<Difference & { key: string }> = [
    { title: say(texts.rule), dataIndex: 'rule_code' },
    { title: say(texts.shadow), dataIndex: 'shadow' },
    { title: say(texts.subject), dataIndex: 'subject_id' },
    { title: say(texts.live), dataIndex: 'live', render: side },
    { title: say(texts.shadow), dataIndex: 'shadow_side', render: side },
  ]
  return (
    <List
      rowKey="key"
      columns={columns}
      page={{ data: shown, error, isFetching, refetch }}
      address={address}
    />
  )
}

/** Shadows beside the live rule: counts, and where they differ. */
export function ShadowResults({ run }: { readonly run: OpenedRun }): React.JSX.Element {
  const say = useSay()
  const count = (value: number | undefined): React.ReactNode =>
    value === undefined ? '' : number(countText(value))
  const columns: TableColumnsType<Evaluated> = [
    { title: say(texts.rule), dataIndex: 'rule_code' },
    { title: say(texts.shadow), dataIndex: 'shadow' },
    {
      title: say(texts.parameters),
      dataIndex: 'parameters',
      render: (parameters: Readonly<Record<string, string>>) =>
        Object.entries(parameters).map(([name, value]) => (
          <div key={name} className="code">
            {name} = {value}
          </div>
        )),
    },
    { title: say(texts.findings), dataIndex: 'findings', align: 'right', render: count },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string) => number(yuanText(fen)),
    },
    { title: say(texts.same), key: 'same', align: 'right', render: (_, row) => count(row.compared?.same) },
    {
      title: say(texts.onlyLive),
      key: 'live',
      align: 'right',
      render: (_, row) => count(row.compared?.only_live),
    },
    {
      title: say(texts.onlyShadow),
      key: 'shadow',
      align: 'right',
      render: (_, row) => count(row.compared?.only_shadow),
    },
    {
      title: say(texts.different),
      key: 'different',
      align: 'right',
      render: (_, row) => count(row.compared?.different),
    },
  ]
  return (
    <>
      <Card size="small" title={say(texts.shadows)}>
        <Table<Evaluated>
          size="small"
          rowKey={({ rule_code, shadow }) => `${rule_code} ${shadow}`}
          pagination={false}
          columns={columns}
          dataSource={run.rules.filter(({ shadow }) => shadow !== null)}
        />
      </Card>
      <Card size="small" title={say(texts.differences)}>
        <Differences runId={run.run_id} />
      </Card>
    </>
  )
}
