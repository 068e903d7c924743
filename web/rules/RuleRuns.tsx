import { type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import type { OpenedRule } from './RulePage.tsx'
import { runTexts as texts } from './texts.ts'

export type RunOfRule = Answer<'GET /api/rules/{rule_code}/runs'>['items'][number]

export const resultColors: Readonly<Record<RunOfRule['status'], string>> = {
  HIT: 'error',
  PASS: 'success',
  NOT_EVALUATED: 'default',
  FAILED: 'error',
}

type Compared = NonNullable<RunOfRule['compared']>

export function ComparedLine({ compared }: { readonly compared: Compared }): React.JSX.Element {
  const say = useSay()
  const { only_live: onlyLive, only_shadow: onlyShadow, different, same } = compared
  return <span className="number">{say(texts.comparedLine, { onlyLive, onlyShadow, different, same })}</span>
}

function useColumns(): TableColumnsType<RunOfRule & { readonly key: string }> {
  const say = useSay()
  const number = (value: React.ReactNode): React.ReactNode => <span className="number">{value}</span>
  return [
    {
      title: say(texts.askedAt),
      dataIndex: 'asked_at',
      render: (at: string, { run_id }) => <Link to={`/runs/${run_id}`}>{number(timeText(at))}</Link>,
    },
    { title: say(texts.asOf), dataIndex: 'as_of', render: number },
    { title: say(texts.region), dataIndex: 'region', render: number },
    {
      title: say(texts.variant),
      dataIndex: 'shadow',
      render: (shadow: string | null) =>
        shadow === null ? (
          <Tag color="processing">{say(texts.live)}</Tag>
        ) : (
          <>
            <Tag>{say(texts.shadow)}</Tag>
            {shadow}
          </>
        ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: RunOfRule['status'], { reason }) => (
        <Tag color={resultColors[status]} title={reason === null ? undefined : say(reason)}>
          {say(texts[status])}
        </Tag>
      ),
    },
    { title: say(texts.found), dataIndex: 'findings', align: 'right', render: number },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string) => number(yuanText(fen)),
    },
    {
      title: say(texts.compared),
      dataIndex: 'compared',
      render: (compared: Compared | null) =>
        compared === null ? null : <ComparedLine compared={compared} />,
    },
    {
      title: say(texts.values),
      dataIndex: 'parameters',
      className: 'rule-wraps',
      render: (values: RunOfRule['parameters']) => (
        <span className="code">
          {Object.entries(values)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </span>
      ),
    },
  ]
}

/** What the rule gave, run by run; its shadows stand beside the live one of the same run. */
export function RuleRuns({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const address = useListAddress()
  const columns = useColumns()
  const { cursor } = address
  const page = useAsk(
    'GET /api/rules/{rule_code}/runs',
    { params: { rule_code: rule.code }, query: cursor === undefined ? {} : { cursor } },
    { keepsPrevious: true },
  )
  const keyed = page.data?.items.map((row) => ({ ...row, key: `${row.run_id} ${row.shadow ?? ''}` }))
  const data = page.data === undefined ? undefined : { ...page.data, items: keyed ?? [] }
  return <List rowKey="key" columns={columns} page={{ ...page, data }} address={address} />
}
