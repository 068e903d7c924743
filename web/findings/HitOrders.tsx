import { Card, Skeleton, Tag } from 'antd'
import { Link } from 'react-router'
import { useAsk, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { statusColor } from '#web/records/statuses.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { openedTexts as texts } from './texts.ts'

/** The orders whose checks found it; an entry that was refused for it has no order, and is told all the same. */
export function HitOrders({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { data, error, refetch } = useAsk('GET /api/findings/{finding_id}/orders', {
    params: { finding_id: id },
  })
  return (
    <Card size="small" title={say(texts.orders)}>
      {error !== null ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton active />
      ) : data.items.length === 0 ? (
        say(texts.noSimilar)
      ) : (
        <ul className="comments">
          {data.items.map(({ record, kind_title, action_title, actor_id, at, is_refused }) => (
            <li key={`${at}${actor_id}`}>
              {record === null ? (
                say(asTitle(kind_title))
              ) : (
                <Link to={`/records/${record.kind}/${record.record_id}`}>{say(asTitle(kind_title))}</Link>
              )}{' '}
              {is_refused ? (
                <Tag color="error">{say(texts.orderRefused)}</Tag>
              ) : record === null ? null : (
                <Tag color={statusColor(record.status)}>{say(asTitle(record.status_title))}</Tag>
              )}
              <div className="number">
                {say(asTitle(action_title))} · {nameOf(actor_id)} · {timeText(at)}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
