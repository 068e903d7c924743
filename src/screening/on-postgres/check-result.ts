import type { Bilingual } from '#base/bilingual.ts'
import type { TableName } from '#standard/tables.ts'
import type { Finding } from '../finding.ts'

/** A row that counts, or one of context. */
export interface CheckRow {
  readonly table: TableName
  readonly key: string
  readonly isContext: boolean
  readonly amountFen: bigint
  /** The order's effect writes it: the register does not have it, or has it otherwise. */
  readonly isAssumed: boolean
}

/** A finding of the form that a run gives, with its rows in the order of the report. */
export interface CheckFinding {
  readonly finding: Finding
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
