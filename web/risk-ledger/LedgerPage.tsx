import { Button, Input, Select, Switch, type TableColumnsType, Tag, Tooltip } from 'antd'
import { Link, useNavigate } from 'react-router'
import { domains, riskPointStatuses, stages } from '#risk-ledger/ledger-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities, useMe } from '#web/api/queries.ts'
import { type Choice, useRuleChoices } from '#web/findings/use-choices.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { FormButton } from './FormButton.tsx'
import { LedgerTabs } from './LedgerTabs.tsx'
import { findingsPath, levelTexts, stageTitle, useCodeChoices } from './ledger-words.ts'
import { LedgerStatus, RiskLevel } from './Marks.tsx'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'

type Point = Answer<'GET /api/risk-points'>['items'][number]

const gravestFirst = 'level'

function Findings({ point }: { readonly point: Point }): React.JSX.Element | null {
  const { rules, findings, open_amount_fen, region } = point
  if (rules.length === 0) return null
  const codes = rules.map(({ code }) => code)
  if (findings === '0') return <span className="number">0</span>
  return (
    <Link to={findingsPath(region, codes)} className="number">
      {findings} · {yuanText(open_amount_fen)}
    </Link>
  )
}

function useColumns(address: ListAddress): TableColumnsType<Point> {
  const say = useSay()
  const sorted = (column: string) => ({
    key: column,
    sorter: true,
    sortOrder: sortOrderOf(address, column, gravestFirst),
  })
  return [
    {
      title: say(texts.risk),
      key: 'risk',
      className: 'ledger-risk',
      render: (_, { record_id, risk, department, measures }) => (
        <>
          <Link to={`/risk-ledger/${record_id}`}>{risk}</Link>
          <div>
            {department}{' '}
            <Tooltip title={measures.map((each, index) => `${index + 1}. ${each}`).join(' ')}>
              <Tag>{say(texts.measureCount, { count: measures.length })}</Tag>
            </Tooltip>
          </div>
        </>
      ),
    },
    { title: say(texts.unit), dataIndex: 'agency_name', ...sorted('agency_id') },
    {
      title: say(texts.stage),
      dataIndex: 'stage',
      render: (stage: string) => say(stageTitle(stage)),
    },
    {
      title: say(texts.level),
      ...sorted('level'),
      render: (_, { level, likelihood, impact }) => (
        <span className="number">
          <RiskLevel level={level} />
          {likelihood} × {impact}
        </span>
      ),
    },
    {
      title: say(texts.residual),
      ...sorted('residual_level'),
      render: (_, { residual_level, residual_likelihood, residual_impact }) => (
        <span className="number">
          <RiskLevel level={residual_level} />
          {residual_likelihood} × {residual_impact}
        </span>
      ),
    },
    {
      title: say(texts.responsible),
      key: 'people',
      className: 'ledger-people',
      render: (_, { people, has_left }) => (
        <>
          {people.direct}、{people.department_head}、{people.unit_head}
          {has_left ? (
            <div>
              <Tag color="error">{say(texts.hasLeft)}</Tag>
            </div>
          ) : null}
        </>
      ),
    },
    {
      title: <Tooltip title={say(texts.liveMore)}>{say(texts.live)}</Tooltip>,
      key: 'findings',
      align: 'right',
      render: (_, point) => <Findings point={point} />,
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <LedgerStatus kind="RISK_POINT" status={status} />,
    },
    {
      title: say(texts.review),
      ...sorted('due_day'),
      className: 'ledger-due',
      render: (_, { status, due_day }) => (status === 'IN_FORCE' ? <DueTag day={due_day} /> : null),
    },
  ]
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const choicesOf = useCodeChoices()
  const rules = useRuleChoices()
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000 })
  const units = (agencies.data?.items ?? []).map(({ agency_id, name }) => ({
    value: agency_id,
    label: name,
  }))
  const levels = levelTexts.map((title, index) => ({ value: String(index + 1), label: say(title) }))
  const many = (name: string, title: string, options: { value: string; label: string }[], width = 130) => (
    <Select
      mode="multiple"
      aria-label={title}
      placeholder={title}
      style={{ minWidth: width }}
      value={address.get(name)?.split(',') ?? []}
      onChange={(chosen: string[]) => address.set({ [name]: chosen.join(',') })}
      options={options}
    />
  )
  const one = (name: string, title: string, options: readonly Choice[], width: number) => (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      aria-label={title}
      placeholder={title}
      style={{ width }}
      value={address.get(name) ?? null}
      onChange={(chosen: string | undefined) => address.set({ [name]: chosen })}
      options={[...options]}
    />
  )
  const typed = (name: string, title: string, width: number) => (
    <Input.Search
      key={`${name} ${address.get(name) ?? ''}`}
      aria-label={title}
      placeholder={title}
      defaultValue={address.get(name) ?? ''}
      allowClear
      style={{ width }}
      onSearch={(value) => address.set({ [name]: value.trim() })}
    />
  )
  const toggle = (label: string, isOn: boolean, change: (isOn: boolean) => void) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch size="small" checked={isOn} onChange={change} /> {label}
    </label>
  )
  return (
    <div className="filters">
      {typed('q', say(texts.words), 200)}
      {one('agency_id', say(texts.unit), units, 220)}
      {many('level', say(texts.level), levels)}
      {many('residual_level', say(texts.residual), levels)}
      {many('stage', say(texts.stage), choicesOf(stages))}
      {many('domain', say(texts.domain), choicesOf(domains))}
      {many('status', say(texts.status), choicesOf(riskPointStatuses), 150)}
      {one('rule', say(texts.rule), rules, 200)}
      {typed('region', say(texts.region), 150)}
      {toggle(say(texts.overdueOnly), address.get('is_overdue') === 'true', (isOn) =>
        address.set({ is_overdue: isOn ? 'true' : undefined }),
      )}
      {toggle(say(texts.endedToo), address.get('is_open') === 'any', (isOn) =>
        address.set({ is_open: isOn ? 'any' : undefined }),
      )}
    </div>
  )
}

/** 风险防控台账: risk points of the units in one's scope, the gravest first. */
export function LedgerPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const me = useMe().data
  const may = useCapabilities().data
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const page = useAsk(
    'GET /api/risk-points',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayPropose =
    may?.steps.some(({ kind, action }) => kind === 'RISK_POINT' && action === 'propose') === true
  return (
    <>
      <PageHead title={say(texts.ledger)}>
        {me === undefined ? null : (
          <FormButton path={`/api/risk-points/form?agency_id=${me.agency_id}`} title={texts.formOf} />
        )}
        <ExportButton path="/api/risk-points/export" filters={filters} />
        {mayPropose ? (
          <>
            <Button onClick={() => void go('/risk-ledger/offers')}>{say(texts.offers)}</Button>
            <Button type="primary" onClick={() => void go('/risk-ledger/new')}>
              {say(texts.propose)}
            </Button>
          </>
        ) : null}
      </PageHead>
      <LedgerTabs />
      <Filters address={address} />
      <List<Point> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
