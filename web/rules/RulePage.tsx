import { Alert, Card, Skeleton, Tabs, Tag } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { type Answer, Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { levelColor } from '#web/findings/finding-words.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { RuleParameters } from './RuleParameters.tsx'
import { RuleRuns } from './RuleRuns.tsx'
import { RuleSql } from './RuleSql.tsx'
import { RuleText } from './RuleText.tsx'
import { Trial } from './Trial.tsx'
import { ruleTexts as texts, trialTexts } from './texts.ts'
import './rules.css'

export type OpenedRule = Answer<'GET /api/rules/{rule_code}'>

const tabs: readonly {
  readonly key: string
  readonly label: Bilingual
  readonly Shown: React.ComponentType<{ readonly rule: OpenedRule }>
}[] = [
  { key: 'text', label: texts.text, Shown: RuleText },
  { key: 'parameters', label: texts.parameters, Shown: RuleParameters },
  { key: 'runs', label: texts.runs, Shown: RuleRuns },
  { key: 'trial', label: trialTexts.title, Shown: Trial },
  { key: 'sql', label: texts.sql, Shown: RuleSql },
]

/** One rule: why it looks, by which query, with which values since when, how often it was right, and a trial. */
export function RulePage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { name = '', tab = 'text' } = useParams()
  const { data: rule, error, refetch } = useAsk('GET /api/rules/{rule_code}', { params: { rule_code: name } })
  const above = [{ title: say(shellTexts.rules), path: '/rules' }]
  if (error !== null) {
    const isAbsent = error instanceof Refused && error.problem.status === 404
    return (
      <>
        <PageHead title={name} above={above} />
        {isAbsent ? (
          <Alert type="warning" showIcon title={say(texts.unknown)} />
        ) : (
          <Problem error={error} retry={() => void refetch()} />
        )}
      </>
    )
  }
  const { key, Shown } = tabs.find((each) => each.key === tab) ?? tabs[0]!
  return (
    <>
      <PageHead
        title={rule === undefined ? name : `${rule.code} ${say(asTitle(rule.title))}`}
        crumb={name}
        above={above}
        beside={rule === undefined ? null : <Tag color={levelColor(rule.level)}>{say(rule.level_text)}</Tag>}
      >
        <Link to={`/findings?rule=${name}`}>{say(texts.findings)}</Link>
      </PageHead>
      <Tabs
        size="small"
        className="rule-tabs"
        activeKey={key}
        onChange={(next) => void go(`/rules/${name}/${next}`)}
        // Rules about work run on no delivery that could be tried.
        items={tabs
          .filter(({ key: each }) => each !== 'trial' || rule?.family !== 'process')
          .map(({ key: each, label }) => ({ key: each, label: say(label) }))}
      />
      {rule === undefined ? (
        <Card size="small">
          <Skeleton active />
        </Card>
      ) : (
        <Shown key={`${rule.code} ${key}`} rule={rule} />
      )}
    </>
  )
}
