import { Input, InputNumber, Radio, Tag } from 'antd'
import { formatYuan } from '#base/money.ts'
import type { NotesInput } from '#campaigns/checking/check-data.ts'
import { answerCodes } from '#campaigns/forms/answer.ts'
import { questions } from '#campaigns/forms/questions.ts'
import type { Check, StoredAnswer, Task } from '#web/campaigns/read-campaign.ts'
import { emptyDraft, fenOfDraft } from '#web/campaigns/self-check/answer-draft.ts'
import { taskTexts } from '#web/campaigns/self-check/task-texts.ts'
import { recordTextsOf as texts } from '#web/campaigns/texts.ts'
import { asTitle, countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

export interface NoteDraft {
  readonly agrees: boolean
  readonly count: number
  readonly yuan: string
  readonly note: string
}
export type NoteDrafts = Readonly<Record<string, NoteDraft>>

const fenOf = (yuan: string): bigint | null => fenOfDraft({ ...emptyDraft, yuan })

/** What can be sent: an amount that is none holds back its own note only. */
export function notesOf(drafts: NoteDrafts): NotesInput['notes'] {
  return Object.entries(drafts).flatMap(([question, { agrees, count, yuan, note }]) => {
    const fen = fenOf(yuan)
    if (fen === null) return []
    return [
      {
        question,
        agrees,
        count,
        amount_yuan: formatYuan(fen),
        note: note.trim() === '' ? null : note.trim(),
      },
    ]
  })
}

interface RowProps {
  readonly number: string
  readonly answer: StoredAnswer | undefined
  readonly detected: number
  readonly stored: Check['notes'][string] | undefined
  readonly draft: NoteDraft | undefined
  readonly change: ((question: string, draft: NoteDraft) => void) | null
}

/** Begins with what the unit said: who agrees has nothing more to type. */
function begun({ answer, stored }: RowProps, agrees: boolean): NoteDraft {
  const { count, amount_fen } = stored ?? answer ?? { count: 0, amount_fen: '0' }
  return {
    agrees,
    count,
    yuan: amount_fen === '0' ? '' : formatYuan(BigInt(amount_fen)),
    note: stored?.note ?? '',
  }
}

function Fields({ number, draft, change }: RowProps): React.JSX.Element | null {
  const say = useSay()
  if (draft === undefined || change === null) return null
  const set = (changes: Partial<NoteDraft>): void => change(number, { ...draft, ...changes })
  return (
    <div className="question-fields">
      {/* biome-ignore-start lint/a11y/noLabelWithoutControl: the field inside is one */}
      <label>
        <span>{say(texts.checkedCount)}</span>
        <InputNumber
          aria-label={`${number} ${say(texts.checkedCount)}`}
          size="small"
          min={0}
          precision={0}
          style={{ width: '100%' }}
          value={draft.count}
          onChange={(value) => set({ count: value ?? 0 })}
        />
      </label>
      <label>
        <span>{say(texts.checkedYuan)}</span>
        <Input
          aria-label={`${number} ${say(texts.checkedYuan)}`}
          size="small"
          inputMode="decimal"
          status={fenOf(draft.yuan) === null ? 'error' : ''}
          value={draft.yuan}
          onChange={({ target }) => set({ yuan: target.value })}
        />
      </label>
      <label style={{ gridColumn: 'span 2' }}>
        <span>{say(texts.note)}</span>
        <Input.TextArea
          aria-label={`${number} ${say(texts.note)}`}
          size="small"
          rows={2}
          maxLength={1000}
          value={draft.note}
          onChange={({ target }) => set({ note: target.value })}
        />
      </label>
      {/* biome-ignore-end lint/a11y/noLabelWithoutControl: the field inside is one */}
    </div>
  )
}

function Row(props: RowProps): React.JSX.Element {
  const { number, answer, detected, stored, draft, change } = props
  const say = useSay()
  const question = questions.find((each) => each.number === number)!
  const agrees = draft?.agrees ?? stored?.agrees
  const isAgainst = answer?.answer === 'NO' && detected > 0
  return (
    <li className={isAgainst ? 'question is-against' : 'question'} id={`q${number}`}>
      <span className="question-number">{number}</span>
      <div>
        {say(question.text)}
        {answer === undefined ? null : (
          <div className="question-more">
            {[
              ...(answer.count === 0 ? [] : [`${say(taskTexts.count)} ${countText(answer.count)}`]),
              ...(answer.amount_fen === '0' ? [] : [`${say(taskTexts.yuan)} ${yuanText(answer.amount_fen)}`]),
              ...(answer.evidence === null ? [] : [`${say(taskTexts.evidence)} ${answer.evidence}`]),
              ...(answer.explanation === null ? [] : [`${say(texts.note)} ${answer.explanation}`]),
            ].join(' · ')}
          </div>
        )}
        {stored?.note == null || draft !== undefined ? null : <div>{stored.note}</div>}
      </div>
      <div>
        {change === null ? (
          <Tag color={agrees === undefined ? 'default' : agrees ? 'success' : 'warning'}>
            {say(agrees === undefined ? texts.notChecked : agrees ? texts.agrees : texts.differs)}
          </Tag>
        ) : (
          <Radio.Group
            size="small"
            optionType="button"
            buttonStyle="solid"
            aria-label={`${number} ${say(texts.notes)}`}
            value={agrees}
            options={[
              { value: true, label: say(texts.agrees) },
              { value: false, label: say(texts.differs) },
            ]}
            onChange={({ target }) =>
              change(number, {
                ...(draft ?? begun(props, target.value as boolean)),
                agrees: target.value as boolean,
              })
            }
          />
        )}
      </div>
      <div className="question-detections">
        <strong>
          {say(answer === undefined ? taskTexts.lackAnswer : asTitle(answerCodes[answer.answer]))}
        </strong>
        <div className="question-more">
          {detected === 0 ? say(taskTexts.noneFound) : `${say(taskTexts.detections)} ${countText(detected)}`}
        </div>
      </div>
      <Fields {...props} />
    </li>
  )
}

/** The questions that were answered, with what the checkers found beside the unit's own word. */
export function CheckNotes({
  check,
  said,
  drafts,
  change,
}: {
  readonly check: Check
  readonly said: Pick<Task, 'answers' | 'detections'>
  readonly drafts: NoteDrafts
  readonly change: RowProps['change']
}): React.JSX.Element {
  const asked = questions.filter(({ number }) => said.answers[number] !== undefined)
  return (
    <ul className="questions">
      {asked.map(({ number }) => (
        <Row
          key={number}
          number={number}
          answer={said.answers[number]}
          detected={said.detections[number]?.count ?? 0}
          stored={check.notes[number]}
          draft={drafts[number]}
          change={change}
        />
      ))}
    </ul>
  )
}
