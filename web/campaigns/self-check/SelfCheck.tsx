import { Alert, Button, Empty, Flex, Switch } from 'antd'
import { categories } from '#campaigns/forms/categories.ts'
import type { Question } from '#campaigns/forms/question.ts'
import { questions } from '#campaigns/forms/questions.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { taskOf } from '#web/campaigns/read-campaign.ts'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { lackOf } from './answer-draft.ts'
import { QuestionRow } from './QuestionRow.tsx'
import type { TaskParts } from './TaskPage.tsx'
import { taskTexts as texts } from './task-texts.ts'
import type { Saving } from './use-saving.ts'

const answerKeys: readonly string[] = ['1', '2', '3']

const radiosOf = (row: Element): HTMLInputElement[] => [
  ...row.querySelectorAll<HTMLInputElement>('input[type="radio"]'),
]

/** 1, 2, 3 answer; Enter goes on to the next question that nobody answered. Fields of text keep their keys. */
function onKeys(event: React.KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLInputElement
  if (target.type !== 'radio' || event.ctrlKey || event.metaKey || event.altKey) return
  const row = target.closest('.question')
  if (row === null) return
  const place = answerKeys.indexOf(event.key)
  if (place >= 0) {
    const radio = radiosOf(row)[place]
    radio?.click()
    radio?.focus()
    event.preventDefault()
  } else if (event.key === 'Enter') {
    const rows = [...event.currentTarget.querySelectorAll('.question')]
    const next = rows
      .slice(rows.indexOf(row) + 1)
      .map(radiosOf)
      .find((radios) => radios.length > 0 && radios.every(({ checked }) => !checked))
    next?.[0]?.focus()
    next?.[0]?.scrollIntoView({ block: 'center' })
    event.preventDefault()
  }
}

function SavingState({ saving }: { readonly saving: Saving }): React.JSX.Element {
  const say = useSay()
  const { state } = saving
  return (
    <span className={`saving is-${state}`} role="status">
      {say(texts[state])}
    </span>
  )
}

interface Shown {
  readonly category: (typeof categories)[number]
  readonly all: readonly Question[]
  readonly shown: readonly Question[]
  readonly done: number
}

function useShown({ record, saving, detections }: TaskParts & { readonly saving: Saving }): {
  readonly parts: readonly Shown[]
  readonly address: ReturnType<typeof useListAddress>
} {
  const address = useListAddress()
  const asked = new Set(taskOf(record).plan.categories)
  const isOpenOnly = address.get('only') === 'open'
  const isAgainstOnly = address.get('only') === 'against'
  const detected = (number: string): number => detections[number]?.count ?? 0
  const isShown = ({ number }: Question): boolean => {
    const draft = saving.draftFor(number)
    if (isOpenOnly) return lackOf(draft, detected(number)) !== null
    return !isAgainstOnly || (draft.answer === 'NO' && detected(number) > 0)
  }
  const parts = categories.flatMap((category): Shown[] => {
    const all = questions.filter((each) => each.category === category.number && asked.has(each.category))
    if (all.length === 0) return []
    const done = all.filter(({ number }) => lackOf(saving.draftFor(number), detected(number)) === null).length
    return [{ category, all, done, shown: all.filter(isShown) }]
  })
  return { parts, address }
}

export function SelfCheck(
  given: TaskParts & { readonly saving: Saving; readonly mayAnswer: boolean },
): React.JSX.Element {
  const { record, saving, detections, mayAnswer } = given
  const say = useSay()
  const { parts, address } = useShown(given)
  const only = address.get('only')
  const mayRead = useCapabilities().data?.readings.includes('READ') === true
  const findingsOf = ({ rules }: Question): string | null => {
    if (!mayRead || rules.length === 0) return null
    const { region } = taskOf(record)
    return `/findings?${new URLSearchParams({ rule: rules.join(','), region }).toString()}`
  }
  const toggle = (name: string, label: string): React.JSX.Element => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch
        size="small"
        checked={only === name}
        onChange={(isOn) => address.set({ only: isOn ? name : undefined })}
      />{' '}
      {label}
    </label>
  )
  const isNothing = parts.every(({ shown }) => shown.length === 0)
  return (
    <div>
      <Flex gap={12} align="center" wrap className="filters no-print">
        {toggle('open', say(texts.openOnly))}
        {toggle('against', say(texts.againstOnly))}
        {mayAnswer ? <SavingState saving={saving} /> : null}
        {saving.state === 'failed' ? (
          <Button size="small" onClick={saving.retry}>
            {say(texts.retry)}
          </Button>
        ) : null}
      </Flex>
      {saving.error === null ? null : <Problem error={saving.error} retry={saving.retry} />}
      {mayAnswer ? (
        <Alert type="info" title={say(texts.keys)} className="no-print" style={{ marginBottom: 8 }} />
      ) : null}
      <div className="self-check">
        <nav aria-label={say(texts.categories)}>
          <ul className="self-check-parts">
            {parts.map(({ category, all, done }) => (
              <li key={category.number} className={done === all.length ? 'is-done' : undefined}>
                <a href={`#c${category.number}`}>
                  <span>
                    {category.number} {say(category.title)}
                  </span>
                  <span className="number">{say(texts.categoryDone, { done, all: all.length })}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the radio buttons inside, on their way up */}
        <div className="stack" onKeyDown={onKeys}>
          {isNothing ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.nothingLeft)} />
          ) : null}
          {parts
            .filter(({ shown }) => shown.length > 0)
            .map(({ category, all, done, shown }) => (
              <section key={category.number} className="category" id={`c${category.number}`}>
                <h2>
                  {category.number} {say(category.title)}
                  <span className="number category-count">
                    {say(texts.categoryDone, { done, all: all.length })}
                  </span>
                </h2>
                <ul className="questions">
                  {shown.map((question) => (
                    <QuestionRow
                      key={question.number}
                      question={question}
                      draft={saving.draftFor(question.number)}
                      detection={detections[question.number]}
                      findingsAt={findingsOf(question)}
                      change={mayAnswer ? saving.change : null}
                    />
                  ))}
                </ul>
              </section>
            ))}
        </div>
      </div>
    </div>
  )
}
