import { Input, InputNumber, Popover, Radio } from 'antd'
import { memo } from 'react'
import { Link } from 'react-router'
import { type AnswerCode, answerCodes } from '#campaigns/forms/answer.ts'
import { getCategory } from '#campaigns/forms/categories.ts'
import type { Question } from '#campaigns/forms/question.ts'
import type { Detections } from '#web/campaigns/read-campaign.ts'
import { asTitle, countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type AnswerDraft, fenOfDraft, lackOf } from './answer-draft.ts'
import { taskTexts as texts } from './task-texts.ts'

type Detection = Detections[string] | undefined
export type ChangeAnswer = (question: string, changes: Partial<AnswerDraft>) => void

/** In the order of the keys 1, 2, 3. */
const shownCodes: readonly AnswerCode[] = ['YES', 'PARTIAL', 'NO']
const lackTexts = {
  answer: texts.lackAnswer,
  amount: texts.lackAmount,
  evidence: texts.lackEvidence,
  rectify: texts.lackRectify,
  explanation: texts.lackExplanation,
} as const

export interface QuestionRowProps {
  readonly question: Question
  readonly draft: AnswerDraft
  readonly detection: Detection
  /** Where its findings are listed; null where they are not this person's to read. */
  readonly findingsAt: string | null
  readonly change: ChangeAnswer | null
}

/** The notice word by word, for whoever doubts what is asked. */
function Clause({ question }: { readonly question: Question }): React.JSX.Element {
  const say = useSay()
  const { clause, text } = getCategory(question.category)
  const [before, after] = text.split(question.quote)
  const content = (
    <div style={{ maxWidth: 520 }}>
      {before}
      <mark>{question.quote}</mark>
      {after}
    </div>
  )
  return (
    <Popover title={clause} content={content} trigger={['click']}>
      <button type="button" className="plain-link">
        {say(texts.clause)}
      </button>
    </Popover>
  )
}

function Detected({
  question: { rules, unseen },
  detection,
  findingsAt,
}: Pick<QuestionRowProps, 'question' | 'detection' | 'findingsAt'>): React.JSX.Element {
  const say = useSay()
  const more =
    unseen === null ? null : (
      <Popover content={<div style={{ maxWidth: 360 }}>{say(unseen)}</div>} trigger={['click']}>
        <button type="button" className="plain-link">
          {say(rules.length === 0 ? texts.unseen : texts.unseenPartly)}
        </button>
      </Popover>
    )
  const count = detection?.count ?? 0
  const amount = say(texts.found, { count: countText(count) })
  return (
    <div className="question-detections">
      {rules.length === 0 ? null : count === 0 ? (
        <span className="question-more">{say(texts.noneFound)}</span>
      ) : (
        <strong className="number">
          {findingsAt === null ? amount : <Link to={findingsAt}>{amount}</Link>}
          {detection === undefined || detection.amount_fen === '0'
            ? ''
            : ` ${yuanText(detection.amount_fen)}`}
        </strong>
      )}
      <div className="question-more">
        {rules.join(' ')} {more}
      </div>
    </div>
  )
}

function Typed({
  label,
  value,
  onChange,
  isLong = false,
  ...rest
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isLong?: boolean
  readonly status?: 'error' | ''
  readonly type?: string
  readonly inputMode?: 'decimal'
}): React.JSX.Element {
  const given = {
    'aria-label': label,
    value,
    size: 'small' as const,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  }
  return isLong ? <Input.TextArea {...given} rows={2} maxLength={1000} /> : <Input {...given} {...rest} />
}

