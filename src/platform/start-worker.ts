import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'

/**
 * Every thread strips types with a WebAssembly module of its own (Node's amaro). V8 replaces much used wrappers of such
 * modules, and about once in ten thousand threads it frees one of a thread that has ended: the whole process crashes
 * (docs/decisions/0001-node-from-npm.md). With this budget they are never replaced.
 */
export const keepWrappers = '--wasm-wrapper-tiering-budget=1000000000'
setFlagsFromString(keepWrappers)

/** Starts a thread that runs a TypeScript module of ours. */
export function startWorker(module: URL): Worker {
  return new Worker(module)
}
