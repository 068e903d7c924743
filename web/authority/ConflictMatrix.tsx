import { Tooltip } from 'antd'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { authorityTexts as texts } from './texts.ts'

/** Which duties one person may not hold together, as a matrix and as the clauses it comes from. */
export function ConflictMatrix(): React.JSX.Element {
  const say = useSay()
  const { data, error } = useAsk('GET /api/staffing/conflicts', {}, { staleMs: Number.POSITIVE_INFINITY })
  if (error !== null) return <Problem error={error} />
  const pairs = data?.items.flatMap(({ text, pairs: own }) => own.map((pair) => ({ ...pair, text }))) ?? []
  const titles = new Map(
    pairs.flatMap(({ a, b, a_title, b_title }) => [[a, a_title] as const, [b, b_title] as const]),
  )
  const codes = [...titles.keys()].toSorted()
  const why = new Map(
    pairs.flatMap(({ a, b, text }) => [[`${a} ${b}`, text] as const, [`${b} ${a}`, text] as const]),
  )
  const said = (code: string): string => say(titles.get(code)!)
  return (
    <div className="stack">
      <p>{say(texts.matrix)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard */}
      <section className="matrix-frame" tabIndex={0} aria-label={say(texts.conflicts)}>
        <table className="matrix">
          <thead>
            <tr>
              <td />
              {codes.map((code) => (
                <th key={code} scope="col">
                  {said(code)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {codes.map((row) => (
              <tr key={row}>
                <th scope="row">{said(row)}</th>
                {codes.map((column) => {
                  const text = why.get(`${row} ${column}`)
                  if (text === undefined) return <td key={column} />
                  const sentence = say(texts.conflict, { a: said(row), b: said(column), why: text })
                  return (
                    <td key={column}>
                      <Tooltip title={sentence}>
                        <span role="img" aria-label={sentence}>
                          ●
                        </span>
                      </Tooltip>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <details>
        <summary>{say(texts.asList)}</summary>
        <ul>
          {data?.items.map(({ text, pairs: own }) => (
            <li key={text}>
              {text}
              <ul>
                {own.map(({ a, b, a_title, b_title }) => (
                  <li key={a + b}>
                    {say(a_title)} × {say(b_title)}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}
