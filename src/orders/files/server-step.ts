import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'

/** One act of the job that follows payment files. */
export interface ServerStep {
  readonly kind: string
  /** Null opens a record. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  readonly version: number | null
  /** Of idempotency: two servers at it are one. A refusal is kept with it too, so it changes where one is to be tried again. */
  readonly key: string
}

export async function takeStep(kernel: Kernel, step: ServerStep): Promise<Answer> {
  const { key, ...asked } = step
  return act(
    { ...kernel, actor: { kind: 'system', job: 'payment-files' } },
    { ...asked, attachments: [], confirmation: null, endpoint: 'payment-files', idempotencyKey: key },
  )
}
