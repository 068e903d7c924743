import { Worker } from 'node:worker_threads'
import { Refusal } from '#base/refusal.ts'
import type { Chunk } from '#intake/reading/chunk-writer.ts'
import type { FileJob, FileResult } from '#intake/reading/file-job.ts'
import type { FromWorker, ToWorker } from '#intake/reading/read-worker.ts'

/** What the pool's owner does with what the workers read; the chunk's file is the owner's to delete. */
export interface PoolHandlers {
  onRows(job: FileJob, chunk: Chunk): Promise<void>
  onRejects(job: FileJob, chunk: Chunk): Promise<void>
  onProgress(job: FileJob, bytes: number): void
  onDone(job: FileJob, result: FileResult): void
}

function toError(message: Extract<FromWorker, { kind: 'refused' | 'failed' }>): unknown {
  return message.kind === 'refused' ? new Refusal(message.code, message.text) : message.error
}

function readOne(worker: Worker, job: FileJob, handlers: PoolHandlers): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const loads: Promise<void>[] = []
  const post = (message: ToWorker): void => worker.postMessage(message)
  const load = (loading: Promise<void>): void => {
    loads.push(loading)
    loading.then(() => post({ kind: 'loaded' }), reject)
  }
  const onMessage = (message: FromWorker): void => {
    switch (message.kind) {
      case 'rows':
        load(handlers.onRows(job, message.chunk))
        break
      case 'rejects':
        load(handlers.onRejects(job, message.chunk))
        break
      case 'progress':
        handlers.onProgress(job, message.bytes)
        break
      case 'done':
        Promise.all(loads).then(() => {
          handlers.onDone(job, message.result)
          resolve()
        }, reject)
        break
      default:
        reject(toError(message))
    }
  }
  worker.on('message', onMessage)
  worker.on('error', reject)
  const onExit = (code: number): void => reject(new Error(`the reader of ${job.file} ended with ${code}`))
  worker.on('exit', onExit)
  post({ kind: 'read', job })
  return promise.finally(() => {
    worker.off('message', onMessage)
    worker.off('error', reject)
    worker.off('exit', onExit)
  })
}

export interface PoolOptions {
  readonly threads: number
  readonly signal: AbortSignal
}

/** Reads all files, `threads` at a time, in their order; the first error, or the signal, stops everything. */
export async function readFiles(
  jobs: readonly FileJob[],
  handlers: PoolHandlers,
  { threads, signal }: PoolOptions,
): Promise<void> {
  const queue = [...jobs]
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(new URL('./reading/read-worker.ts', import.meta.url)),
  )
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const work = async (worker: Worker): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await readOne(worker, job, handlers)
  }
  try {
    await Promise.race([aborted, Promise.all(workers.map(work))])
  } finally {
    signal.removeEventListener('abort', onAbort)
    queue.length = 0
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
