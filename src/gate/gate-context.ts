import { hkdfSync } from 'node:crypto'
import { z } from 'zod'
import type { Kernel } from '#records/act-context.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

/** One check of a function, as the orders entered here have it (platform.md 5). */
const GateCheck = z.object({
  ruleCode: z.string(),
  title: Text,
  outcome: z.enum(['PASS', 'HIT', 'NOT_EVALUATED', 'ERROR']),
  /** A hit that nobody may approve: the dead, impossible data. */
  isHardStop: z.boolean(),
  /** Why: a sentence for each finding, or for what could not be evaluated. */
  reasons: z.array(Text),
  /** A redemption refuses a finding that was not known when the permit was given. */
  findingIds: z.array(z.string()),
})
export type GateCheck = z.infer<typeof GateCheck>

/** What `Kernel.check` answers for the entry of an order; the rest of it is for the decision. */
export const GateChecked: z.ZodType<{ readonly results: readonly GateCheck[] }> = z.object({
  results: z.array(GateCheck),
})

/** What the gate works with; made once when the server starts. */
export interface GateContext {
  /**
   * Its kinds `ORDER_<FUNCTION>` are the functions that can be asked for: their entry says what is asked and of whom,
   * and `check` runs the checks of the orders entered here.
   */
  readonly kernel: Kernel
  readonly keys: GateKeys
  /** Null where no folder for attachments is set: then nothing can be sent along. */
  readonly attachments: AttachmentService | null
}

export interface GateKeys {
  readonly permit: Buffer
  readonly webhook: Buffer
}

/** Keys of their own for each purpose (platform.md 13; RFC 5869). */
export function gateKeys({ key, version }: MasterKey): GateKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `fangxian ${purpose} v${version}`, 32))
  return { permit: derive('permit'), webhook: derive('webhook') }
}

export function orderKindOf(functionCode: string): string {
  return `ORDER_${functionCode}`
}
