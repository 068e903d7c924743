import { z } from 'zod'
import type { Upload, UploadFile } from '#runs/uploading/upload-store.ts'
import { uploadStates } from '#runs/uploading/upload-store.ts'
import { TextForm } from '../acting/record-forms.ts'

export const UploadForm = z
  .object({
    upload_id: z.string(),
    agency_id: z.string(),
    region: z.string(),
    title: z.string(),
    base_snapshot_id: z.string().nullable(),
    state: z.enum(uploadStates),
    opened_by: z.string(),
    opened_at: z.iso.datetime(),
    closed_at: z.iso.datetime().nullable(),
    imported_at: z.iso.datetime().nullable(),
    rows_loaded: z.string().nullable(),
    rows_rejected: z.string().nullable(),
  })
  .meta({ id: 'DeliveryUpload' })

export function uploadForm(row: Upload): z.input<typeof UploadForm> {
  const { upload_id, agency_id, region, title, base_snapshot_id, state, opened_by } = row
  return {
    ...{ upload_id, agency_id, region, title, base_snapshot_id, state, opened_by },
    opened_at: row.opened_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
    imported_at: row.imported_at?.toISOString() ?? null,
    rows_loaded: row.rows_loaded?.toString() ?? null,
    rows_rejected: row.rows_rejected?.toString() ?? null,
  }
}

export const OpenedUploadForm = UploadForm.extend({
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.string(),
      received: z.string().describe('从这里继续上传 / where an interrupted upload goes on'),
    }),
  ),
}).meta({ id: 'OpenedDeliveryUpload' })

export function openedUploadForm(
  row: Upload,
  files: readonly UploadFile[],
): z.input<typeof OpenedUploadForm> {
  return {
    ...uploadForm(row),
    files: files.map(({ name, bytes, received }) => ({
      name,
      bytes: bytes.toString(),
      received: received.toString(),
    })),
  }
}

export const PreviewForm = z
  .object({
    files: z.array(
      z.object({
        file: z.string(),
        table: z.string(),
        table_title: z.string(),
        sheet: z.string(),
        bytes: z.number(),
        is_mapped: z.boolean(),
      }),
    ),
    warnings: z.array(TextForm),
    unclaimed: z.array(z.string()),
    mapping: z.string().nullable().describe('正在使用的 mapping.yaml / the mapping in use'),
    mapping_draft: z.string().nullable().describe('按表头猜测的草稿 / a draft, guessed from the headers'),
  })
  .meta({ id: 'DeliveryPreview' })

export const QualityForm = z
  .object({
    files: z.array(
      z.object({
        file: z.string(),
        table: z.string(),
        rows_read: z.int(),
        rows_loaded: z.int(),
        rows_rejected: z.int(),
        rows_repeated: z.int(),
        reasons: z.record(z.string(), z.int()),
        unknown_columns: z.array(z.string()),
      }),
    ),
    remarks: z.array(z.object({ table: z.string(), column: z.string(), text: TextForm, rows: z.int() })),
    warnings: z.array(TextForm),
  })
  .meta({ id: 'DeliveryQuality' })
