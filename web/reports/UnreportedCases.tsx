import { Alert, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk } from '#web/api/queries.ts'
import { LevelTag } from '#web/cases/Marks.tsx'
import { timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { List } from '#web/lists/List.tsx'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Case = Answer<'GET /api/major-events/unreported'>['items'][number]

/** 隐情不报 candidates: the largest loss first. */
export function UnreportedCases({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { cursor } = address
  const region = address.get('region')
  const page = useAsk(
    'GET /api/major-events/unreported',
    { query: { ...(region === undefined ? {} : { region }), ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const columns: TableColumnsType<Case> = [
    {
      title: say(texts.cases),
      dataIndex: 'case_id',
      render: (id: string) => (
        <Link to={`/cases/${id}`} className="code">
          {id.slice(-12)}
        </Link>
      ),
    },
    {
      title: say(texts.unit),
      dataIndex: 'agency_id',
      render: (id: string | null) => (id === null ? '' : agencyOf(id)),
    },
    { title: say(texts.grade), dataIndex: 'level', render: (level: number) => <LevelTag level={level} /> },
    {
      title: say(texts.confirmed),
      dataIndex: 'loss_fen',
      align: 'right',
      render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
    },
    {
      title: say(texts.signedBy),
      dataIndex: 'approved_at',
      render: (at: string) => <span className="number">{timeText(at)}</span>,
    },
    {
      key: 'report',
      render: (_, { case_id }) => (
        <Link to={`${reportPaths.events}/new?case=${case_id}`}>{say(texts.reportThis)}</Link>
      ),
    },
  ]
  return (
    <>
      {page.data === undefined ? null : (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={say(texts.unreportedMore, { yuan: yuanText(page.data.threshold_fen) })}
        />
      )}
      <List<Case> rowKey="case_id" columns={columns} page={page} address={address} />
    </>
  )
}
