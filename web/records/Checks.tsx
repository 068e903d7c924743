import { Tag } from 'antd'
import type { RecordKindForm } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { Check, Checked } from './order-data.ts'
import { recordTexts as texts } from './texts.ts'

const colors: Readonly<Record<Check['outcome'], string>> = {
  PASS: 'success',
  HIT: 'error',
  NOT_EVALUATED: 'warning',
  ERROR: 'error',
}
const urgency: Readonly<Record<Check['outcome'], number>> = { HIT: 0, ERROR: 1, NOT_EVALUATED: 2, PASS: 3 }

function OneCheck({ check }: { readonly check: Check }): React.JSX.Element {
  const say = useSay()
  const { outcome, ruleCode, title, isHardStop = false, reasons = [], servedBy = [] } = check
  return (
    <li>
      <Tag color={colors[outcome]}>{say(texts[outcome])}</Tag>
      <span>
        {say(asTitle(title))} <span className="code">{ruleCode}</span>{' '}
        {isHardStop && outcome === 'HIT' ? <Tag color="error">{say(texts.hardStop)}</Tag> : null}
      </span>
      {reasons.map((reason) => (
        <p key={reason.zh}>{say(reason)}</p>
      ))}
      {servedBy.map((decision) => (
        <p key={decision.feed}>{say(texts.servedBy, decision)}</p>
      ))}
    </li>
  )
}

/** The latest step's checks, the worst first, each with its sentence. */
export function Checks({
  checked,
  kind,
}: {
  readonly checked: readonly Checked[]
  readonly kind: RecordKindForm
}): React.JSX.Element {
  const say = useSay()
  const latest = checked.at(-1)
  if (latest === undefined) return <p>{say(texts.noChecks)}</p>
  const action = kind.actions[latest.action]?.title
  const at = /T.*Z$/.test(latest.at) ? timeText(latest.at) : latest.at.slice(0, 16)
  const results = latest.results.toSorted((a, b) => urgency[a.outcome] - urgency[b.outcome])
  return (
    <div className="stack">
      <ul className="checks">
        {results.map((check) => (
          <OneCheck key={check.ruleCode} check={check} />
        ))}
      </ul>
      <small>
        {say(texts.checkedAt, { action: action === undefined ? latest.action : say(action), at })}
      </small>
    </div>
  )
}
