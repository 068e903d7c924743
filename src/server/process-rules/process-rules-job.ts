import type pg from 'pg'
import { readProgramVersion } from '#platform/config.ts'
import { isDueToday } from '#process-rules/process-run-store.ts'
import {
  type ProcessRunAsked,
  type ProcessRunning,
  runProcessRules,
} from '#process-rules/run-process-rules.ts'
import type { Kernel } from '#records/act-context.ts'
import { rules } from '#rules/catalogue.ts'
import { processRules } from '#rules/process/process-rules.ts'
import type { WorkOutcome } from '#screening/on-records/run-on-records.ts'

export function processRunning(
  pool: pg.Pool,
  { db, kinds, workingDays }: Pick<Kernel, 'db' | 'kinds' | 'workingDays'>,
  now: Date,
): ProcessRunning {
  return {
    ...{ pool, db, rules, processRules, workingDays, now },
    kinds: kinds.values(),
    programVersion: readProgramVersion(),
  }
}

const failuresOf = (outcomes: readonly WorkOutcome[] | null): string[] =>
  (outcomes ?? [])
    .filter(({ status }) => status === 'FAILED')
    .map(({ rule, cause }) => `${rule.code}: ${cause instanceof Error ? cause.message : String(cause)}`)

/** Every night from two o'clock of Beijing on: a server that was off asks when it is up again, once a day. */
export function followProcessRules(
  pool: pg.Pool,
): (kernel: Kernel) => Promise<{ readonly refused: readonly string[] }> {
  return async (kernel) => {
    if (!(await isDueToday(kernel.db))) return { refused: [] }
    const asked: ProcessRunAsked = { runId: kernel.newId(), askedBy: null }
    return { refused: failuresOf(await runProcessRules(processRunning(pool, kernel, new Date()), asked)) }
  }
}
