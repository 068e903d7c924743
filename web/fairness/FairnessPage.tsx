import { Alert, Card, Select, Skeleton } from 'antd'
import { useAsk } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { GroupTable } from './GroupTable.tsx'
import { fairnessTexts as texts } from './texts.ts'
import './fairness.css'

const dimensions = ['sex', 'age', 'region'] as const
const minute = 60_000

function RuleFilter({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const rules = useAsk('GET /api/rules', { query: {} }, { staleMs: minute }).data?.items ?? []
  const ofPersons = rules.filter(({ subject_kind }) => subject_kind === 'person')
  return (
    <Select<string>
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      aria-label={say(texts.rule)}
      placeholder={say(texts.anyRule)}
      style={{ width: 320 }}
      value={address.get('rule_code') ?? null}
      onChange={(code: string | undefined) => address.set({ rule_code: code })}
      options={ofPersons.map(({ code, title }) => ({ value: code, label: `${code} ${say(asTitle(title))}` }))}
    />
  )
}

/** How findings meet people of either sex, of each age and place, and how often they were true. */
export function FairnessPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const asked = useAsk('GET /api/fairness', { query: address.filters }, { keepsPrevious: true })
  const fairness = asked.data
  const asOf = fairness?.as_of ?? null
  return (
    <>
      <PageHead
        title={say(shellTexts.fairness)}
        above={[{ title: say(shellTexts.overview), path: '/overview' }]}
        beside={asOf === null ? undefined : <span>{say(texts.asOf, { day: asOf })}</span>}
      >
        <ExportButton path="/api/fairness/export" filters={address.filters} />
      </PageHead>
      <search className="filters">
        <RuleFilter address={address} />
      </search>
      {asked.error === null ? null : <Problem error={asked.error} retry={() => void asked.refetch()} />}
      {fairness === undefined && asked.error === null ? <Skeleton active /> : null}
      {fairness?.run_id === null ? <Alert type="info" showIcon title={say(texts.none)} /> : null}
      {fairness === undefined || fairness.run_id === null ? null : (
        <div className="stack">
          {dimensions.map((dimension) => (
            <Card key={dimension} size="small" title={say(texts[dimension])}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard */}
              <section className="table-frame" tabIndex={0} aria-label={say(texts[dimension])}>
                <GroupTable fairness={fairness} dimension={dimension} />
              </section>
            </Card>
          ))}
          <p className="fairness-quiet">{say(texts.meaning)}</p>
        </div>
      )}
    </>
  )
}
