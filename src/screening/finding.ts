import type { Bilingual } from '#base/bilingual.ts'
import type { TableName } from '#standard/tables.ts'

/** What a run gives back, as data: everything that reports, score and later the workbench read. */

export const subjectKinds = [
  'person',
  'account',
  'batch',
  'employer',
  'card',
  'order',
  'staff',
  'user_account',
  'bank_transaction',
  'fund_account',
  'reconciliation',
] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** Whom rules about the system's own records speak of, besides (rules/process): no delivery has them. */
export const recordSubjectKinds = ['agency', 'feed'] as const
export type AnySubjectKind = SubjectKind | (typeof recordSubjectKinds)[number]

export type Level = 1 | 2 | 3
export const levelTitles: Record<Level, Bilingual> = {
  1: { zh: '一级', en: 'Level 1' },
  2: { zh: '二级', en: 'Level 2' },
  3: { zh: '三级', en: 'Level 3' },
}

export type RuleStatus = 'HIT' | 'PASS' | 'NOT_EVALUATED' | 'FAILED'

export interface Finding<Kind extends string = SubjectKind> {
  readonly findingId: string
  readonly ruleCode: string
  readonly ruleTitle: string
  readonly level: Level
  readonly subjectKind: Kind
  readonly subjectId: string
  /** Masked unless the run was asked for names in clear; empty for subjects that are no persons. */
  readonly personName: string
  /** YYYY-MM or YYYY-MM-DD, or empty. */
  readonly periodFrom: string
  readonly periodTo: string
  readonly amountFen: bigint
  readonly evidenceCount: number
  /** One Chinese sentence a supervisor can act on. */
  readonly explanation: string
  readonly region: string
}

/** A value as it is printed: amounts `310.00`, months `2024-03`, days, timestamps with T, numbers as digits. */
export type EvidenceValue = string | boolean | null

export interface EvidenceRow<Table extends string = TableName> {
  readonly table: Table
  readonly key: string
  /** Shown, but counted neither in evidence_count nor in the period. */
  readonly isContext: boolean
  readonly amountFen: bigint
  /** Column name of the standard → value, in the order of the rule's evidence columns. */
  readonly values: Readonly<Record<string, EvidenceValue>>
}

/** A finding with some of its evidence rows; a finding with very many rows comes in several parts, in order. */
export interface FindingPart<Kind extends string = SubjectKind, Table extends string = TableName> {
  readonly finding: Finding<Kind>
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Counted rows first (largest absolute amount, then key), then rows of context. */
  readonly rows: readonly EvidenceRow<Table>[]
}

/** Reads the findings of a run in the order of findings.csv: level, rule, amount (largest first), subject id. */
export interface FindingReader {
  read(): AsyncIterable<FindingPart>
}

/** Whom the risk view speaks of. */
export const riskSubjectKinds = ['person', 'account', 'staff', 'employer'] as const
export type RiskSubjectKind = (typeof riskSubjectKinds)[number]

/** What all findings of one subject say together. The score is no amount and the amount no part of the score. */
export interface SubjectRisk {
  readonly subjectKind: RiskSubjectKind
  readonly subjectId: string
  /** As in Finding. */
  readonly personName: string
  /** 9_510 is 0.9510: exact, so that machines agree. */
  readonly scoreTenThousandths: number
  /** Each row of evidence once, whatever the number of rules that count it. */
  readonly amountFen: bigint
  readonly findings: number
  readonly ruleCodes: readonly string[]
  readonly highestLevel: Level
  readonly region: string
}

/** What a verifier made of a finding, where that bears on the risk view: untrue, or true. */
export type Verdict = 'cleared' | 'confirmed'

/** Findings that somebody has looked into; whether evidence is still what it was can be said only after reading it. */
export interface Reviews {
  readonly findingIds: readonly string[]
  /** Takes parts in order and gives a finding's verdict, if any, with its last part. */
  readonly verdictOf: (part: FindingPart) => Verdict | undefined
}

/** Reads the subjects in the order of subjects.csv: score and amount (largest first), kind, id. */
export interface SubjectReader {
  readonly count: number
  read(): AsyncIterable<SubjectRisk>
}

