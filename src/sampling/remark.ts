import { z } from 'zod'

/** Who said or did something, and when. */
export const Remark = z.strictObject({
  action: z.string(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
})
export type Remark = z.infer<typeof Remark>
