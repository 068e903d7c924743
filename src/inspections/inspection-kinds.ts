import type { RecordKind } from '#records/define-record.ts'
import { inspectionKind } from './define-inspection.ts'
import { inspectionPlanKind } from './planning/define-plan.ts'

/** The record kinds of inspections. */
export function inspectionRecordKinds(): readonly RecordKind[] {
  return [inspectionPlanKind(), inspectionKind()]
}
