import type { RecordKind } from '#records/define-record.ts'
import { assessmentKind } from './assessment/assessment.ts'
import { supervisedMatterKind } from './matters/supervised-matter.ts'
import { rotationPlanKind } from './rotation/rotation-plan.ts'
import { trainingKind } from './training/training.ts'

export function dutyKinds(): readonly RecordKind[] {
  return [trainingKind(), rotationPlanKind(), supervisedMatterKind(), assessmentKind()]
}
