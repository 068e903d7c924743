import type { Answer } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { weekdayOf } from './months.ts'
import { calendarTexts as texts, weekdayTexts } from './texts.ts'

type DayItem = Answer<'GET /api/deadlines/days'>['items'][number]

function Counts({ item }: { readonly item: DayItem }): React.JSX.Element {
  const say = useSay()
  const { open, overdue, done } = item
  return (
    <span className="day-counts">
      {overdue === 0 ? null : (
        <span className="is-overdue">{say(texts.overdueCount, { count: overdue })}</span>
      )}
      {open === 0 ? null : <span className="is-open">{say(texts.openCount, { count: open })}</span>}
      {done === 0 ? null : <span className="is-done">{say(texts.doneCount, { count: done })}</span>}
    </span>
  )
}

/** A month of days; each with what is due on it, and the way to that day's list. Numbers stand beside the colours. */
export function MonthGrid({
  items,
  today,
  chosen,
  onChoose,
}: {
  readonly items: readonly DayItem[]
  readonly today: string
  readonly chosen: string | undefined
  readonly onChoose: (day: string | undefined) => void
}): React.JSX.Element {
  const say = useSay()
  const before = items[0] === undefined ? 0 : weekdayOf(items[0].day)
  const provisional = items.find((item) => item.is_provisional)
  return (
    <>
      <div className="month-grid">
        {Object.entries(weekdayTexts).map(([name, title]) => (
          <span key={name} className="weekday" aria-hidden>
            {say(title)}
          </span>
        ))}
        {Array.from({ length: before }, (_, index) => (
          <span key={`before ${index}`} />
        ))}
        {items.map((item) => {
          const number = Number(item.day.slice(8))
          const { open, overdue, done } = item
          const said = [
            item.day,
            ...(item.day === today ? [say(texts.today)] : []),
            ...(item.is_working ? [] : [say(texts.rest)]),
            ...(overdue === 0 ? [] : [say(texts.overdueCount, { count: overdue })]),
            ...(open === 0 ? [] : [say(texts.openCount, { count: open })]),
            ...(done === 0 ? [] : [say(texts.doneCount, { count: done })]),
            ...(open + overdue + done === 0 ? [say(texts.nothing)] : []),
          ].join(' ')
          const marks = [
            'day',
            item.is_working ? '' : 'is-off',
            item.day === today ? 'is-today' : '',
            item.day === chosen ? 'is-chosen' : '',
          ]
          return (
            <button
              key={item.day}
              type="button"
              className={marks.join(' ')}
              title={said}
              aria-pressed={item.day === chosen}
              onClick={() => onChoose(item.day === chosen ? undefined : item.day)}
            >
              <span className="day-number">
                <span>{number}</span>
                {item.is_working ? null : <span className="day-off">{say(texts.off)}</span>}
              </span>
              <Counts item={item} />
            </button>
          )
        })}
      </div>
      {provisional === undefined ? null : (
        <p className="note">{say(texts.provisional, { year: provisional.day.slice(0, 4) })}</p>
      )}
    </>
  )
}
