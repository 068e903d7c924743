import { Refusal } from '#base/refusal.ts'

/** Lets a few through at a time; the others wait in order, and beyond a number are refused. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>
}

export function createTurns({
  runningMax,
  waitingMax,
}: {
  readonly runningMax: number
  readonly waitingMax: number
}): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  const begin = async (): Promise<void> => {
    if (running < runningMax) {
      running += 1
      return
    }
    if (waiting.length >= waitingMax) {
      throw new Refusal('unavailable', {
        zh: '正在处理的附件过多，请稍后再试。',
        en: 'too many attachments are being handled; try again later.',
      })
    }
    // Whoever ends hands its place on, so that nobody overtakes.
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const end = (): void => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
  return {
    async take(work) {
      await begin()
      try {
        return await work()
      } finally {
        end()
      }
    },
  }
}
