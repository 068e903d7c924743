import type { Worker } from 'node:worker_threads'
import { Refusal } from '#base/refusal.ts'
import type { FileJob, JobResult } from '#intake/reading/file-job.ts'
import type { FromWorker } from '#intake/reading/read-worker.ts'
import { startWorker } from '#platform/start-worker.ts'

export interface PoolOptions {
  readonly threads: number
  readonly signal: AbortSignal
  onProgress(job: FileJob, bytes: number): void
  onDone(job: FileJob, result: JobResult): void
}

/** A segment was refused: its line numbers count from its own start. */
export class SegmentRefused extends Error {
  readonly job: FileJob
  readonly refusal: Refusal

  constructor(job: FileJob, refusal: Refusal) {
    super(refusal.message)
    this.job = job
    this.refusal = refusal
  }
}

function toError(job: FileJob, message: Extract<FromWorker, { kind: 'refused' | 'failed' }>): Error {
  if (message.kind === 'failed') {
    const error = new Error(message.message)
    error.stack = message.stack
    return error
  }
  const refusal = new Refusal(message.code, message.text)
  return job.part === 0 ? refusal : new SegmentRefused(job, refusal)
}

function readOne(worker: Worker, job: FileJob, { onProgress, onDone }: PoolOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onMessage = (message: FromWorker): void => {
    if (message.kind === 'progress') {
      onProgress(job, message.bytes)
    } else if (message.kind === 'done') {
      onDone(job, message.result)
      resolve()
    } else {
      reject(toError(job, message))
    }
  }
  const onExit = (code: number): void => reject(new Error(`the reader of ${job.file} ended with ${code}`))
  worker.on('message', onMessage)
  worker.on('error', reject)
  worker.on('exit', onExit)
  worker.postMessage(job)
  return promise.finally(() => {
    worker.off('message', onMessage)
    worker.off('error', reject)
    worker.off('exit', onExit)
  })
}

/** Does the jobs, `threads` at a time, in their order; the first error, or the signal, stops everything. */
export async function readFiles(jobs: AsyncGenerator<FileJob>, options: PoolOptions): Promise<void> {
  const { threads, signal } = options
  const workers: Worker[] = []
  let isStopped = false
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  const work = async (): Promise<void> => {
    let worker: Worker | null = null
    for (;;) {
      const next = await jobs.next()
      if (next.done === true || isStopped) return
      if (worker === null) {
        worker = startWorker(new URL('./reading/read-worker.ts', import.meta.url))
        workers.push(worker)
      }
      await readOne(worker, next.value, options)
    }
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await Promise.race([aborted, Promise.all(Array.from({ length: threads }, work))])
  } finally {
    isStopped = true
    signal.removeEventListener('abort', onAbort)
    aborted.catch(() => undefined)
    // Jobs that nobody will ask for any more may hold a file open.
    await jobs.return(undefined)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
