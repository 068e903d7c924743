import { Tag } from 'antd'
import { Link } from 'react-router'
import { Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { recordTexts as texts } from './texts.ts'

/** What is open about a person, and for whom it waits: two orders must not cross unnoticed. */
export function Waiting({
  personId,
  except = '',
}: {
  readonly personId: string
  readonly except?: string
}): React.JSX.Element {
  const say = useSay()
  const { data, error } = useAsk('GET /api/persons/{person_id}/waiting-orders', {
    params: { person_id: personId },
  })
  if (error !== null && !(error instanceof Refused && error.problem.status === 404))
    return <Problem error={error} />
  if (error !== null) return <span>{say((error as Refused).problem.text)}</span>
  const orders = data?.orders.filter(({ record_id }) => record_id !== except) ?? []
  if (orders.length === 0) return <span>{say(texts.noWaiting)}</span>
  return (
    <ul className="comments">
      {orders.map(({ record_id, kind, title, status_title, waits_for }) => (
        <li key={record_id}>
          <Link to={`/records/${kind}/${record_id}`}>{say(asTitle(title))}</Link>{' '}
          <Tag>{say(asTitle(status_title))}</Tag>
          {waits_for.map(({ duty, duty_title, agency_name }) => (
            <div key={duty}>
              {say(texts.waitsFor, { who: say(duty_title) })}
              {say(texts.withinAgency, { agency: agency_name })}
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}
