import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { ListedFinding } from './FindingTable.tsx'
import { findingTexts, bulkTexts as texts } from './texts.ts'
import type { BulkResult } from './use-bulk.ts'

const colors = { waiting: 'default', done: 'success', failed: 'error' } as const

/** What became of each, with the sentence for what was refused. */
export function BulkResults({
  findings,
  results,
}: {
  readonly findings: readonly ListedFinding[]
  readonly results: ReadonlyMap<string, BulkResult>
}): React.JSX.Element {
  const say = useSay()
  const count = (state: BulkResult['state']): number =>
    [...results.values()].filter((each) => each.state === state).length
  return (
    <>
      <p role="status">{say(texts.summary, { done: count('done'), failed: count('failed') })}</p>
      <Table<ListedFinding>
        size="small"
        rowKey="finding_id"
        pagination={false}
        scroll={{ y: 320 }}
        dataSource={findings.filter(({ finding_id: id }) => results.has(id))}
        columns={[
          {
            title: say(findingTexts.finding),
            key: 'finding',
            render: (_, { rule_code, rule_title, person_name, subject_id }) =>
              `${rule_code} ${say(asTitle(rule_title))} · ${person_name} ${subject_id}`,
          },
          {
            title: say(texts.result),
            key: 'result',
            width: 300,
            render: (_, { finding_id: id }) => {
              const result = results.get(id)
              if (result === undefined) return null
              return (
                <>
                  <Tag color={colors[result.state]}>{say(texts[result.state])}</Tag>
                  {result.caseId === undefined ? null : (
                    <Link to={`/cases/${result.caseId}`}>{say(texts.toCase)}</Link>
                  )}
                  {result.text === undefined ? null : <div>{say(result.text)}</div>}
                </>
              )
            },
          },
        ]}
      />
    </>
  )
}
