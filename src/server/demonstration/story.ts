import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/** What happened on one day of a story. */
export interface Scene {
  /** Working days before today, at least 1. */
  readonly daysAgo: number
  /** In Beijing, within working hours. */
  readonly time: string
  readonly play: (stage: Stage) => Promise<unknown>
}

/** Its scenes in the order of time; a later one knows what an earlier one made. */
export interface Story {
  readonly name: string
  readonly scenes: readonly Scene[]
}

export const scene = (daysAgo: number, time: string, play: Scene['play']): Scene => ({ daysAgo, time, play })

/** What every story is told with. */
export interface Setting {
  readonly cast: Cast
  /** YYYY-MM-DD, so many working days before today; negative: calendar days after it. */
  readonly day: (daysAgo: number) => string
  /** Otherwise whoever tries it out needs an overtime permit for high-risk work. */
  readonly isWorkingDayToday: boolean
  /** The county's. */
  readonly region: string
}
