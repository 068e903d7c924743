import { parentPort } from 'node:worker_threads'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, Refusal, type RefusalCode } from '#base/refusal.ts'
import type { Chunk } from './chunk-writer.ts'
import type { FileJob, FileResult, ReadEvents } from './file-job.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'

/** A thread that reads one file after another; what it reads lies in chunk files that the main thread loads. */
export type ToWorker =
  | { readonly kind: 'read'; readonly job: FileJob }
  /** A chunk was loaded and deleted. */
  | { readonly kind: 'loaded' }

export type FromWorker =
  | { readonly kind: 'rows' | 'rejects'; readonly chunk: Chunk }
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: FileResult }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly text: Bilingual }
  | { readonly kind: 'failed'; readonly error: unknown }

/** More would only fill the disk: loading is the slower side. */
const waitingChunksMax = 3

const port = parentPort
assert(port !== null, 'read-worker.ts runs as a worker')

let waiting = 0
let wake: (() => void) | null = null

const send = (message: FromWorker): void => port.postMessage(message)

const events: ReadEvents = {
  onRows: (chunk) => {
    waiting += 1
    send({ kind: 'rows', chunk })
  },
  onRejects: (chunk) => {
    waiting += 1
    send({ kind: 'rejects', chunk })
  },
  onProgress: (bytes) => send({ kind: 'progress', bytes }),
  ready: () =>
    waiting <= waitingChunksMax
      ? Promise.resolve()
      : new Promise((resolve) => {
          wake = resolve
        }),
}

function read(job: FileJob): Promise<FileResult> {
  return job.format === 'xlsx' ? readXlsx(job, events) : readCsv(job, events)
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'loaded') {
    waiting -= 1
    if (waiting <= waitingChunksMax) {
      wake?.()
      wake = null
    }
    return
  }
  read(message.job).then(
    (result) => send({ kind: 'done', result }),
    (error: unknown) =>
      send(
        error instanceof Refusal
          ? { kind: 'refused', code: error.code, text: error.text }
          : { kind: 'failed', error },
      ),
  )
})
