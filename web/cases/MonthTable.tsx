import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { MonthLoss } from './choose-rows.ts'
import { monthText } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

const right = { textAlign: 'right' } as const

/** Loss month by month, added up from rows. */
export function MonthTable({ months }: { readonly months: readonly MonthLoss[] }): React.JSX.Element {
  const say = useSay()
  if (months.length === 0) return <p>{say(texts.noLoss)}</p>
  const total = months.reduce((sum, { fen }) => sum + fen, 0n)
  const rows = months.reduce((sum, each) => sum + each.rows, 0)
  return (
    <div className="matrix-frame">
      <table className="plain">
        <caption>{say(texts.lossByMonth)}</caption>
        <thead>
          <tr>
            <th>{say(texts.month)}</th>
            <th style={right}>{say(texts.countedRows)}</th>
            <th style={right}>{say(texts.lost)}</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, fen, rows: count }) => (
            <tr key={month}>
              <td className="number">{monthText(month)}</td>
              <td className="number" style={right}>
                {count}
              </td>
              <td className="number" style={right}>
                {yuanText(fen.toString())}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say(texts.total)}</th>
            <td className="number" style={right}>
              {rows}
            </td>
            <td className="number" style={right}>
              <strong>{yuanText(total.toString())}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
