import { sha256 } from '#base/digest.ts'
import { standardVersion } from '#standard/tables.ts'
import type { AnySubjectKind } from '../finding.ts'

/**
 * The standard's id of a finding, the one that a run gives (run-rule.ts has it as SQL): so that an order's check and a
 * run of the same data meet in one row (platform.md 4).
 */
export function findingId(ruleCode: string, subjectKind: AnySubjectKind, subjectId: string): string {
  return sha256(`${standardVersion}|${ruleCode}|${subjectKind}|${subjectId}`).slice(0, 16)
}
