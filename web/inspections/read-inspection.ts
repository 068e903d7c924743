import type { z } from 'zod'
import type { InspectionData } from '#inspections/inspection-data.ts'
import type { PlanData } from '#inspections/planning/plan-data.ts'
import type { Answer } from '#web/api/call.ts'
import type { OpenedRecord, RecordKindForm } from '#web/api/queries.ts'

/** Data of the records as JSON has them: the server parsed them by these schemas before it sent them. */

export type Inspection = z.input<typeof InspectionData>
export type Fact = Inspection['facts'][number]
export type Item = Inspection['items'][number]
export type Plan = z.input<typeof PlanData>
export type Dossier = Answer<'GET /api/inspections/{record_id}/dossier'>

export const inspectionOf = (record: OpenedRecord): Inspection => record.data as Inspection
export const planOf = (record: OpenedRecord): Plan => record.data as Plan

export interface InspectionParts {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
  readonly dossier: Dossier
}

/** The act of a record that did something at that time: its version has the files that came with it. */
export function versionOf(record: OpenedRecord, action: string, at: string): number | undefined {
  return record.history.find((each) => each.action === action && each.at === at)?.version
}

/** Reported, and not sent back since. */
export const isReported = ({ reports, returned }: Pick<Item, 'reports' | 'returned'>): boolean =>
  reports.length > returned.length

/** R-WF-13: twelve months after the close, or the last day of that month. */
export function lookBackDay(closedOn: string): string {
  const [year, month, day] = closedOn.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate()
  return `${year + 1}-${closedOn.slice(5, 7)}-${String(Math.min(day, last)).padStart(2, '0')}`
}
