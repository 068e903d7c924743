import { Progress } from 'antd'
import { questions } from '#campaigns/forms/questions.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { type Detections, taskOf } from '#web/campaigns/read-campaign.ts'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { fenOfDraft, lackOf } from './answer-draft.ts'
import { taskTexts as texts } from './task-texts.ts'
import type { Saving } from './use-saving.ts'
import '#web/overview/overview.css'

/** What a self-check comes to so far, from what is on the page. */
export function countDrafts(record: OpenedRecord, saving: Pick<Saving, 'draftFor'>, detections: Detections) {
  const { categories } = taskOf(record).plan
  const asked = questions.filter(({ category }) => categories.includes(category))
  const drafts = asked.map(({ number }) => ({
    number,
    draft: saving.draftFor(number),
    detected: detections[number]?.count ?? 0,
  }))
  const amiss = drafts.filter(({ draft }) => draft.answer === 'YES' || draft.answer === 'PARTIAL')
  const against = drafts.filter(({ draft, detected }) => draft.answer === 'NO' && detected > 0)
  const lacking = drafts.filter(({ draft, detected }) => lackOf(draft, detected) !== null)
  return {
    all: drafts.length,
    answered: drafts.filter(({ draft }) => draft.answer !== null).length,
    amiss: amiss.length,
    count: amiss.reduce((sum, { draft }) => sum + (draft.count ?? 0), 0),
    fen: amiss.reduce((sum, { draft }) => sum + (fenOfDraft(draft) ?? 0n), 0n),
    against: against.length,
    unexplained: against.filter(({ draft }) => draft.explanation.trim() === '').length,
    lacking: lacking.length,
  }
}

export function TaskFigures({
  record,
  saving,
  detections,
}: {
  readonly record: OpenedRecord
  readonly saving: Saving
  readonly detections: Detections
}): React.JSX.Element {
  const say = useSay()
  const { plan } = taskOf(record)
  const counted = countDrafts(record, saving, detections)
  const { all, answered, amiss, count, fen, against, unexplained, lacking } = counted
  return (
    <div className="figures">
      <div className="figure">
        <span className="figure-title">{say(texts.progress)}</span>
        <span className="figure-value">{say(texts.ofAll, { done: answered, all })}</span>
        <Progress
          percent={(answered / all) * 100}
          showInfo={false}
          size="small"
          aria-label={say(texts.progress)}
        />
      </div>
      <div className="figure">
        <span className="figure-title">{say(texts.problems)}</span>
        <span className="figure-value">{amiss}</span>
        <span className="figure-more">{say(texts.problemsMore)}</span>
      </div>
      <div className="figure">
        <span className="figure-title">{say(texts.claimed)}</span>
        <span className="figure-value">{yuanText(fen.toString())}</span>
        <span className="figure-more">{say(texts.claimedMore, { count: countText(count) })}</span>
      </div>
      <div className="figure">
        <span className="figure-title">{say(texts.against)}</span>
        <span className={unexplained > 0 ? 'figure-value is-grave' : 'figure-value'}>{against}</span>
        <span className="figure-more">{say(texts.againstMore, { count: unexplained })}</span>
      </div>
      <div className="figure">
        <span className="figure-title">{say(texts.lacking)}</span>
        <span className="figure-value">{lacking}</span>
        <span className="figure-more">{say(texts.lackingMore)}</span>
      </div>
      <div className="figure">
        <span className="figure-title">{say(texts.period)}</span>
        <span className="figure-value">
          {plan.period_from} – {plan.period_to}
        </span>
        <span className="figure-more">{plan.basis}</span>
      </div>
    </div>
  )
}
