import type { OnProgress } from '#base/progress.ts'

/** How far long work is, in bytes of one estimate. */
export interface Steps {
  /** So many more are done; `subject` is under way. */
  readonly advance: (bytes: number, subject: string) => void
}

export function stepsOf(stage: 'read' | 'store', total: number, onProgress: OnProgress): Steps {
  let done = 0
  return {
    advance: (bytes, subject) => {
      done += bytes
      onProgress({ stage, subject, done: Math.min(done, total), total })
    },
  }
}