/** A second parameter set or another SQL of a rule, run beside the live rule and compared with it. */
export interface ShadowOutcome {
  readonly ruleCode: string
  /** Name of the file, without folder. */
  readonly file: string
  readonly kind: 'parameters' | 'sql'
  readonly fileSha256: string
  readonly status: RuleStatus
  readonly reason: Bilingual | null
  readonly findings: number
  readonly amountFen: bigint
  readonly parameters: Readonly<Record<string, string>>
  readonly sqlSha256: string
  readonly onlyLive: number
  readonly onlyShadow: number
  /** Found by both, with another amount, level or number of evidence rows. */
  readonly different: number
  readonly same: number
  readonly seconds: number
}

export interface ShadowSide {
  readonly level: Level
  readonly amountFen: bigint
  readonly evidenceCount: number
}

export interface ShadowDifference {
  readonly ruleCode: string
  readonly file: string
  readonly findingId: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  /** Null where only the other found it. */
  readonly live: ShadowSide | null
  readonly shadow: ShadowSide | null
}

/** Reads differences shadow by shadow, by subject id. */
export interface ShadowReader {
  read(): AsyncIterable<ShadowDifference>
}

export interface RuleOutcome {
  readonly code: string
  readonly id: string
  readonly version: number
  readonly title: Bilingual
  readonly level: Level
  readonly subjectKind: SubjectKind
  /** The clauses the rule comes from: founding text, clause, literal words. */
  readonly basis: readonly RuleBasis[]
  readonly check: string
  readonly status: RuleStatus
  /** Why it was not evaluated or failed; null otherwise. */
  readonly reason: Bilingual | null
  readonly remarks: readonly Bilingual[]
  readonly findings: number
  readonly amountFen: bigint
  readonly parameters: Readonly<Record<string, string>>
  /** Its part in the risk view: `0.82`. */
  readonly confidence: string
  /** The columns of evidence rows, by table: report.xlsx makes its sheet's columns of them. */
  readonly evidence: Readonly<Partial<Record<TableName, readonly string[]>>>
  readonly sqlSha256: string
  readonly seconds: number
}

export interface RuleBasis {
  /** The founding text, `000` to `004`, or the standard's own document. */
  readonly document: string
  readonly clause: string
  readonly quote: string
}

export interface InputFile {
  readonly file: string
  readonly table: TableName
  readonly sha256: string
  readonly rowsRead: number
  readonly rowsLoaded: number
  readonly rowsRejected: number
  readonly rowsRepeated: number
}

export interface TableCoverage {
  readonly table: TableName
  readonly title: string
  readonly rows: number
  readonly rowsRejected: number
  /** YYYY-MM or YYYY-MM-DD; null where the table has no date of its own. */
  readonly firstDate: string | null
  readonly lastDate: string | null
  /** Months between first and last without a row, at most the first 24 of them. */
  readonly missingMonths: readonly string[]
}

export interface MonthAmount {
  readonly month: string
  readonly ruleCode: string
  readonly level: Level
  readonly amountFen: bigint
}

/** A remark on the quality of the data: what, where, how many rows, an example. */
export interface QualityRemark {
  readonly table: TableName
  readonly column: string
  readonly text: Bilingual
  readonly rows: number
  readonly example: string
}

export interface RunSummary {
  readonly standardVersion: number
  readonly programVersion: string
  /** YYYY-MM-DD */
  readonly asOf: string
  readonly inputs: readonly InputFile[]
  readonly coverage: readonly TableCoverage[]
  readonly quality: readonly QualityRemark[]
  /** Files and columns that were left out, and files of which over half was rejected for one reason: shown first. */
  readonly warnings: readonly Bilingual[]
  readonly rules: readonly RuleOutcome[]
  readonly findings: number
  readonly amountFen: bigint
  readonly months: readonly MonthAmount[]
  /** The snapshot of earlier deliveries that this one was added to; absent where there is none. */
  readonly base?: { readonly manifestSha256: string; readonly rowsReplaced: number }
  /** How many findings the reviews took out of the risk view, and how many they confirmed; absent without reviews. */
  readonly reviewed?: Readonly<Record<Verdict, number>>
  /** Absent where no shadow was asked for. */
  readonly shadows?: readonly ShadowOutcome[]
  readonly startedAt: string
  readonly finishedAt: string
}
