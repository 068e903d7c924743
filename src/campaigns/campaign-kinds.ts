import type { RecordKind } from '#records/define-record.ts'
import { taskKind } from './answering/define-task.ts'
import { checkKind } from './checking/define-check.ts'
import type { DetectionSource } from './detection-source.ts'
import { disclosureKind } from './disclosing/define-disclosure.ts'
import { campaignKind } from './planning/define-campaign.ts'
import { problemKind } from './rectifying/define-problem.ts'
import { monthlyReportKind } from './reporting/define-monthly-report.ts'

/** All kinds of records of this slice. */
export function campaignKinds({
  detections,
}: {
  readonly detections: DetectionSource
}): readonly RecordKind[] {
  return [
    campaignKind(),
    taskKind(detections),
    checkKind(),
    problemKind(),
    monthlyReportKind(),
    disclosureKind(),
  ]
}
