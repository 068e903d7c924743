import { Card, Descriptions } from 'antd'
import { Link } from 'react-router'
import { useAsk } from '#web/api/queries.ts'
import { subjectTitle, tableTitle } from '#web/findings/finding-words.ts'
import { findingTexts } from '#web/findings/texts.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Conclusions, Precision } from './Precision.tsx'
import type { OpenedRule } from './RulePage.tsx'
import { useNeeds } from './RulesPage.tsx'
import { ruleTexts as texts } from './texts.ts'

function Evidence({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.table)}</th>
          <th scope="col">{say(texts.columns)}</th>
        </tr>
      </thead>
      <tbody>
        {rule.evidence.map(({ table, title, columns }) => (
          <tr key={table}>
            <th scope="row">{say(tableTitle(table, title))}</th>
            <td>{columns.map((each) => say(tableTitle(each.name, each.title))).join(say(texts.and))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What the rule has found so far, within the scope. */
function FoundCard({ code }: { readonly code: string }): React.JSX.Element | null {
  const say = useSay()
  const { data } = useAsk('GET /api/overview/findings', { query: { rule: code } }, { staleMs: 60_000 })
  if (data === undefined) return null
  return (
    <Card size="small" title={<Link to={`/findings?rule=${code}`}>{say(texts.findings)}</Link>}>
      <table className="plain">
        <tbody>
          {data.by_status.map(({ status, findings, amount_fen }) => (
            <tr key={status}>
              <th scope="row">
                <Link to={`/findings?rule=${code}&status=${status}`}>{say(findingTexts[status])}</Link>
              </th>
              <td className="is-number">{findings}</td>
              <td className="is-number">{yuanText(amount_fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** For somebody who does not read SQL: what decides, on which ground, and where it may be wrong. */
export function RuleText({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  const needsOf = useNeeds()
  return (
    <div className="columns">
      <Card size="small" className="rule-text">
        <h2>{say(texts.finds)}</h2>
        <p>{say(rule.finds)}</p>
        <h2>{say(texts.purpose)}</h2>
        <p>{say(rule.purpose)}</p>
        <h2>{say(texts.basis)}</h2>
        {rule.basis.map(({ document, clause, quote, title }) => (
          <blockquote key={document + clause + quote} lang="zh-CN">
            <p>{quote}</p>
            <cite>{say(texts.source, { title: say(title), clause })}</cite>
          </blockquote>
        ))}
        <h2>{say(texts.innocent)}</h2>
        <p>{say(rule.innocent)}</p>
        <h2>{say(texts.check)}</h2>
        <p>{say(rule.check)}</p>
        <h2>{say(texts.evidence)}</h2>
        <Evidence rule={rule} />
      </Card>
      <div className="stack">
        <Card size="small" title={say(texts.facts)}>
          <Descriptions
            size="small"
            column={1}
            items={[
              { key: 'family', label: say(texts.family), children: say(rule.family_title) },
              { key: 'level', label: say(texts.level), children: say(rule.level_text) },
              { key: 'subject', label: say(texts.subject), children: say(subjectTitle(rule.subject_kind)) },
              { key: 'version', label: say(texts.version), children: rule.version },
              { key: 'needs', label: say(texts.needs), children: needsOf(rule.needs) },
            ]}
          />
        </Card>
        <FoundCard code={rule.code} />
        <Card size="small" title={say(texts.precision)} extra={<Precision known={rule.precision} />}>
          <Conclusions known={rule.precision} />
        </Card>
      </div>
    </div>
  )
}
