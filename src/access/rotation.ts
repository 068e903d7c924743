import { type Day, dayLessMonths, monthOfDay } from '#base/calendar-math.ts'
import type { ActorFacts, PostHeld } from './actor.ts'

/** Seed 000: risk posts rotate after three years; R-SYS-14 warns three months before. */
export const warnedMonthsBefore = 3

export interface Rotation {
  readonly staffId: string
  readonly post: PostHeld
  /** Whole calendar months since it was taken. */
  readonly months: number
  readonly state: 'DUE_SOON' | 'OVERDUE'
}

/**
 * Key posts held for too long, and those that soon will be. Overdue is one day after the last month is full, as in the
 * standard's SYS-14; a rotation warns, it takes nobody's authority away.
 */
export function rotationsOf(actor: Pick<ActorFacts, 'staffId' | 'posts'>, day: Day): readonly Rotation[] {
  return actor.posts
    .filter((post) => post.isKey && post.startedOn <= day && (post.endedOn === null || day < post.endedOn))
    .flatMap((post): readonly Rotation[] => {
      const isOverdue = post.startedOn < dayLessMonths(day, post.monthsMax)
      const isSoon = post.startedOn < dayLessMonths(day, post.monthsMax - warnedMonthsBefore)
      if (!isOverdue && !isSoon) return []
      const months = monthOfDay(day) - monthOfDay(post.startedOn)
      return [{ staffId: actor.staffId, post, months, state: isOverdue ? 'OVERDUE' : 'DUE_SOON' }]
    })
}
