/** What long work tells while it runs; the CLI makes an estimate and a line or a bar of it. */
export interface Progress {
  readonly stage: 'simulate' | 'read' | 'store' | 'load' | 'prepare' | 'screen' | 'report'
  /** A file, table or rule code. */
  readonly subject: string
  /** Done and total in one unit (bytes, rows, rules); total 0 where it is not known. */
  readonly done: number
  readonly total: number
}

export type OnProgress = (progress: Progress) => void
