import { Card, Table, Tag } from 'antd'
import { Link } from 'react-router'
import { channels } from '#cases/case-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import type { Recovery } from '#web/cases/read-case.ts'
import { useMayOpen } from '#web/cases/use-may-open.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { recoveryTexts as texts } from './texts.ts'

type Receipt = Recovery['receipts'][number]

/** Each from a line that exists; what was undone stays to be seen and counts nothing. */
export function Receipts({ data }: { readonly data: Recovery }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  return (
    <Card size="small" title={`${say(texts.receipts)} (${data.receipts.length})`}>
      {data.receipts.length === 0 ? (
        <span>{say(texts.noReceipts)}</span>
      ) : (
        <Table<Receipt>
          size="small"
          rowKey="receipt_id"
          dataSource={data.receipts}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: say(texts.receivedOn),
              dataIndex: 'received_on',
              render: (day: string) => <span className="number">{day}</span>,
            },
            {
              title: say(texts.line),
              dataIndex: 'line_key',
              render: (key: string, { undone }) => (
                <>
                  <span className="code">{key}</span>{' '}
                  {undone === null ? null : <Tag>{say(texts.undone, { reason: undone.reason })}</Tag>}
                </>
              ),
            },
            {
              title: say(texts.lineWhole),
              dataIndex: 'line_fen',
              align: 'right',
              render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
            },
            {
              title: say(texts.amount),
              dataIndex: 'amount_fen',
              align: 'right',
              render: (fen: string, { undone }) => (
                <span className={undone === null ? 'number' : 'number old-value'}>{yuanText(fen)}</span>
              ),
            },
            {
              title: say(texts.by),
              key: 'by',
              render: (_, { by, at }) => <span className="number">{`${nameOf(by)} ${timeText(at)}`}</span>,
            },
          ]}
        />
      )}
    </Card>
  )
}

export function WriteOffs({ data }: { readonly data: Recovery }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const mayEnter = useMayOpen('ORDER_WRITE_OFF')
  return (
    <Card
      size="small"
      title={say(texts.writeOffs)}
      extra={mayEnter ? <Link to="/handling/ORDER_WRITE_OFF">{say(texts.enterWriteOff)}</Link> : null}
    >
      {data.settled_by_orders.length === 0 ? <span>{say(texts.noWriteOffs)}</span> : null}
      <ul className="comments">
        {data.settled_by_orders.map(({ order_id, amount_fen, by, at }) => (
          <li key={order_id}>
            <Link to={`/records/ORDER_WRITE_OFF/${order_id}`} className="code">
              {order_id.slice(-12)}
            </Link>{' '}
            <strong className="number">{yuanText(amount_fen)}</strong>{' '}
            <span className="number">{`${nameOf(by)} ${timeText(at)}`}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function Reminders({
  data,
  letterAt,
}: {
  readonly data: Recovery
  readonly letterAt: string
}): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const mayDraft = useMayOpen('LETTER') && data.outstanding_fen !== '0'
  const channelOf = (code: string): string => {
    const channel = channels[code as keyof typeof channels]
    return channel === undefined ? code : say(asTitle(channel))
  }
  return (
    <Card
      size="small"
      title={say(texts.reminders)}
      extra={mayDraft ? <Link to={letterAt}>{say(texts.writeReminder)}</Link> : null}
    >
      {data.reminders.length + data.missed.length === 0 ? <span>{say(texts.noReminders)}</span> : null}
      <ul className="comments">
        {data.missed.map(({ due_on, missing_fen, at }) => (
          <li key={`${due_on} ${at}`}>
            <Tag color="error">{say(texts.missed, { day: due_on, yuan: yuanText(missing_fen) })}</Tag>
          </li>
        ))}
        {data.reminders.map(({ channel, text, letter_id, by, at }) => (
          <li key={at}>
            <strong>{channelOf(channel)}</strong> {text}{' '}
            {letter_id === null ? null : (
              <Link to={`/letters/${letter_id}`} className="code">
                {letter_id.slice(-12)}
              </Link>
            )}{' '}
            <span className="number">{`${nameOf(by)} ${timeText(at)}`}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
