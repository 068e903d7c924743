import { Card, Table, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { StatusTag } from '#web/cases/Marks.tsx'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { workbenchTexts as texts } from './texts.ts'

type CaseItem = Answer<'GET /api/cases'>['items'][number]

const shownMax = 10

/** Cases that one verifies oneself: a to-do ends when it is begun, the deadline does not. Nothing where there is none. */
export function MyCases({ staffId }: { readonly staffId: string }): React.JSX.Element | null {
  const say = useSay()
  const { data } = useAsk('GET /api/cases', {
    query: { assignee: staffId, is_open: 'true', sort: 'due_day', limit: shownMax },
  })
  if (data === undefined || data.items.length === 0) return null
  const columns: TableColumnsType<CaseItem> = [
    {
      title: say(texts.case),
      key: 'rules',
      render: (_, { record_id, rules }) => (
        <Link to={`/cases/${record_id}`}>{rules.map(({ title }) => say(asTitle(title))).join('、')}</Link>
      ),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <StatusTag kind="CASE" status={status} />,
    },
    { title: say(texts.due), dataIndex: 'due_day', render: (day: string | null) => <DueTag day={day} /> },
  ]
  return (
    <Card
      size="small"
      title={say(texts.myCases)}
      extra={<Link to={`/cases?assignee=${staffId}`}>{say(texts.allCases)}</Link>}
    >
      <Table<CaseItem>
        size="small"
        rowKey="record_id"
        columns={columns}
        dataSource={data.items}
        pagination={false}
      />
    </Card>
  )
}
