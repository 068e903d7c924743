import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'

/** One act of the jobs that follow cases and recoveries. */
export interface ServerStep {
  readonly kind: string
  /** Null opens a record. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** Of idempotency: two servers at it are one. A refusal is kept with it, so it changes where one is tried again. */
  readonly key: string
}

export async function takeStep(kernel: Kernel, step: ServerStep): Promise<Answer> {
  const { key, ...asked } = step
  const common = { version: null, attachments: [], confirmation: null, endpoint: 'cases' }
  return act(
    { ...kernel, actor: { kind: 'system', job: 'cases' } },
    { ...asked, ...common, idempotencyKey: key },
  )
}
