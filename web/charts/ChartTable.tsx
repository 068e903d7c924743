import { useSay } from '#web/language/language.ts'
import { chartTexts as texts } from './texts.ts'
import './charts.css'

export interface ChartColumn {
  readonly title: string
  /** To the right, with figures of one width. */
  readonly isNumber?: boolean
}

export interface ChartTableProps {
  readonly title: string
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly React.ReactNode[] }[]
  /** Says what is not shown, where something is not. */
  readonly more?: string | undefined
}

/** The same content as a chart, for whoever reads, copies, or cannot see it. */
export function ChartTable({ title, columns, rows, more }: ChartTableProps): React.JSX.Element {
  const say = useSay()
  if (rows.length === 0) return <p>{say(texts.empty)}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: longer than its frame, it is scrolled by keyboard
    <section className="chart-table" tabIndex={0} aria-label={title}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={column.isNumber === true ? 'is-number' : undefined}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {columns.map((column, index) => (
                <td key={column.title} className={column.isNumber === true ? 'is-number' : undefined}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more === undefined ? null : <p>{more}</p>}
    </section>
  )
}
