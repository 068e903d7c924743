import { Button, Input, Select, Switch, type TableColumnsType, Tag, Typography } from 'antd'
import { Link, useNavigate } from 'react-router'
import { inspectionKinds, inspectionStatuses } from '#inspections/inspection-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useMayOpen } from '#web/cases/use-may-open.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { InspectionTabs } from './InspectionTabs.tsx'
import { InspectionStatusTag } from './Marks.tsx'
import { inspectionTexts as texts } from './texts.ts'

type Item = Answer<'GET /api/inspections'>['items'][number]

function useColumns(address: ListAddress): TableColumnsType<Item> {
  const say = useSay()
  const sorted = (column: string) => ({ key: column, sorter: true, sortOrder: sortOrderOf(address, column) })
  return [
    {
      title: say(texts.title),
      key: 'title',
      render: (_, { record_id, title }) => <Link to={`/inspections/${record_id}`}>{title}</Link>,
    },
    {
      title: say(texts.kind),
      key: 'kind',
      render: (_, { kind, is_on_site }) => (
        <>
          {say(asTitle(inspectionKinds[kind as keyof typeof inspectionKinds]))}
          <div>
            <Tag>{say(is_on_site ? texts.onSite : texts.offSiteWay)}</Tag>
          </div>
        </>
      ),
    },
    {
      title: say(texts.unit),
      key: 'unit',
      render: (_, { inspected_name, supervisor_name }) => (
        <>
          {inspected_name}
          <div>
            <Typography.Text type="secondary">
              {say(texts.supervisor)} {supervisor_name}
            </Typography.Text>
          </div>
        </>
      ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <InspectionStatusTag status={status} />,
    },
    {
      title: say(texts.period),
      ...sorted('planned_from'),
      render: (_, { planned_from, planned_to }) => (
        <span className="number">
          {planned_from} – {planned_to.slice(5)}
        </span>
      ),
    },
    {
      title: say(texts.facts),
      dataIndex: 'facts',
      align: 'right',
      render: (facts: number) => <span className="number">{facts}</span>,
    },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
    },
    {
      title: say(texts.rectified),
      key: 'items',
      align: 'right',
      render: (_, { items, items_verified, items_overdue }) =>
        items === 0 ? null : (
          <span className="number">
            {items_overdue === 0 ? null : (
              <Tag color="error">{say(texts.itemsOverdue, { count: items_overdue })}</Tag>
            )}
            {say(texts.ofItems, { verified: items_verified, items })}
          </span>
        ),
    },
    {
      title: say(texts.due),
      ...sorted('due_day'),
      render: (_, { is_open, due_day, is_due_provisional }) =>
        is_open ? <DueTag day={due_day} isProvisional={is_due_provisional} /> : null,
    },
  ]
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const toggle = (label: string, name: string) => (
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
  const typed = (name: 'region' | 'year') => (
    <Input.Search
      key={`${name} ${address.get(name) ?? ''}`}
      aria-label={say(texts[name])}
      placeholder={say(texts[name])}
      defaultValue={address.get(name) ?? ''}
      allowClear
      style={{ width: name === 'year' ? 110 : 170 }}
      onSearch={(value) => address.set({ [name]: value.trim() })}
    />
  )
  return (
    <div className="filters">
      <Select
        mode="multiple"
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        style={{ minWidth: 200 }}
        options={Object.entries(inspectionStatuses).map(([value, title]) => ({
          value,
          label: say(asTitle(title)),
        }))}
      />
      <Select
        allowClear
        aria-label={say(texts.kind)}
        placeholder={say(texts.kind)}
        value={address.get('kind') ?? null}
        onChange={(kind: string | undefined) => address.set({ kind })}
        style={{ minWidth: 130 }}
        options={Object.entries(inspectionKinds).map(([value, title]) => ({
          value,
          label: say(asTitle(title)),
        }))}
      />
      {typed('year')}
      {typed('region')}
      {toggle(say(texts.openOnly), 'is_open')}
      {toggle(say(texts.overdueOnly), 'is_overdue')}
      {toggle(say(texts.onSiteOnly), 'is_on_site')}
    </div>
  )
}

/** Inspections in one's scope, what was done last first. */
export function InspectionsPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const mayOpen = useMayOpen('INSPECTION')
  const page = useAsk(
    'GET /api/inspections',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <PageHead title={say(texts.inspections)}>
        <ExportButton path="/api/inspections/export" filters={filters} />
        {mayOpen ? (
          <Button type="primary" onClick={() => void go('/inspections/new')}>
            {say(texts.open)}
          </Button>
        ) : null}
      </PageHead>
      <InspectionTabs at="inspections" />
      <Filters address={address} />
      <List<Item> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
