import { Progress, Tooltip } from 'antd'
import type { Answer } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { conclusionTexts, ruleTexts as texts } from './texts.ts'

type Known = Answer<'GET /api/rules'>['items'][number]['precision']

const parts = ['true', 'partly_true', 'untrue', 'unverifiable'] as const

/** How often a rule was right, never without the counts that it comes from. */
export function Precision({ known }: { readonly known: Known }): React.JSX.Element {
  const say = useSay()
  if (known === null || known.precision === null) {
    return <span className="rule-quiet">{say(texts.noConclusion)}</span>
  }
  const hits = known.true + known.partly_true
  const verified = hits + known.untrue
  const counts = parts.map((part) => `${say(conclusionTexts[part])} ${known[part]}`).join(say(texts.and))
  const percent = Math.round(Number(known.precision) * 100)
  return (
    <Tooltip title={`${say(texts.precisionMore)}: ${counts}`}>
      <span className="rule-precision">
        <Progress
          percent={percent}
          size="small"
          showInfo={false}
          aria-label={`${say(texts.precision)} ${percent}%`}
        />
        <span className="number">
          {percent}% <small>{say(texts.precisionOf, { hits, verified })}</small>
        </span>
      </span>
    </Tooltip>
  )
}

/** The counts themselves. */
export function Conclusions({ known }: { readonly known: Known }): React.JSX.Element {
  const say = useSay()
  return (
    <table className="plain">
      <tbody>
        {parts.map((part) => (
          <tr key={part}>
            <th scope="row">{say(conclusionTexts[part])}</th>
            <td className="is-number number">{known?.[part] ?? 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
