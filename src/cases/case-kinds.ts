import type { RecordKind } from '#records/define-record.ts'
import { caseKind } from './define-case.ts'
import type { FindingSource } from './finding-source.ts'

/** All kinds of records of this slice. */
export function caseKinds({ findings }: { readonly findings: FindingSource }): readonly RecordKind[] {
  return [caseKind(findings)]
}
