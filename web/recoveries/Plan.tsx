import { Card, Tag, Typography } from 'antd'
import { planKinds } from '#cases/case-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { type Recovery, sumFen } from '#web/cases/read-case.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { shownItems } from './instalments.ts'
import { recoveryTexts as texts } from './texts.ts'

const right = { textAlign: 'right' } as const

/** When how much is to come, and what of it is missing. */
export function Plan({ data }: { readonly data: Recovery }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { plan } = data
  if (plan === null) {
    return (
      <Card size="small" title={say(texts.plan)}>
        <Typography.Text type="secondary">{say(texts.noPlan)}</Typography.Text>
      </Card>
    )
  }
  const items = shownItems(data)
  const { approved, recovered_before_fen: before } = plan
  return (
    <Card
      size="small"
      title={`${say(texts.plan)} · ${say(asTitle(planKinds[plan.kind]))}`}
      extra={
        approved === null ? (
          <Tag color="warning">{say(texts.planWaits)}</Tag>
        ) : (
          say(texts.planApproved, { by: nameOf(approved.by), at: timeText(approved.at) })
        )
      }
    >
      <div className="matrix-frame">
        <table className="plain">
          <thead>
            <tr>
              <th>{say(texts.item)}</th>
              <th>{say(texts.itemDue)}</th>
              <th style={right}>{say(texts.itemAmount)}</th>
              <th style={right}>{say(texts.itemMissing)}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ at, due_on, amount_fen, missing_fen }) => (
              <tr key={at}>
                <td className="number">{at}</td>
                <td className="number">{due_on}</td>
                <td className="number" style={right}>
                  {yuanText(amount_fen)}
                </td>
                <td className="number" style={right}>
                  {yuanText(missing_fen)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {say(texts.total)}
              </th>
              <td className="number" style={right}>
                <strong>{yuanText(sumFen(items.map(({ amount_fen }) => amount_fen)))}</strong>
              </td>
              <td className="number" style={right}>
                <strong>{yuanText(sumFen(items.map(({ missing_fen }) => missing_fen)))}</strong>
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {before === '0' ? null : <p>{say(texts.before, { yuan: yuanText(before) })}</p>}
    </Card>
  )
}
