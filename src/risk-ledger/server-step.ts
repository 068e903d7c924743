import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'

/** One act of the job that follows the ledger. */
export interface ServerStep {
  readonly kind: string
  /** Null opens a record. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** Of idempotency: two servers at it are one. A refusal is kept with it, so it changes where one is tried again. */
  readonly key: string
}

/** What was refused, for the log; null: done. */
export async function takeStep(kernel: Kernel, { key, ...asked }: ServerStep): Promise<string | null> {
  const answer = await act(
    { ...kernel, actor: { kind: 'system', job: 'risk-ledger' } },
    {
      ...{ ...asked, version: null, attachments: [], confirmation: null },
      ...{ endpoint: 'risk-ledger', idempotencyKey: key },
    },
  )
  return answer.outcome === 'accepted' ? null : `${key} ${answer.code}`
}
