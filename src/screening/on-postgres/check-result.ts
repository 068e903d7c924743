import type { Bilingual } from '#base/bilingual.ts'
import type { TableName } from '#standard/tables.ts'
import type { EvidenceRow, Finding } from '../finding.ts'

/** A row that counts, or one of context, as a run would give it. */
export interface CheckRow extends EvidenceRow {
  /** The order's effect writes it: the register does not have it, or has it otherwise. */
  readonly isAssumed: boolean
  /** Where it lies, and who of the staff did it (row-place.ts). */
  readonly region: string | null
  readonly staffId: string | null
}

/** A finding of the form that a run gives, with its rows in the order of the report. */
export interface CheckFinding {
  readonly finding: Finding
  /** In clear, of findings about persons; else empty. */
  readonly name: string
  readonly rows: readonly CheckRow[]
}

interface Checked {
  readonly ruleCode: string
  /** Tables that count as empty, feeds that are weak though something was found. */
  readonly remarks: readonly Bilingual[]
}

/** platform.md 5: the outcomes are kept apart, for what follows from each is another thing. */
export type CheckResult =
  | (Checked & { readonly outcome: 'HIT'; readonly findings: readonly CheckFinding[] })
  | (Checked & { readonly outcome: 'PASS' })
  /** A feed is absent, empty or too old: the approval post decides, with a reason. */
  | (Checked & {
      readonly outcome: 'NOT_EVALUATED'
      readonly reason: Bilingual
      /** The feeds that made it so, for standing decisions per feed. */
      readonly feeds: readonly TableName[]
    })
  /** The check crashed or took too long: the step is refused, and may be tried again. */
  | (Checked & { readonly outcome: 'ERROR'; readonly reason: Bilingual; readonly cause: string })
