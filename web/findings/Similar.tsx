import { Card, Skeleton } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { FindingState } from './FindingTable.tsx'
import { openedTexts as texts } from './texts.ts'

type Group = Answer<'GET /api/findings/{finding_id}/similar'>['items'][number]

function whereAll({ by, findings }: Group, id: string): string | null {
  if (by === 'SUBJECT')
    return `/findings?${new URLSearchParams({ subject_of: id, snoozed: 'any' }).toString()}`
  if (by !== 'RULE_REGION') return null
  const { rule_code: rule, owner_region: region } = findings[0]!
  return `/findings?${new URLSearchParams({ rule, region, snoozed: 'any' }).toString()}`
}

function Few({ group, id }: { readonly group: Group; readonly id: string }): React.JSX.Element {
  const say = useSay()
  const all = group.has_more ? whereAll(group, id) : null
  return (
    <section>
      <h3 className="part-title">{say(texts[group.by])}</h3>
      <ul className="comments">
        {group.findings.map((finding) => (
          <li key={finding.finding_id}>
            <Link to={`/findings/${finding.finding_id}`}>
              <span className="code">{finding.rule_code}</span> {say(asTitle(finding.rule_title))}
            </Link>
            <div>
              {finding.person_name} <span className="code">{finding.subject_id}</span>{' '}
              <span className="number">{yuanText(finding.amount_fen)}</span>{' '}
              <FindingState finding={finding} />
            </div>
          </li>
        ))}
      </ul>
      {all === null ? null : <Link to={all}>{say(texts.more)}</Link>}
    </section>
  )
}

/** What may belong to the same affair: of each kind a few. */
export function Similar({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk('GET /api/findings/{finding_id}/similar', {
    params: { finding_id: id },
  })
  const groups = (data?.items ?? []).filter(({ findings }) => findings.length > 0)
  return (
    <Card size="small" title={say(texts.similar)}>
      {error !== null ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton active />
      ) : groups.length === 0 ? (
        say(texts.noSimilar)
      ) : (
        <div className="stack">
          {groups.map((group) => (
            <Few key={group.by} group={group} id={id} />
          ))}
        </div>
      )}
    </Card>
  )
}
