import { z } from 'zod'

/**
 * manifest.json of a snapshot: what it was made of and what it holds. Intake writes it, screening reads it.
 * It holds no clock time, so that the same files give the same bytes.
 */
const Text = z.object({ zh: z.string(), en: z.string() })

export const ManifestInput = z.object({
  /** 1 for the first delivery, 2 for the one that was added to its snapshot, and so on. */
  delivery: z.int(),
  /** The file's name without folder; for a member of a .zip `delivery.zip/payment.csv`; with a source `A01:payment.csv`. */
  file: z.string(),
  table: z.string(),
  sha256: z.string(),
  rows_read: z.int(),
  rows_loaded: z.int(),
  rows_rejected: z.int(),
  rows_repeated: z.int(),
  /** Reason → rejected rows. */
  reasons: z.record(z.string(), z.int()),
  /** The standard's names of the columns that the file has. */
  columns: z.array(z.string()),
  unknown_columns: z.array(z.string()),
})
export type ManifestInput = z.infer<typeof ManifestInput>

export const ManifestPart = z.object({ file: z.string(), rows: z.int(), sha256: z.string() })
export type ManifestPart = z.infer<typeof ManifestPart>

export const ManifestTable = z.object({
  name: z.string(),
  rows: z.int(),
  rows_rejected: z.int(),
  /** Columns of the standard that at least one of its files has. */
  columns: z.array(z.string()),
  /** Parquet files in the order of person ranges. */
  parts: z.array(ManifestPart),
  /** From the columns in Table.dated_by; YYYY-MM or YYYY-MM-DD, null without one. */
  first_date: z.string().nullable(),
  last_date: z.string().nullable(),
  /** Months between first and last without any row, at most the first 24. */
  missing_months: z.array(z.string()),
})
export type ManifestTable = z.infer<typeof ManifestTable>

export const Manifest = z.object({
  standard_version: z.int(),
  program_version: z.string(),
  /** The snapshot that this one was built on, or null for one that stands alone. */
  base: z
    .object({
      /** Of its manifest.json, byte for byte. */
      manifest_sha256: z.string(),
      /** Its rows that the last delivery replaced by others with the same key: changes.csv has them. */
      rows_replaced: z.int(),
    })
    .nullable(),
  /** The files of all deliveries. */
  inputs: z.array(ManifestInput),
  tables: z.array(ManifestTable),
  /** Remarks on data: wrong check digits, references that lead nowhere. Counted by row. */
  quality: z.array(
    z.object({ table: z.string(), column: z.string(), text: Text, rows: z.int(), example: z.string() }),
  ),
  /** Files and columns left out, files of which over half was rejected for one reason, with the remedy. */
  warnings: z.array(Text),
})
export type Manifest = z.infer<typeof Manifest>

export const manifestFile = 'manifest.json'
export const rejectsFile = 'rejects.csv'
/** Only in a snapshot with a base. */
export const changesFile = 'changes.csv'
