import { type TableColumnsType, Tag } from 'antd'
import { isPostProperty, isRole, titleOfDuty } from '#access/duties.ts'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk, useStaffNames } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle, dayText, humanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { authorityTexts as texts } from './texts.ts'

type Staff = Answer<'GET /api/staff'>['items'][number]
type Post = Answer<'GET /api/posts'>['items'][number]
type Grant = Answer<'GET /api/grants'>['items'][number]
type Rotation = Answer<'GET /api/staffing/rotations'>['items'][number]

export function dutyText(code: string, say: Say): string {
  return isRole(code) || isPostProperty(code) ? say(titleOfDuty(code)) : humanText(code)
}

const Tags = ({
  codes,
  say,
}: {
  readonly codes: readonly string[]
  readonly say: Say
}): React.JSX.Element => (
  <>
    {codes.map((code) => (
      <Tag key={code}>{dutyText(code, say)}</Tag>
    ))}
  </>
)

function usePlace() {
  const address = useListAddress()
  const { filters, cursor } = address
  return { address, given: { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } } }
}

const kept = { keepsPrevious: true }

export function StaffList(): React.JSX.Element {
  const say = useSay()
  const { address, given } = usePlace()
  const agencyOf = useAgencyNames()
  const page = useAsk('GET /api/staff', given, kept)
  const posts = useAsk('GET /api/posts', { query: { limit: 200 } }, { staleMs: 300_000 }).data?.items ?? []
  const titleOf = new Map(posts.map(({ post_id, title }) => [post_id, say(asTitle(title))]))
  const among = ['ON_POST', 'LEFT', 'TRANSFERRED', 'SUSPENDED', 'RETIRED']
  const columns: TableColumnsType<Staff> = [
    { title: say(texts.staffId), dataIndex: 'staff_id' },
    { title: say(texts.name), dataIndex: 'name' },
    { title: say(texts.agency), dataIndex: 'agency_id', render: agencyOf },
    { title: say(texts.department), dataIndex: 'department' },
    {
      title: say(texts.post),
      dataIndex: 'posts',
      render: (ids: readonly string[]) => ids.map((id) => <Tag key={id}>{titleOf.get(id) ?? id}</Tag>),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string, { left_on }) => (
        <>
          <Tag color={status === 'ON_POST' ? 'success' : 'default'}>
            {say(codeName(status, { name: 'status', title: '状态', among }))}
          </Tag>
          {left_on}
        </>
      ),
    },
  ]
  return <List rowKey="staff_id" columns={columns} page={page} address={address} />
}

export function PostList(): React.JSX.Element {
  const say = useSay()
  const { address, given } = usePlace()
  const agencyOf = useAgencyNames()
  const page = useAsk('GET /api/posts', given, kept)
  const columns: TableColumnsType<Post> = [
    { title: say(texts.postId), dataIndex: 'post_id' },
    { title: say(texts.post), dataIndex: 'title', render: (title: Post['title']) => say(asTitle(title)) },
    { title: say(texts.agency), dataIndex: 'agency_id', render: agencyOf },
    {
      title: say(texts.key),
      dataIndex: 'is_key',
      render: (isKey: boolean) => (isKey ? <Tag color="warning">{say(texts.key)}</Tag> : null),
    },
    { title: say(texts.months), dataIndex: 'months_max', align: 'right' },
    {
      title: say(texts.roles),
      dataIndex: 'roles',
      render: (codes: readonly string[]) => <Tags codes={codes} say={say} />,
    },
    {
      title: say(texts.duties),
      dataIndex: 'properties',
      render: (codes: readonly string[]) => <Tags codes={codes} say={say} />,
    },
  ]
  return <List rowKey="post_id" columns={columns} page={page} address={address} />
}

export function GrantList(): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { address, given } = usePlace()
  const page = useAsk('GET /api/grants', given, kept)
  const columns: TableColumnsType<Grant> = [
    { title: say(texts.name), dataIndex: 'staff_id', render: nameOf },
    { title: say(texts.role), dataIndex: 'role', render: (role: string) => <Tag>{dutyText(role, say)}</Tag> },
    {
      title: say(texts.regions),
      dataIndex: 'regions',
      render: (regions: readonly string[]) => regions.join('、'),
    },
    {
      title: say(texts.schemes),
      dataIndex: 'schemes',
      render: (codes: readonly string[] | null) =>
        codes === null ? say(texts.allSchemes) : codes.join('、'),
    },
    {
      title: say(texts.from),
      dataIndex: 'valid_from',
      render: (at: string) => <span className="number">{dayText(at)}</span>,
    },
    {
      title: say(texts.to),
      dataIndex: 'valid_to',
      render: (at: string | null) =>
        at === null ? say(texts.unlimited) : <span className="number">{dayText(at)}</span>,
    },
    { title: say(texts.origin), dataIndex: 'origin', render: humanText },
    {
      title: say(texts.by),
      key: 'by',
      render: (_, { proposed_by, granted_by }) =>
        [proposed_by, granted_by].flatMap((id) => (id === null ? [] : [nameOf(id)])).join(' → '),
    },
  ]
  return <List rowKey="grant_id" columns={columns} page={page} address={address} />
}

export function RotationList(): React.JSX.Element {
  const say = useSay()
  const { address, given } = usePlace()
  const page = useAsk('GET /api/staffing/rotations', given, kept)
  const rows = page.data?.items.map((row) => ({ ...row, key: `${row.staff_id} ${row.post_id}` }))
  const columns: TableColumnsType<Rotation & { key: string }> = [
    { title: say(texts.staffId), dataIndex: 'staff_id' },
    { title: say(texts.name), dataIndex: 'name' },
    { title: say(texts.post), dataIndex: 'title', render: (title: Rotation['title']) => say(asTitle(title)) },
    { title: say(texts.startedOn), dataIndex: 'started_on' },
    { title: say(texts.months), dataIndex: 'months_max', align: 'right' },
    {
      title: say(texts.state),
      dataIndex: 'state',
      render: (state: Rotation['state']) => (
        <Tag color={state === 'OVERDUE' ? 'error' : 'warning'}>{say(texts[state])}</Tag>
      ),
    },
  ]
  const { data, error, isFetching, refetch } = page
  const shown = data === undefined || rows === undefined ? undefined : { ...data, items: rows }
  return (
    <List
      rowKey="key"
      columns={columns}
      page={{ data: shown, error, isFetching, refetch }}
      address={address}
    />
  )
}
