import { parentPort } from 'node:worker_threads'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { type RollingRisk, type RollingTask, rollRisk } from '#quant/garch/rolling-risk.ts'

export type FromRollingWorker =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly risk: RollingRisk }
  /** A refusal loses its kind on the way between threads: its sentence travels instead. */
  | { readonly kind: 'refused'; readonly text: Bilingual }

function answer(task: RollingTask): FromRollingWorker {
  try {
    const risk = rollRisk(task, (done) => {
      if (done % 10 === 0) parentPort?.postMessage({ kind: 'progress', done } satisfies FromRollingWorker)
    })
    return { kind: 'done', risk }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', text: error.text }
    throw error
  }
}

parentPort?.on('message', (task: RollingTask) => parentPort?.postMessage(answer(task)))
