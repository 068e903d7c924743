import type { Say } from '#web/language/language.ts'
import { deliveryTexts as texts } from './texts.ts'

/** `2 min`, of anything longer the hours, too. @param seconds at least 0 */
export function durationText(seconds: number, say: Say): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return say(texts.seconds, { count: whole })
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return say(texts.minutes, { count: minutes })
  return `${say(texts.hours, { count: Math.floor(minutes / 60) })} ${say(texts.minutes, { count: minutes % 60 })}`
}
