import { Link } from 'react-router'
import { stages } from '#risk-ledger/ledger-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { levelTexts } from './ledger-words.ts'
import { ledgerTexts as texts } from './texts.ts'

type Line = Answer<'GET /api/ledger-totals'>['lines'][number]

const sum = (lines: readonly Line[]): number => lines.reduce((total, { points }) => total + points, 0)

/** A matrix says more than a chart here: nine cells, each the list of what it counts, and what the measures leave. */
export function StageLevels({
  lines,
  region,
}: {
  readonly lines: readonly Line[]
  readonly region: string | undefined
}): React.JSX.Element {
  const say = useSay()
  const path = (query: Record<string, string>): string =>
    `/risk-ledger?${new URLSearchParams({ ...query, ...(region === undefined ? {} : { region }) }).toString()}`
  const cells = (of: readonly Line[], stage: string | null) =>
    (['level', 'residual_level'] as const).flatMap((name) =>
      [1, 2, 3].map((level) => {
        const count = sum(of.filter((line) => line[name] === level))
        const query = { [name]: String(level), ...(stage === null ? {} : { stage }) }
        return (
          <td key={`${name} ${level}`} className="is-number">
            {count === 0 ? 0 : <Link to={path(query)}>{count}</Link>}
          </td>
        )
      }),
    )
  const heads = (['inherent', 'after'] as const).flatMap((name) =>
    levelTexts.map((title) => (
      <th key={`${name} ${title.zh}`} scope="col" className="is-number">
        {say(texts[name])} {say(title)}
      </th>
    )),
  )
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.stage)}</th>
          {heads}
          <th scope="col" className="is-number">
            {say(texts.total)}
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(stages).map(([stage, title]) => {
          const own = lines.filter((line) => line.stage === stage)
          return (
            <tr key={stage}>
              <th scope="row">{say(asTitle(title))}</th>
              {cells(own, stage)}
              <td className="is-number">{sum(own)}</td>
            </tr>
          )
        })}
        <tr>
          <th scope="row">{say(texts.total)}</th>
          {cells(lines, null)}
          <td className="is-number">{sum(lines)}</td>
        </tr>
      </tbody>
    </table>
  )
}
