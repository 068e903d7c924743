import { z } from 'zod'
import { ServedBy } from '../../order-data.ts'
import { LineReason } from '../payment-file-data.ts'

const Text = z.object({ zh: z.string(), en: z.string() })
const Row = z.record(z.string(), z.string().nullable())

/** What one line changes, old beside new: what a reviewer compares. */
export const Difference = z.object({
  table: z.string(),
  /** The row: its key's columns. Of a new row, all that is written in it. */
  key: Row,
  isNew: z.boolean(),
  columns: z.array(
    z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})
export type Difference = z.infer<typeof Difference>

export const ImportLine = z.object({
  /** From 1, as in the file. */
  number: z.int(),
  personId: z.string(),
  asked: z.record(z.string(), z.json()),
  differences: z.array(Difference),
  /** Empty: it is written. Else it stays out, and is asked for in an order of its own. */
  held: z.array(LineReason),
})
export type ImportLine = z.infer<typeof ImportLine>

export const BatchImportData = z.strictObject({
  /** Of the lines: one of `batchableCodes`. */
  function: z.string(),
  reason: z.string(),
  enteredAt: z.string(),
  lines: z.array(ImportLine),
  counts: z.object({ entered: z.int(), written: z.int(), held: z.int() }),
  /** SHA-256 of the lines as entered, canonical JSON. */
  contentHash: z.string(),
  standing: z.array(ServedBy),
  checks: z.array(
    z.object({
      action: z.string(),
      at: z.string(),
      results: z.array(z.object({ ruleCode: z.string(), title: Text, hits: z.int(), open: Text.nullable() })),
    }),
  ),
  remarks: z.array(z.object({ action: z.string(), actorId: z.string(), at: z.string(), reason: z.string() })),
})
export type BatchImportData = z.infer<typeof BatchImportData>

export function heldNumbers({ lines }: Pick<BatchImportData, 'lines'>): readonly number[] {
  return lines.flatMap(({ number, held }) => (held.length === 0 ? [] : [number]))
}
