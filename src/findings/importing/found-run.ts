import type { AnySubjectKind, FindingPart, RuleStatus } from '#screening/finding.ts'

/** A rule as that run evaluated it. */
export interface FoundRule {
  readonly code: string
  readonly version: number
  readonly status: RuleStatus
}

/** The row of a subject's register or list: where it lies, and who of the staff did it. */
export interface RowPlace {
  readonly table: string
  readonly key: string
  readonly region: string | null
  readonly staffId: string | null
}

export interface SubjectOfRun {
  readonly kind: AnySubjectKind
  readonly id: string
}

/** A finished run, for import: read front to back, once, in the order of these members. */
export interface FoundRun {
  readonly runId: string
  readonly standardVersion: number
  /** YYYY-MM-DD: the day of the run in the data's time. */
  readonly asOf: string
  /** Of the delivering agency: what lies here or below is covered, and what says nothing of its place lies here. */
  readonly region: string
  readonly rules: readonly FoundRule[]
  /** Names masked in the sentence. */
  readonly readParts: () => AsyncIterable<FindingPart<AnySubjectKind, string>>
  /** Names in clear, of findings about persons. */
  readonly readNames: () => AsyncIterable<readonly { readonly findingId: string; readonly name: string }[]>
  /** Of every row of evidence. */
  readonly readPlaces: () => AsyncIterable<readonly RowPlace[]>
  /** Which of the subjects the delivery has: of the others it says nothing. */
  readonly findPresent: (subjects: readonly SubjectOfRun[]) => Promise<readonly SubjectOfRun[]>
}
