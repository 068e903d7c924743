import { rm } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import type { Kernel } from '#records/act-context.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { isWorkingDay, shanghaiDay, type WorkingDays } from '#records/deadlines/working-days.ts'
import type { Places } from '../installation/places.ts'
import { castOf, places as regions } from './cast.ts'
import { openPastDatabase, type PastDatabase } from './past-database.ts'
import { momentOfDay, openedDaysAgo, screenedDaysAgo, workingDaysBefore } from './past-days.ts'
import { screenDelivery } from './screen-delivery.ts'
import type { Stage } from './stage.ts'
import { supervisionStories } from './stories/supervision/supervision-stories.ts'
import { storiesOf } from './stories.ts'
import type { Scene, Setting, Story } from './story.ts'

/** What happened before the first day of a demonstration, and how to tell it. */
export interface History {
  /** The day on which it is told; an interrupted start goes on with the same. */
  readonly today: Day
  readonly calendar: WorkingDays
  /** Brings the delivery into the register; the snapshot stays where the server keeps its own. */
  readonly loadRegister: (pool: pg.Pool) => Promise<unknown>
  /** Before each scene: how many were played. What it throws ends the start, which may be begun again. */
  readonly onScene?: (played: number) => void
}

export interface ToldWith {
  readonly databaseUrl: string
  readonly kernel: Kernel
  readonly attachments: AttachmentService
  readonly places: Pick<Places, 'data' | 'snapshots' | 'checkpoints'>
}

export interface Told {
  readonly scenes: number
  /** Why a story ends early; of none, nothing. */
  readonly failures: readonly string[]
  /** What each step was done on, by its key. */
  readonly records: ReadonlyMap<string, string>
}

/** When the organisation and its accounts began: the first hour of the first day that is told of. */
export function openedAt({ today, calendar }: Pick<History, 'today' | 'calendar'>): Date {
  return momentOfDay(workingDaysBefore(calendar, today, openedDaysAgo), '08:00')
}

/**
 * Tells it by the same acts as people do, each at its hour (platform.md 8): a delivery is loaded and screened, findings
 * become cases, orders are entered and reviewed. Before the server serves; safe to repeat.
 */
export async function tellHistory(history: History, told: ToldWith): Promise<Told> {
  const past = openPastDatabase(told.databaseUrl)
  try {
    const play = playerOf(history, told, past)
    const { stage, setting } = play
    // Before anything was screened: what was on the desks already, in the order of time.
    const supervision = supervisionStories(setting)
    await play.all(supervision, ({ daysAgo }) => daysAgo > screenedDaysAgo)
    await past.moveTo(
      momentOfDay(workingDaysBefore(history.calendar, history.today, screenedDaysAgo), '07:40'),
    )
    await screenDelivery(past, { ...told, loadRegister: history.loadRegister })
    const stories = [...(await storiesOf(stage, setting)), ...supervision]
    return await play.all(stories, ({ daysAgo }) => daysAgo <= screenedDaysAgo)
  } finally {
    await past.close()
    await rm(path.join(told.places.data, 'runs', 'history'), { recursive: true, force: true })
  }
}

const millisecondsPassed = 3 * 60_000

interface Player {
  readonly stage: Stage
  readonly setting: Setting
  /** In the order of time; what was told so far, also by calls before. */
  readonly all: (stories: readonly Story[], isTold: (scene: Scene) => boolean) => Promise<Told>
}

function playerOf(history: History, told: ToldWith, past: PastDatabase): Player {
  const { today, calendar, onScene } = history
  let now = new Date(0)
  const moveTo = async (at: Date): Promise<void> => {
    now = at
    await past.moveTo(at)
  }
  const stage: Stage = {
    db: past.db,
    kernel: { ...told.kernel, db: past.db },
    attachments: told.attachments,
    today: () => formatDay(shanghaiDay(now)),
    pass: () => moveTo(new Date(now.getTime() + millisecondsPassed)),
    checkpoints: told.places.checkpoints,
    records: new Map(),
  }
  const setting: Setting = {
    cast: castOf(demonstrationOrganisation(shanghaiDay(openedAt(history)))),
    day: (daysAgo) => formatDay(daysAgo < 0 ? today - daysAgo : workingDaysBefore(calendar, today, daysAgo)),
    isWorkingDayToday: isWorkingDay(calendar, today),
    region: regions.county,
  }
  const at = (scene: Scene): Date =>
    momentOfDay(workingDaysBefore(calendar, today, scene.daysAgo), scene.time)
  const failures = new Map<string, string>()
  let scenes = 0
  const all: Player['all'] = async (stories, isTold) => {
    const played = stories.flatMap((story) =>
      story.scenes.filter(isTold).map((scene) => ({ name: story.name, scene })),
    )
    // Stable: scenes of one moment stay in the order of their story.
    const inOrder = played.toSorted((one, other) => at(one.scene).getTime() - at(other.scene).getTime())
    for (const { name, scene } of inOrder) {
      onScene?.(scenes)
      scenes += 1
      if (failures.has(name)) continue
      await moveTo(at(scene))
      // A demonstration with a story less is better than none.
      await scene.play(stage).catch((error: unknown) => failures.set(name, `${name}: ${String(error)}`))
    }
    return { scenes, failures: [...failures.values()], records: stage.records }
  }
  return { stage, setting, all }
}
