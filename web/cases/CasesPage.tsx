import { Button, Flex, Input, Select, Switch, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { caseStatuses, verdicts } from '#cases/case-status.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities, useMe, useStaffNames } from '#web/api/queries.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { fenOfTyped } from './choose-rows.ts'
import { LevelTag, StatusTag } from './Marks.tsx'
import { Triage } from './Triage.tsx'
import { caseTexts as texts } from './texts.ts'

export type CaseItem = Answer<'GET /api/cases'>['items'][number]

const urgentFirst = 'due_day'

function useColumns(address: ListAddress): TableColumnsType<CaseItem> {
  const say = useSay()
  const nameOf = useStaffNames()
  const sorted = (column: string) => ({
    key: column,
    sorter: true,
    sortOrder: sortOrderOf(address, column, urgentFirst),
  })
  return [
    {
      title: say(texts.rules),
      key: 'rules',
      render: (_, { record_id, rules, finding_count }) => (
        <Link to={`/cases/${record_id}`}>
          {rules.map(({ code, title }) => `${say(asTitle(title))} (${code})`).join('、')}
          {finding_count > 1 ? ` × ${finding_count}` : ''}
        </Link>
      ),
    },
    {
      title: say(texts.level),
      ...sorted('level'),
      render: (_, { level }) => <LevelTag level={level} />,
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <StatusTag kind="CASE" status={status} />,
    },
    { title: say(texts.person), dataIndex: 'person_id' },
    {
      title: say(texts.amount),
      ...sorted('amount_fen'),
      align: 'right',
      render: (_, { amount_fen }) => <span className="number">{yuanText(amount_fen ?? '0')}</span>,
    },
    {
      title: say(texts.loss),
      key: 'loss',
      align: 'right',
      render: (_, { verdict, loss_fen }) =>
        verdict === null ? (
          ''
        ) : (
          <>
            {say(asTitle(verdicts[verdict as keyof typeof verdicts]))}{' '}
            <span className="number">{yuanText(loss_fen ?? '0')}</span>
          </>
        ),
    },
    {
      title: say(texts.assignee),
      dataIndex: 'assignee',
      render: (staffId: string | null) =>
        staffId === null ? <Tag color="warning">{say(texts.unassigned)}</Tag> : nameOf(staffId),
    },
    {
      title: say(texts.due),
      ...sorted('due_day'),
      render: (_, { is_open, due_day, is_due_provisional }) =>
        is_open ? <DueTag day={due_day} isProvisional={is_due_provisional} /> : null,
    },
  ]
}

const levelsOf = (say: Say): { value: string; label: string }[] => [
  { value: '1', label: say(texts.level1) },
  { value: '2', label: say(texts.level2) },
  { value: '3', label: say(texts.level3) },
]

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const me = useMe().data?.staff_id
  const many = (name: 'status' | 'level') => ({
    mode: 'multiple' as const,
    'aria-label': say(texts[name]),
    placeholder: say(texts[name]),
    value: address.get(name)?.split(',') ?? [],
    onChange: (chosen: string[]) => address.set({ [name]: chosen.join(',') }),
  })
  const toggle = (label: string, isOn: boolean, change: (isOn: boolean) => void) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch size="small" checked={isOn} onChange={change} /> {label}
    </label>
  )
  const least = address.get('amount_fen_min')
  return (
    <div className="filters">
      <Select
        {...many('status')}
        style={{ minWidth: 200 }}
        options={Object.entries(caseStatuses).map(([value, title]) => ({
          value,
          label: say(asTitle(title)),
        }))}
      />
      <Select {...many('level')} style={{ minWidth: 130 }} options={levelsOf(say)} />
      <Input.Search
        key={`region ${address.get('region') ?? ''}`}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 170 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
      <Input.Search
        key={`amount ${least ?? ''}`}
        aria-label={say(texts.amountMin)}
        placeholder={say(texts.amountMin)}
        defaultValue={least === undefined ? '' : String(BigInt(least) / 100n)}
        allowClear
        style={{ width: 190 }}
        onSearch={(value) => address.set({ amount_fen_min: fenOfTyped(value)?.toString() })}
      />
      {toggle(say(texts.openOnly), address.get('is_open') === 'true', (isOn) =>
        address.set({ is_open: isOn ? 'true' : undefined }),
      )}
      {toggle(say(texts.mine), me !== undefined && address.get('assignee') === me, (isOn) =>
        address.set({ assignee: isOn ? me : undefined }),
      )}
      {toggle(say(texts.overdueOnly), address.get('is_overdue') === 'true', (isOn) =>
        address.set({ is_overdue: isOn ? 'true' : undefined }),
      )}
    </div>
  )
}

/** Cases in one's scope, the most urgent first; several at a time are assigned, begun, extended, merged. */
export function CasesPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const { filters, cursor } = address
  const may = useCapabilities().data
  const columns = useColumns(address)
  const [chosen, setChosen] = useState<readonly CaseItem[]>([])
  const page = useAsk(
    'GET /api/cases',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayOpen = may?.steps.some(({ kind, action }) => kind === 'CASE' && action === 'open') === true
  const mayAssign = may?.steps.some(({ kind, action }) => kind === 'CASE' && action === 'assign') === true
  return (
    <>
      <PageHead title={say(texts.cases)}>
        <ExportButton path="/api/cases/export" filters={filters} />
        {mayOpen ? (
          <Button type="primary" onClick={() => void go('/cases/new')}>
            {say(texts.open)}
          </Button>
        ) : null}
      </PageHead>
      <Filters address={address} />
      {chosen.length === 0 ? null : (
        <Flex gap={8} align="center" className="no-print" style={{ marginBottom: 8 }}>
          <Triage
            cases={chosen}
            onDone={() => {
              setChosen([])
              void page.refetch()
            }}
          />
        </Flex>
      )}
      <List<CaseItem>
        rowKey="record_id"
        columns={columns}
        page={page}
        address={address}
        table={
          mayOpen || mayAssign
            ? {
                rowSelection: {
                  selectedRowKeys: chosen.map(({ record_id }) => record_id),
                  onChange: (_, rows) => setChosen(rows),
                  getCheckboxProps: ({ record_id }) => ({ 'aria-label': record_id.slice(-12) }) as object,
                },
              }
            : {}
        }
      />
    </>
  )
}
