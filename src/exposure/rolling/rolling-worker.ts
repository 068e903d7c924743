import { parentPort } from 'node:worker_threads'
import { type RollingRisk, type RollingTask, rollRisk } from '#quant/garch/rolling-risk.ts'

export type FromRollingWorker =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly risk: RollingRisk }

parentPort?.on('message', (task: RollingTask) => {
  const risk = rollRisk(task, (done) => {
    if (done % 10 === 0) parentPort?.postMessage({ kind: 'progress', done } satisfies FromRollingWorker)
  })
  parentPort?.postMessage({ kind: 'done', risk } satisfies FromRollingWorker)
})
