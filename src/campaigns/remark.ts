import { z } from 'zod'

/** What somebody said when a record was returned, refused, extended. */
export const Remark = z.strictObject({
  action: z.string(),
  by: z.string(),
  at: z.string(),
  text: z.string(),
})
export type Remark = z.infer<typeof Remark>
