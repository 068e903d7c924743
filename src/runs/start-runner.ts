import type { Logger } from 'pino'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Confidences } from '#screening/subject/subject-score.ts'
import { type PerformingRun, performRun, RunStopped, type Screening } from './perform-run.ts'
import { beat, failRun, giveBackRun, leaseRun, type RunEnd } from './run-store.ts'
import type { LeasedRun, RunProgress } from './screening-run.ts'

export interface RunnerOptions {
  readonly db: Database
  readonly screening: Screening
  readonly readConfidences: () => Promise<Confidences>
  readonly log: Pick<Logger, 'info' | 'error'>
  /** Names this process in the lease. */
  readonly leasedBy: string
  readonly pollMs?: number
  readonly beatMs?: number
}

export interface Runner {
  /** Looks for work now, for somebody has just asked for some. */
  readonly wake: () => void
  /** What runs is given back, for another process or the next start. */
  readonly stop: () => Promise<void>
}

const fault: Bilingual = {
  zh: '筛查因程序错误中断，详情在服务器日志中；请联系系统管理员后重新发起。',
  en: 'The screening was ended by an error of the program, which is in the log of the server; tell the system officer, then start it again.',
}

type Ending = 'CANCEL' | 'LOST' | 'STOP'

async function perform(options: RunnerOptions, run: LeasedRun, stopping: AbortSignal): Promise<void> {
  const { db, leasedBy, log, screening } = options
  const end: RunEnd = { runId: run.runId, leasedBy }
  const controller = new AbortController()
  let ending: Ending | null = null
  let progress: RunProgress | null = null
  const abort = (why: Ending): void => {
    ending ??= why
    controller.abort(new RunStopped(why))
  }
  const onStop = (): void => abort('STOP')
  stopping.addEventListener('abort', onStop, { once: true })
  const beating = setInterval(() => {
    beat(db, { ...end, progress })
      .then((answer) => {
        if (answer !== 'GO_ON') abort(answer)
      })
      // A database that does not answer once may answer the next beat; the lease says when it is too late.
      .catch((error: unknown) => log.error({ err: error, run: run.runId }, 'a beat of a run failed'))
  }, options.beatMs ?? 2_000)
  const performing: PerformingRun = {
    leasedBy,
    confidences: await options.readConfidences(),
    signal: controller.signal,
    onProgress: (told) => {
      progress = told
    },
  }
  try {
    const imported = await performRun(screening, run, performing)
    log.info({ run: run.runId, ...imported }, 'a screening run is done')
  } catch (error) {
    await endRun(options, end, { ending, error })
  } finally {
    clearInterval(beating)
    stopping.removeEventListener('abort', onStop)
  }
}

async function endRun(
  { db, log }: RunnerOptions,
  end: RunEnd,
  { ending, error }: { readonly ending: Ending | null; readonly error: unknown },
): Promise<void> {
  if (ending === 'LOST') return
  if (ending === 'STOP') return giveBackRun(db, end)
  const isExpected = ending === 'CANCEL' || error instanceof RunStopped || error instanceof Refusal
  if (!isExpected) log.error({ err: error, run: end.runId }, 'a screening run failed')
  await failRun(db, { ...end, failure: error instanceof Refusal ? error.text : fault })
}

/** One run at a time in each process; several processes share what waits (platform.md 22). */
export function startRunner(options: RunnerOptions): Runner {
  const { db, log, leasedBy, pollMs = 5_000 } = options
  const stopping = new AbortController()
  let wakeUp: () => void = () => undefined
  let isWanted = false
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
      if (isWanted || stopping.signal.aborted) wakeUp()
      isWanted = false
    })
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const run = await leaseRun(db, { leasedBy })
        if (run === null) await pause()
        else await perform(options, run, stopping.signal)
      } catch (error) {
        log.error({ err: error }, 'the runner of screenings failed')
        await pause()
      }
    }
  }
  const working = work()
  const wake = (): void => {
    isWanted = true
    wakeUp()
  }
  return {
    wake,
    stop: async () => {
      stopping.abort()
      wakeUp()
      await working
    },
  }
}
