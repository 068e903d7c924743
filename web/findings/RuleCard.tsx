import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Collapse, Skeleton } from 'antd'
import { Link } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { foundByPeople } from '#rules/found-by-people.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedFinding } from './FindingPage.tsx'
import { printOnly } from './print-only.ts'
import { openedTexts as texts } from './texts.ts'

const useExplanation = (id: string) =>
  useAsk('GET /api/findings/{finding_id}/explanation', { params: { finding_id: id } }, { staleMs: 300_000 })

/** The rule in words, the law quoted, and the very SQL. */
export function RuleCard({ finding }: { readonly finding: OpenedFinding }): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useExplanation(finding.finding_id)
  const { rule } = finding
  const about: readonly (readonly [Bilingual, Bilingual | null | undefined])[] = [
    [texts.purpose, rule?.purpose],
    [texts.finds, data?.finds],
    [texts.innocent, data?.innocent],
    [texts.check, data?.check],
  ]
  if (rule === null) {
    const found = foundByPeople[finding.rule_code]
    return (
      <Card
        size="small"
        title={say(texts.theRule)}
        extra={found === undefined ? null : <Link to="/sampling/items">{say(texts.toSamples)}</Link>}
      >
        {say(found === undefined ? texts.ruleGone : found.explanation)}
      </Card>
    )
  }
  return (
    <Card
      size="small"
      title={say(texts.theRule)}
      extra={<Link to={`/rules/${finding.rule_code}`}>{say(texts.toRule)}</Link>}
    >
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      <dl className="words">
        {about.map(([title, text]) =>
          text == null ? null : (
            <div key={title.en}>
              <dt>{say(title)}</dt>
              <dd>{say(text)}</dd>
            </div>
          ),
        )}
      </dl>
      {data === undefined || data.basis.length === 0 ? null : (
        <>
          <h3 className="part-title">{say(texts.basis)}</h3>
          {data.basis.map(({ title, clause, quote }) => (
            <blockquote key={`${title.en} ${clause} ${quote}`} lang="zh-CN">
              {quote}
              <footer>
                {say(title)} · {clause}
              </footer>
            </blockquote>
          ))}
        </>
      )}
      <Collapse
        size="small"
        items={[
          {
            key: 'sql',
            label: say(texts.sql, { version: finding.rule_version }),
            children: (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: longer than its frame, it is scrolled by keyboard
              <pre className="code block" tabIndex={0}>
                {rule.sql.trim()}
              </pre>
            ),
          },
        ]}
      />
    </Card>
  )
}

/** What whoever it is about may be told, and what not; on paper it stands alone. */
export function Told({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const { data } = useExplanation(id)
  return (
    <Card
      size="small"
      className="told"
      title={
        <>
          <span className="no-print">{say(texts.told)}</span>
          <span className="paper-only">{say(texts.onPaper)}</span>
        </>
      }
      extra={
        <Button
          size="small"
          className="no-print"
          icon={<PrinterOutlined />}
          disabled={data === undefined}
          onClick={() => printOnly('told')}
        >
          {say(texts.printTold)}
        </Button>
      }
    >
      {data === undefined ? (
        <Skeleton active />
      ) : (
        <>
          <p className="no-print">{say(texts.toldMore)}</p>
          <dl className="words">
            {data.told.map(({ topic, text }) => (
              <div key={topic}>
                <dt>{say(texts[topic as 'WHAT'])}</dt>
                <dd>{say(text)}</dd>
              </div>
            ))}
          </dl>
          <p className="no-print not-told">{say(data.not_told)}</p>
        </>
      )}
    </Card>
  )
}
