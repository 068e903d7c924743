import { parentPort } from 'node:worker_threads'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, Refusal, type RefusalCode } from '#base/refusal.ts'
import type { FileJob, JobResult } from './file-job.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'

/** A thread that does one job after another; the rows lie in files, only facts about them are sent. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: JobResult }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly text: Bilingual }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string }

const port = parentPort
assert(port !== null, 'read-worker.ts runs as a worker')

const send = (message: FromWorker): void => port.postMessage(message)

const onBytes = (bytes: number): void => send({ kind: 'progress', bytes })

function read(job: FileJob): Promise<JobResult> {
  return job.format === 'xlsx' ? readXlsx(job, onBytes) : readCsv(job, onBytes)
}

port.on('message', (job: FileJob) => {
  read(job).then(
    (result) => send({ kind: 'done', result }),
    (error: unknown) => {
      if (error instanceof Refusal) return send({ kind: 'refused', code: error.code, text: error.text })
      const { message, stack } = error instanceof Error ? error : new Error(String(error))
      send({ kind: 'failed', message, stack: stack ?? '' })
    },
  )
})
