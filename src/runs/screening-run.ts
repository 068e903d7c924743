import type { Bilingual } from '#base/bilingual.ts'
import type { Progress } from '#base/progress.ts'

export const runStates = {
  WAITING: { zh: '等待运行', en: 'waiting' },
  RUNNING: { zh: '运行中', en: 'running' },
  DONE: { zh: '已完成', en: 'done' },
  FAILED: { zh: '失败', en: 'failed' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type RunState = keyof typeof runStates

/** Other parameters of a rule, run beside it and compared: they leave no findings. */
export interface AskedShadow {
  readonly rule_code: string
  /** Tells shadows of one rule apart. */
  readonly name: string
  /** Written form, as in the rule's page. */
  readonly parameters: Readonly<Record<string, string>>
}

/** A screening that somebody asked for. */
export interface AskedRun {
  readonly runId: string
  /** The folder of the snapshot, below that of all snapshots. */
  readonly snapshotId: string
  /** Whose data it is. */
  readonly agencyId: string
  readonly region: string
  /** Null: every rule. */
  readonly ruleCodes: readonly string[] | null
  /** YYYY-MM-DD; null: of the latest payments. */
  readonly asOf: string | null
  readonly shadows?: readonly AskedShadow[]
  /** Rules and shadows are counted and compared, findings stay as they are; absent: no. */
  readonly isTrial?: boolean
}

/** One that this process has taken. */
export interface LeasedRun extends AskedRun {
  readonly attempts: number
}

/** A snapshot is there, but its import is the longest step of some runs. */
export type RunProgress = Omit<Progress, 'stage'> & { readonly stage: Progress['stage'] | 'import' }

/** What came of a run, beside what each rule gave. */
export interface RunResult {
  readonly program_version: string
  readonly standard_version: number
  readonly findings: number
  readonly amount_fen: string
  readonly opened: number
  readonly reopened: number
  readonly older: number
  readonly not_found_again: number
  readonly manifest_sha256: string
  readonly warnings: readonly Bilingual[]
  readonly tables: readonly {
    readonly table: string
    readonly rows: number
    readonly rows_rejected: number
    readonly first_date: string | null
    readonly last_date: string | null
  }[]
}
