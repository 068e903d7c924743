import type { RecordKind } from '#records/define-record.ts'
import { ledgerFilingKind } from './filing/ledger-filing.ts'
import { measureAssessmentKind } from './measures/measure-assessment.ts'
import { measureListKind } from './measures/measure-list.ts'
import { riskPointKind } from './risk-point.ts'

export function ledgerKinds(): readonly RecordKind[] {
  return [riskPointKind(), ledgerFilingKind(), measureAssessmentKind(), measureListKind()]
}
