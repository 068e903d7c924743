import { Select, Switch, type TableColumnsType, Tag } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { type RecordKindForm, useAsk, useKinds, useMe, useStaffNames } from '#web/api/queries.ts'
import { timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { DueTag } from './DueTag.tsx'
import { statusColor } from './statuses.ts'
import { recordTexts as texts } from './texts.ts'

type Summary = Answer<'GET /api/records/{kind}'>['items'][number]

function useColumns(kind: RecordKindForm): TableColumnsType<Summary> {
  const say = useSay()
  const nameOf = useStaffNames()
  const number = (value: React.ReactNode): React.ReactNode => <span className="number">{value}</span>
  return [
    {
      title: say(texts.record),
      dataIndex: 'record_id',
      render: (id: string) => (
        <Link to={`/records/${kind.kind}/${id}`} className="code">
          {id.slice(-12)}
        </Link>
      ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => {
        const title = kind.statuses[status]
        return <Tag color={statusColor(status)}>{title === undefined ? status : say(title)}</Tag>
      },
    },
    { title: say(texts.person), dataIndex: 'person_id' },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string | null) => (fen === null ? '' : number(yuanText(fen))),
    },
    { title: say(texts.enteredBy), dataIndex: 'entered_by', render: nameOf },
    { title: say(texts.enteredAt), dataIndex: 'entered_at', render: (at: string) => number(timeText(at)) },
    { title: say(texts.changedAt), dataIndex: 'changed_at', render: (at: string) => number(timeText(at)) },
    {
      title: say(texts.due),
      dataIndex: 'due_day',
      render: (day: string | null, row) =>
        row.is_open ? <DueTag day={day} isProvisional={row.is_due_provisional} /> : null,
    },
  ]
}

const sorts = ['-changed_at', '-entered_at', 'due_day', '-amount_fen'] as const

function RecordsOf({ kind }: { readonly kind: RecordKindForm }): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const me = useMe().data?.staff_id
  const columns = useColumns(kind)
  const page = useAsk(
    'GET /api/records/{kind}',
    { params: { kind: kind.kind }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const sortTitles = [texts.changedAt, texts.enteredAt, texts.due, texts.amount]
  return (
    <>
      <div className="filters">
        <Select
          aria-label={say(texts.status)}
          placeholder={say(texts.status)}
          mode="multiple"
          style={{ minWidth: 200 }}
          value={address.get('status')?.split(',') ?? []}
          onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
          options={Object.entries(kind.statuses).map(([value, title]) => ({ value, label: say(title) }))}
        />
        <Select
          aria-label={say(texts.open)}
          style={{ width: 120 }}
          value={address.get('is_open') ?? ''}
          onChange={(value: string) => address.set({ is_open: value })}
          options={[
            { value: '', label: say(texts.all) },
            { value: 'true', label: say(texts.open) },
            { value: 'false', label: say(texts.closed) },
          ]}
        />
        <Select
          aria-label={say(texts.changedAt)}
          style={{ width: 160 }}
          value={address.get('sort') ?? sorts[0]}
          onChange={(value: string) => address.set({ sort: value })}
          options={sorts.map((value, at) => ({ value, label: `↓ ${say(sortTitles[at]!)}` }))}
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one */}
        <label>
          <Switch
            size="small"
            checked={address.get('entered_by') === me}
            onChange={(isOn) => address.set({ entered_by: isOn ? me : undefined })}
          />{' '}
          {say(texts.mineOnly)}
        </label>
      </div>
      <List rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}

/** Records of one kind; which kind stands in the address. */
export function RecordsPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { kind: code } = useParams()
  const address = useListAddress()
  const kinds = useKinds()
  const kind = code === undefined ? undefined : kinds?.get(code)
  return (
    <>
      <PageHead
        title={kind === undefined ? say(shellTexts.records) : say(kind.title)}
        above={kind === undefined ? [] : [{ title: say(shellTexts.records), path: '/records' }]}
      >
        <Select
          aria-label={say(texts.kind)}
          placeholder={say(texts.chooseKind)}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 280 }}
          value={code ?? null}
          onChange={(next: string) => void go(`/records/${next}`)}
          options={[...(kinds?.values() ?? [])].map(({ kind: value, title }) => ({
            value,
            label: say(title),
          }))}
        />
        {kind === undefined ? null : (
          <ExportButton path={`/api/records/${kind.kind}/export`} filters={address.filters} />
        )}
      </PageHead>
      {kind === undefined ? <KindList /> : <RecordsOf key={kind.kind} kind={kind} />}
    </>
  )
}

function KindList(): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  return (
    <div className="functions">
      {[...(kinds?.values() ?? [])].map(({ kind, title }) => (
        <Link key={kind} to={`/records/${kind}`}>
          {say(title)}
        </Link>
      ))}
    </div>
  )
}
