import type { RecordKind } from '#records/define-record.ts'
import { issuedFindingsKind } from './issued/issued-findings.ts'
import { sampleItemKind } from './items/sample-item.ts'
import { samplePlanKind } from './plans/sample-plan.ts'

export function samplingKinds(): readonly RecordKind[] {
  return [samplePlanKind(), sampleItemKind(), issuedFindingsKind()]
}
