import { Empty, Table, Typography } from 'antd'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { recoveryTexts as texts } from './texts.ts'

type Line = Answer<'GET /api/recoveries/unmatched-lines'>['items'][number]

const number = (text: string): React.JSX.Element => <span className="number">{text}</span>

/** What came in and is counted nowhere stays listed until it is (platform.md 21). */
export function UnmatchedLines(): React.JSX.Element {
  const say = useSay()
  const { data, error, isFetching, refetch } = useAsk('GET /api/recoveries/unmatched-lines', {})
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  return (
    <div className="stack">
      <Typography.Text type="secondary">{say(texts.linesMore)}</Typography.Text>
      <Table<Line>
        size="small"
        rowKey="line_key"
        loading={isFetching && data === undefined}
        dataSource={data?.items ?? []}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.noLines)} />,
        }}
        columns={[
          { title: say(texts.occurredOn), dataIndex: 'occurred_on', render: number },
          {
            title: say(texts.line),
            dataIndex: 'line_key',
            render: (key: string) => <span className="code">{key}</span>,
          },
          { title: say(texts.counterparty), dataIndex: 'counterparty_name' },
          { title: say(texts.memo), dataIndex: 'memo' },
          {
            title: say(texts.lineAmount),
            dataIndex: 'line_fen',
            align: 'right',
            render: (fen: string) => number(yuanText(fen)),
          },
          {
            title: say(texts.left),
            dataIndex: 'left_fen',
            align: 'right',
            render: (fen: string) => number(yuanText(fen)),
          },
        ]}
      />
    </div>
  )
}
