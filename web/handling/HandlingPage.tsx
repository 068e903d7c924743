import { Card, Empty, Input, Skeleton, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { type Capabilities, type RecordKindForm, useCapabilities, useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { handlingTexts as texts } from './texts.ts'

type Step = Capabilities['steps'][number]

interface Group {
  readonly title: Bilingual
  readonly holds: (kind: string) => boolean
}

const files = /^(ORDER_(PAYMENT_FILE|BATCH_IMPORT)|PAYMENT_HOLD|EMERGENCY_RELEASE)$/
const people =
  /^(ORDER_GRANT_ROLE|ACCOUNT|ACCESS_REMOVAL|SECOND_FACTOR_RESET|CREDENTIAL|OFFICER_REPLACEMENT|COVER|ABSENCE|OVERTIME|RELATIVES|ORGANISATION|GATE_KEY)$/

/** The first that holds a kind has it. */
const groups: readonly Group[] = [
  { title: texts.payments, holds: (kind) => files.test(kind) },
  { title: texts.people, holds: (kind) => people.test(kind) },
  { title: texts.highRisk, holds: (kind) => kind.startsWith('ORDER_') },
  { title: texts.reversals, holds: (kind) => kind.startsWith('REVERSAL_') },
  { title: texts.others, holds: () => true },
]
const shownOrder: readonly Bilingual[] = [
  texts.highRisk,
  texts.payments,
  texts.people,
  texts.others,
  texts.reversals,
]

interface Entry {
  readonly kind: RecordKindForm
  readonly step: Step
}

function OneFunction({ entry: { kind, step } }: { readonly entry: Entry }): React.JSX.Element {
  const say = useSay()
  if (step.refusal !== null) {
    return (
      <Tooltip title={say(step.refusal.text)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its reason must be reachable by keyboard */}
        <span className="is-off" tabIndex={0}>
          {say(kind.title)} <Tag>{say(texts.notNow)}</Tag>
        </span>
      </Tooltip>
    )
  }
  return <Link to={`/handling/${kind.kind}`}>{say(kind.title)}</Link>
}

/** What this person may begin, by what it is about. */
export function HandlingPage(): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  const may = useCapabilities().data
  const [sought, setSought] = useState('')
  if (kinds === null || may === undefined) return <Skeleton active />
  const entries = may.steps
    .filter((step) => step.is_opening)
    .flatMap((step): Entry[] => {
      const kind = kinds.get(step.kind)
      return kind === undefined ? [] : [{ kind, step }]
    })
    .filter(({ kind }) =>
      `${kind.title.zh}${kind.title.en}`.toLowerCase().includes(sought.trim().toLowerCase()),
    )
  const groupOf = (kind: string): Bilingual => groups.find(({ holds }) => holds(kind))!.title
  return (
    <>
      <PageHead title={say(shellTexts.handling)}>
        <Input.Search
          aria-label={say(texts.search)}
          placeholder={say(texts.search)}
          allowClear
          style={{ width: 240 }}
          onChange={({ target }) => setSought(target.value)}
        />
      </PageHead>
      <div className="stack">
        {entries.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.unknown)} />
        ) : null}
        {shownOrder.map((title) => {
          const own = entries.filter(({ kind }) => groupOf(kind.kind) === title)
          if (own.length === 0) return null
          return (
            <Card key={title.zh} size="small" title={say(title)}>
              <div className="functions">
                {own.map((entry) => (
                  <OneFunction key={entry.kind.kind + entry.step.action} entry={entry} />
                ))}
              </div>
            </Card>
          )
        })}
      </div>
    </>
  )
}
