import { Tag } from 'antd'
import { beijingDay, daysUntil } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts as texts } from './texts.ts'

const soonDays = 2

/** A deadline with what is left of it. */
export function DueTag({
  day,
  isProvisional = false,
}: {
  readonly day: string | null
  readonly isProvisional?: boolean
}): React.JSX.Element | null {
  const say = useSay()
  if (day === null) return null
  const days = daysUntil(day, beijingDay(new Date()))
  const text =
    days < 0
      ? say(texts.overdue, { days: -days })
      : days === 0
        ? say(texts.today)
        : say(texts.daysLeft, { days })
  return (
    <span>
      <span className="number">{day}</span>{' '}
      <Tag color={days < 0 ? 'error' : days <= soonDays ? 'warning' : 'default'}>{text}</Tag>
      {isProvisional ? <Tag>{say(texts.provisional)}</Tag> : null}
    </span>
  )
}
