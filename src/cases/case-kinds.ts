import type { RecordKind } from '#records/define-record.ts'
import { caseKind } from './define-case.ts'
import type { FindingSource } from './finding-source.ts'
import { letterKind } from './letters/define-letter.ts'
import { bankStatementKind } from './recovery/bank-statement.ts'
import { recoveryKind } from './recovery/define-recovery.ts'

/** All kinds of records of this slice. */
export function caseKinds({ findings }: { readonly findings: FindingSource }): readonly RecordKind[] {
  return [caseKind(findings), recoveryKind(), bankStatementKind(), letterKind()]
}
