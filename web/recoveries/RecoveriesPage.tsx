import { Button, Card, Input, Select, Skeleton, Switch, type TableColumnsType, Tabs } from 'antd'
import { Link, useNavigate } from 'react-router'
import { planKinds } from '#cases/case-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { StatusTag } from '#web/cases/Marks.tsx'
import { useMayOpen } from '#web/cases/use-may-open.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { Balance } from './Balance.tsx'
import { recoveryTexts as texts } from './texts.ts'
import { UnmatchedLines } from './UnmatchedLines.tsx'

type Item = Answer<'GET /api/recoveries'>['items'][number]

const number = (fen: string): React.JSX.Element => <span className="number">{yuanText(fen)}</span>

function useColumns(address: ListAddress): TableColumnsType<Item> {
  const say = useSay()
  const sorted = (column: string) => ({
    key: column,
    sorter: true,
    sortOrder: sortOrderOf(address, column, 'due_day'),
  })
  return [
    {
      title: say(texts.record),
      dataIndex: 'record_id',
      render: (id: string) => (
        <Link to={`/recoveries/${id}`} className="code">
          {id.slice(-12)}
        </Link>
      ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <StatusTag kind="RECOVERY" status={status} />,
    },
    { title: say(texts.debtor), dataIndex: 'debtor_name' },
    {
      title: say(texts.case),
      dataIndex: 'case_id',
      render: (id: string) => (
        <Link to={`/cases/${id}`} className="code">
          {id.slice(-12)}
        </Link>
      ),
    },
    {
      title: say(texts.planKind),
      dataIndex: 'plan_kind',
      render: (kind: keyof typeof planKinds | null) => (kind === null ? '' : say(asTitle(planKinds[kind]))),
    },
    {
      title: say(texts.due),
      ...sorted('amount_fen'),
      align: 'right',
      render: (_, { due_fen }) => number(due_fen),
    },
    { title: say(texts.recovered), dataIndex: 'recovered_fen', align: 'right', render: number },
    { title: say(texts.writtenOff), dataIndex: 'written_off_fen', align: 'right', render: number },
    { title: say(texts.outstanding), dataIndex: 'outstanding_fen', align: 'right', render: number },
    {
      title: say(texts.deadline),
      ...sorted('due_day'),
      render: (_, { status, due_day, is_due_provisional }) =>
        status === 'SETTLED' || status === 'CANCELLED' ? null : (
          <DueTag day={due_day} isProvisional={is_due_provisional} />
        ),
    },
  ]
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const statuses = useKinds()?.get('RECOVERY')?.statuses ?? {}
  const toggle = (label: string, name: 'is_open' | 'is_overdue') => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch
        size="small"
        checked={address.get(name) === 'true'}
        onChange={(isOn) => address.set({ [name]: isOn ? 'true' : undefined })}
      />{' '}
      {label}
    </label>
  )
  return (
    <div className="filters">
      <Select
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        mode="multiple"
        style={{ minWidth: 200 }}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        options={Object.entries(statuses).map(([value, title]) => ({ value, label: say(title) }))}
      />
      <Input.Search
        key={address.get('region') ?? ''}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 170 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
      {toggle(say(texts.openOnly), 'is_open')}
      {toggle(say(texts.overdueOnly), 'is_overdue')}
    </div>
  )
}

/** The figures of all that the filters leave, not of the page alone. */
function Totals({ filters }: { readonly filters: Readonly<Record<string, string>> }): React.JSX.Element {
  const say = useSay()
  const { sort: _, ...asked } = filters
  const { data, error } = useAsk('GET /api/recoveries/totals', { query: asked }, { keepsPrevious: true })
  if (error !== null) return <Problem error={error} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 1 }} title={false} />
  return (
    <Card size="small" title={say(texts.totals, { count: data.recoveries })} style={{ marginBottom: 12 }}>
      <Balance amounts={data} />
    </Card>
  )
}

function RecoveryList(): React.JSX.Element {
  const address = useListAddress()
  const { tab: _, ...filters } = address.filters
  const { cursor } = address
  const columns = useColumns(address)
  const page = useAsk(
    'GET /api/recoveries',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <Filters address={address} />
      <Totals filters={filters} />
      <List<Item> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}

/** Money that is to come back, and money that came and belongs to nobody's recovery yet. */
export function RecoveriesPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const go = useNavigate()
  const mayImport = useMayOpen('BANK_STATEMENT')
  const { tab = 'list', ...filters } = address.filters
  return (
    <>
      <PageHead title={say(texts.recoveries)}>
        <Button onClick={() => void go('/records/BANK_STATEMENT')}>{say(texts.statements)}</Button>
        {mayImport ? (
          <Button onClick={() => void go('/handling/BANK_STATEMENT')}>{say(texts.importStatement)}</Button>
        ) : null}
        {tab === 'list' ? <ExportButton path="/api/recoveries/export" filters={filters} /> : null}
      </PageHead>
      <Tabs
        activeKey={tab}
        onChange={(key) => address.set({ tab: key === 'list' ? undefined : key })}
        destroyOnHidden
        items={[
          { key: 'list', label: say(texts.list), children: <RecoveryList /> },
          { key: 'lines', label: say(texts.lines), children: <UnmatchedLines /> },
        ]}
      />
    </>
  )
}
