import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'

/** One act of the job that follows campaigns. */
export interface ServerStep {
  readonly kind: string
  /** Null opens a record. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** Of idempotency: two servers at it are one. */
  readonly key: string
}

export async function takeStep(kernel: Kernel, step: ServerStep): Promise<Answer> {
  const { key, ...asked } = step
  const common = { version: null, attachments: [], confirmation: null, endpoint: 'campaigns' }
  return act(
    { ...kernel, actor: { kind: 'system', job: 'campaigns' } },
    { ...asked, ...common, idempotencyKey: key },
  )
}
