import { z } from 'zod'
import type { RecordState } from '#records/record.ts'
import { codesOf, halves, type ReportStatus, reportKinds, sections } from './report-codes.ts'

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })

export const Open = z.strictObject({
  kind: z.enum(codesOf(reportKinds)).meta({ title: '报告种类' }),
  year: z.int().min(2000).max(2100).meta({ title: '年度' }),
  half: z.enum(codesOf(halves)).nullable().meta({ title: '上下半年' }),
})
export type Open = z.infer<typeof Open>
/** By the server, for a unit whose period is over. */
export const OpenDue = z.strictObject({
  agency_id: text('单位', 64),
  year: Open.shape.year,
  half: z.enum(codesOf(halves)).meta({ title: '上下半年' }),
})
export type OpenDue = z.infer<typeof OpenDue>
export const Write = z.strictObject({
  section: z.enum(codesOf(sections)).meta({ title: '报告部分' }),
  text: text('内容', 8000),
})
export type Write = z.infer<typeof Write>
export const Opinion = z.strictObject({ opinion: text('意见', 1000) })
export const Reason = z.strictObject({ reason: text('理由', 1000) })

const Done = z.strictObject({ by: z.string(), at: z.string() })

export const KeptFigures = z.strictObject({
  at: z.string(),
  items: z.array(
    z.strictObject({
      code: z.string(),
      value: z.string().nullable(),
      hasSource: z.boolean(),
      /** As it was called when it was frozen. */
      title: z.string(),
      source: z.string(),
    }),
  ),
})
export type KeptFigures = z.infer<typeof KeptFigures>

export const ReportData = z.strictObject({
  kind: z.enum(codesOf(reportKinds)),
  period: z.string(),
  from: z.string(),
  until: z.string(),
  due_on: z.string(),
  /** By section, what the handler wrote. */
  narrative: z.record(z.string(), z.string()),
  /** Frozen when it is submitted; null while it is drafted: then they are those of the moment. */
  figures: KeptFigures.nullable(),
  submitted: Done.nullable(),
  approved: Done.nullable(),
  /** YYYY-MM-DD of the first filing; a return from above does not make it late. */
  filed_on: z.string().nullable(),
  accepted: Done.extend({ opinion: z.string() }).nullable(),
  attachment_id: z.string().nullable(),
  remarks: z.array(z.strictObject({ action: z.string(), ...Done.shape, reason: z.string() })),
})
export type ReportData = z.infer<typeof ReportData>
export type ReportRow = RecordState<ReportStatus, ReportData>
