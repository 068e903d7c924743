import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'

/** Each hash takes 19 MiB and a thread of four: two at a time leave the others for files. */
export const hashesAtOnceMax = 2
/** A few seconds of work; who comes later is told to come again. */
export const hashesWaitingMax = 100

export type HashQueue = <Result>(task: () => Promise<Result>) => Promise<Result>

/** Runs two tasks at a time and lets a bounded number wait, first come, first served (platform.md 15). */
export function createHashQueue(): HashQueue {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= hashesAtOnceMax) {
      if (waiting.length >= hashesWaitingMax) {
        throw new DetailedRefusal(
          'unavailable',
          { zh: '登录人数过多，请稍后再试。', en: 'Too many people are signing in; try again shortly.' },
          { retryAfterSeconds: 5 },
        )
      }
      // The one who leaves hands over his place, so nobody can slip in between.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
