import { Card, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { type OpenedRecord, useAsk } from '#web/api/queries.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { statusColor } from './statuses.ts'
import { recordTexts as texts } from './texts.ts'

type Linked = Answer<'GET /api/records/{kind}/{record_id}/related'>

function RecordLink({ link }: { readonly link: Linked['reversals'][number] }): React.JSX.Element {
  const say = useSay()
  return (
    <li>
      <Link to={`/records/${link.kind}/${link.record_id}`}>{say(asTitle(link.kind_title))}</Link>{' '}
      <span className="code">{link.record_id.slice(-12)}</span>{' '}
      <Tag color={statusColor(link.status)}>{say(asTitle(link.status_title))}</Tag>
    </li>
  )
}

function Findings({ findings }: Pick<Linked, 'findings'>): React.JSX.Element {
  const say = useSay()
  return (
    <Card size="small" title={say(texts.findings)}>
      <ul className="comments">
        {findings.map((finding) => (
          <li key={finding.finding_id}>
            <Link to={`/findings/${finding.finding_id}`}>
              <span className="code">{finding.rule_code}</span> {say(asTitle(finding.rule_title))}
            </Link>{' '}
            <span className="number">{yuanText(finding.amount_fen)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Findings that the order's checks left, its reversals, and the order that it reverses; nothing where there are none. */
export function Related({ record }: { readonly record: OpenedRecord }): React.JSX.Element | null {
  const say = useSay()
  const { data, error, refetch } = useAsk('GET /api/records/{kind}/{record_id}/related', {
    params: { kind: record.kind, record_id: record.record_id },
  })
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const { findings, reversals, reverses } = data
  return (
    <>
      {reverses === null ? null : (
        <Card size="small" title={say(texts.reverses)}>
          <ul className="comments">
            <RecordLink link={reverses} />
          </ul>
        </Card>
      )}
      {reversals.length === 0 ? null : (
        <Card size="small" title={say(texts.reversedBy)}>
          <ul className="comments">
            {reversals.map((link) => (
              <RecordLink key={link.record_id} link={link} />
            ))}
          </ul>
        </Card>
      )}
      {findings.length === 0 ? null : <Findings findings={findings} />}
    </>
  )
}
