import { Card, Empty, Tag } from 'antd'
import { Link } from 'react-router'
import { useCapabilities } from '#web/api/queries.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { OpenedRule } from './RulePage.tsx'
import { parameterTexts as texts } from './texts.ts'

export const changeKind = 'ORDER_RULE_PARAMETER'

/** Nobody changes a threshold alone: the form of an order, with what is known filled in. */
function changeAddress(code: string, name: string): string {
  return `/handling/${changeKind}?${new URLSearchParams({ parameter: `${code}.${name}` }).toString()}`
}

function Values({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  const may = useCapabilities().data?.steps.some(({ kind, is_opening }) => kind === changeKind && is_opening)
  if (rule.parameters.length === 0) return <p>{say(texts.none)}</p>
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.name)}</th>
          <th scope="col">{say(texts.meaning)}</th>
          <th scope="col">{say(texts.unit)}</th>
          <th scope="col" className="is-number">
            {say(texts.default)}
          </th>
          <th scope="col" className="is-number">
            {say(texts.value)}
          </th>
          {may === true ? <th scope="col">{say(texts.change)}</th> : null}
        </tr>
      </thead>
      <tbody>
        {rule.parameters.map(({ name, meaning, kind, default: usual, value }) => (
          <tr key={name}>
            <th scope="row" className="code">
              {name}
            </th>
            <td>{say(meaning)}</td>
            <td>{say(texts[kind])}</td>
            <td className="is-number">{usual}</td>
            <td className="is-number">{value === usual ? value : <b>{value}</b>}</td>
            {may === true ? (
              <td>
                <Link to={changeAddress(rule.code, name)} aria-label={say(texts.changeLong, { name })}>
                  {say(texts.change)}
                </Link>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function History({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  const today = beijingDay(new Date())
  if (rule.history.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.noHistory)} />
  }
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.from)}</th>
          <th scope="col">{say(texts.name)}</th>
          <th scope="col" className="is-number">
            {say(texts.before)}
          </th>
          <th scope="col" className="is-number">
            {say(texts.after)}
          </th>
          <th scope="col">{say(texts.state)}</th>
          <th scope="col">{say(texts.order)}</th>
        </tr>
      </thead>
      <tbody>
        {rule.history.map(({ name, valid_from, value, value_before, order_id, is_in_force }) => (
          <tr key={`${name} ${valid_from}`}>
            <td className="number">{valid_from}</td>
            <td className="code">{name}</td>
            <td className="is-number">
              <span className="old-value">{value_before}</span>
            </td>
            <td className="is-number">
              <span className="new-value">{value}</span>
            </td>
            <td>
              {is_in_force ? (
                <Tag color="success">{say(texts.inForce)}</Tag>
              ) : (
                <Tag>{say(valid_from > today ? texts.ahead : texts.over)}</Tag>
              )}
            </td>
            <td>
              <Link to={`/records/${changeKind}/${order_id}`} className="code">
                {order_id.slice(-12)}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The thresholds of today, and who set which when. */
export function RuleParameters({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  return (
    <div className="stack">
      <Card size="small">
        <Values rule={rule} />
        <p>{say(texts.twoPeople)}</p>
      </Card>
      <Card size="small" title={say(texts.history)}>
        <History rule={rule} />
      </Card>
    </div>
  )
}
