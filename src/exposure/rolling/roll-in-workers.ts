import type { Worker } from 'node:worker_threads'
import { Refusal } from '#base/refusal.ts'
import { startWorker } from '#platform/start-worker.ts'
import { type RollingRisk, type RollingTask, rollingMethods } from '#quant/garch/rolling-risk.ts'
import type { FromRollingWorker } from './rolling-worker.ts'

export interface RollingOptions {
  readonly threads: number
  readonly signal: AbortSignal
  /** Periods done, of all. */
  readonly onProgress: (done: number, total: number) => void
}

/** Each piece starts from several starts of its own, so that the result does not depend on the number of threads. */
const periodsInPiece = 50

function piecesOf(task: RollingTask): RollingTask[] {
  const pieces: RollingTask[] = []
  for (let from = task.from; from < task.to; from += periodsInPiece) {
    const to = Math.min(task.to, from + periodsInPiece)
    const first = from - task.window
    // Only what the piece needs travels to the worker.
    const returns = Float64Array.from(task.returns).slice(first, to)
    pieces.push({ ...task, returns, from: from - first, to: to - first })
  }
  return pieces
}

function runOne(worker: Worker, task: RollingTask, onProgress: (done: number) => void): Promise<RollingRisk> {
  const { promise, resolve, reject } = Promise.withResolvers<RollingRisk>()
  const onMessage = (message: FromRollingWorker): void => {
    if (message.kind === 'progress') onProgress(message.done)
    else if (message.kind === 'refused') reject(new Refusal('unfit_data', message.text))
    else resolve(message.risk)
  }
  const onExit = (code: number): void => reject(new Error(`a worker of the back-test ended with ${code}`))
  worker.on('message', onMessage)
  worker.on('error', reject)
  worker.on('exit', onExit)
  worker.postMessage(task)
  return promise.finally(() => {
    worker.off('message', onMessage)
    worker.off('error', reject)
    worker.off('exit', onExit)
  })
}

function join(parts: readonly RollingRisk[]): RollingRisk {
  const concat = (arrays: readonly Float64Array[]): Float64Array =>
    Float64Array.from(arrays.flatMap((each) => Array.from(each)))
  return Object.fromEntries(
    rollingMethods.map((method) => [
      method,
      {
        valueAtRisk: concat(parts.map((part) => part[method].valueAtRisk)),
        expectedShortfall: concat(parts.map((part) => part[method].expectedShortfall)),
      },
    ]),
  ) as unknown as RollingRisk
}

/** A rolling back-test in worker threads: pieces of 50 periods, the first error or the signal stops everything. */
export async function rollInWorkers(task: RollingTask, options: RollingOptions): Promise<RollingRisk> {
  const { threads, signal, onProgress } = options
  const pieces = piecesOf(task)
  const total = task.to - task.from
  const done = pieces.map(() => 0)
  const results = new Array<RollingRisk>(pieces.length)
  const workers = Array.from({ length: Math.min(threads, pieces.length) }, () => {
    return startWorker(new URL('./rolling-worker.ts', import.meta.url))
  })
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  let next = 0
  const work = async (worker: Worker): Promise<void> => {
    while (next < pieces.length) {
      const index = next
      next += 1
      const tell = (count: number): void => {
        done[index] = count
        onProgress(
          done.reduce((sum, each) => sum + each, 0),
          total,
        )
      }
      results[index] = await runOne(worker, pieces[index]!, tell)
      tell(pieces[index]!.to - pieces[index]!.from)
    }
  }
  try {
    signal.throwIfAborted()
    await Promise.race([Promise.all(workers.map(work)), aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return join(results)
}
