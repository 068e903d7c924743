import { Card } from 'antd'
import { useSay } from '#web/language/language.ts'
import type { OpenedRule } from './RulePage.tsx'
import { ruleTexts as texts } from './texts.ts'

function Query({ sql, label }: { readonly sql: string; readonly label: string }): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
    <section className="rule-query" tabIndex={0} aria-label={label}>
      <pre className="code block rule-sql">{sql}</pre>
    </section>
  )
}

/** For auditors: nothing decides but this. */
export function RuleSql({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  return (
    <div className="stack">
      <Card size="small" title={rule.code}>
        <p>{say(texts.sqlMore)}</p>
        <Query sql={rule.sql} label={rule.code} />
        <p>
          {say(texts.digest)} <span className="code">{rule.sql_sha256}</span>
        </p>
      </Card>
      {rule.views.map(({ name, sql }) => (
        <Card key={name} size="small" title={say(texts.view, { name })}>
          <Query sql={sql} label={name} />
        </Card>
      ))}
    </div>
  )
}