function Fields({
  question: { number },
  draft,
  detection,
  change,
}: Omit<QuestionRowProps, 'change'> & { readonly change: ChangeAnswer }): React.JSX.Element | null {
  const say = useSay()
  const set = (changes: Partial<AnswerDraft>): void => change(number, changes)
  const labelled = (title: string): string => `${number} ${title}`
  if (draft.answer === null) return null
  const count = detection?.count ?? 0
  if (draft.answer === 'NO') {
    if (count === 0) return null
    return (
      <div className="question-fields">
        <div className="is-wide question-lack">{say(texts.contradicts, { count })}</div>
        <div className="is-wide">
          <Typed
            isLong
            label={labelled(say(texts.explanation))}
            value={draft.explanation}
            onChange={(explanation) => set({ explanation })}
          />
        </div>
      </div>
    )
  }
  const isWrong = fenOfDraft(draft) === null
  return (
    <div className="question-fields">
      {/* biome-ignore-start lint/a11y/noLabelWithoutControl: the field inside is one */}
      <label>
        <span>{say(texts.count)}</span>
        <InputNumber
          aria-label={labelled(say(texts.count))}
          size="small"
          min={0}
          max={100_000_000}
          precision={0}
          value={draft.count}
          style={{ width: '100%' }}
          onChange={(value) => set({ count: value })}
        />
      </label>
      <label>
        <span>{say(texts.yuan)}</span>
        <Typed
          label={labelled(say(texts.yuan))}
          value={draft.yuan}
          inputMode="decimal"
          status={isWrong ? 'error' : ''}
          onChange={(yuan) => set({ yuan })}
        />
      </label>
      <label>
        <span>{say(texts.rectifyBy)}</span>
        <Typed
          label={labelled(say(texts.rectifyBy))}
          type="date"
          value={draft.rectifyBy}
          onChange={(rectifyBy) => set({ rectifyBy })}
        />
      </label>
      <label>
        <span>{say(texts.evidence)}</span>
        <Typed
          isLong
          label={labelled(say(texts.evidence))}
          value={draft.evidence}
          onChange={(evidence) => set({ evidence })}
        />
      </label>
      {/* biome-ignore-end lint/a11y/noLabelWithoutControl: the field inside is one */}
    </div>
  )
}

/** What was answered, for whoever reads it only. */
function Said({ draft, detection }: Pick<QuestionRowProps, 'draft' | 'detection'>): React.JSX.Element | null {
  const say = useSay()
  const { answer, count, yuan, rectifyBy, evidence, explanation } = draft
  if (answer === null) return null
  const detected = detection?.count ?? 0
  const parts =
    answer === 'NO'
      ? []
      : [
          ...(count === null ? [] : [`${say(texts.count)} ${countText(count)}`]),
          ...(yuan === '' ? [] : [`${say(texts.yuan)} ${yuan}`]),
          ...(rectifyBy === '' ? [] : [`${say(texts.rectifyBy)} ${rectifyBy}`]),
        ]
  const said = [...parts, ...(evidence === '' ? [] : [`${say(texts.evidence)} ${evidence}`])]
  return (
    <div className="question-said">
      {said.join(' · ')}
      {answer === 'NO' && detected > 0 ? (
        <div>
          <strong>{say(texts.explanation)}</strong>{' '}
          {explanation === '' ? (
            <span className="question-lack">{say(texts.lackExplanation)}</span>
          ) : (
            explanation
          )}
        </div>
      ) : null}
    </div>
  )
}

/** One of the fifty: what is asked, what is answered, and what the stored findings say to it. */
export const QuestionRow = memo(function QuestionRow(props: QuestionRowProps): React.JSX.Element {
  const { question, draft, detection, change } = props
  const say = useSay()
  const count = detection?.count ?? 0
  const lack = lackOf(draft, count)
  const isAgainst = draft.answer === 'NO' && count > 0
  return (
    <li className={isAgainst ? 'question is-against' : 'question'} id={`q${question.number}`}>
      <span className="question-number">{question.number}</span>
      <div>
        {say(question.text)}
        <div className="question-more">
          {say(texts.evidenceAsked, { what: say(question.evidence) })} <Clause question={question} />
        </div>
      </div>
      <div>
        {change === null ? (
          <strong>
            {say(draft.answer === null ? texts.lackAnswer : asTitle(answerCodes[draft.answer]))}
          </strong>
        ) : (
          <Radio.Group
            size="small"
            optionType="button"
            buttonStyle="solid"
            aria-label={`${question.number} ${say(texts.answer)}`}
            value={draft.answer}
            options={shownCodes.map((value) => ({ value, label: say(asTitle(answerCodes[value])) }))}
            onChange={({ target }) => change(question.number, { answer: target.value as AnswerCode })}
          />
        )}
        {change === null || lack === null || lack === 'answer' ? null : (
          <div className="question-lack">{say(lackTexts[lack])}</div>
        )}
      </div>
      <Detected {...props} />
      {change === null ? <Said draft={draft} detection={detection} /> : <Fields {...props} change={change} />}
    </li>
  )
})
