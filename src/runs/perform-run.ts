import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { beijingDayOf } from '#access/moment.ts'
import { parseDay } from '#base/calendar-math.ts'
import type { OnProgress } from '#base/progress.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { countGroups, readFindingGroups } from '#fairness/count-groups.ts'
import { keepFindingGroups, keepGroupCounts } from '#fairness/keep-groups.ts'
import type { FoundRun } from '#findings/importing/found-run.ts'
import { type Imported, importRun } from '#findings/importing/import-run.ts'
import { type DuckDatabase, openDuck } from '#platform/duckdb.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { FindingPart } from '#screening/finding.ts'
import type { Law } from '#screening/law-tables.ts'
import type { Rule } from '#screening/rule.ts'
import { runScreening, type ScreeningRun } from '#screening/run-screening.ts'
import type { Confidences } from '#screening/subject/subject-score.ts'
import { standardVersion } from '#standard/tables.ts'
import { type OpenedSnapshot, openSnapshot } from './open-snapshot.ts'
import { findDelivered, readNames, readPlaces } from './place-rows.ts'
import { readSettings } from './rule-parameters.ts'
import { finishRun, insertRunRules } from './run-store.ts'
import type { LeasedRun, RunProgress, RunResult } from './screening-run.ts'
import { firstDifferences, insertDifferences, shadowsOf } from './shadows.ts'
import { buildUpload } from './uploading/build-upload.ts'
import { findUploadToImport, markImported } from './uploading/upload-store.ts'

export interface Screening {
  readonly pool: pg.Pool
  readonly db: Database
  readonly rules: readonly Rule[]
  readonly law: Law
  /** Where snapshots are, each under its id. */
  readonly snapshots: string
  /** Files of uploads, each in a folder under its id. */
  readonly uploads: string
  /** For the run's own database; emptied after each run. */
  readonly workFolder: string
  readonly programVersion: string
  /** Absent: all processors. People work on the same machine. */
  readonly threads?: number
  readonly memoryLimitMegabytes?: number
  readonly now: () => Date
}

export interface PerformingRun {
  readonly leasedBy: string
  readonly confidences: Confidences
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
}

/** Somebody cancelled it, or another process has it: nothing of it stays. */
export class RunStopped extends Error {}

function chosenRules({ rules }: Screening, { ruleCodes }: LeasedRun): readonly Rule[] {
  if (ruleCodes === null) return rules
  const chosen = rules.filter(({ code }) => ruleCodes.includes(code))
  const unknown = ruleCodes.filter((code) => !chosen.some((rule) => rule.code === code))
  if (unknown.length === 0) return chosen
  throw new Refusal('invalid_input', {
    zh: `没有规则 ${unknown.join('、')}；请从规则目录中选择。`,
    en: `There is no rule ${unknown.join(', ')}; choose from the catalogue.`,
  })
}

/** The run's database can be open once: first its findings are read, then it is opened again for places and names. */
function foundOf(
  run: LeasedRun,
  screened: ScreeningRun,
  given: { readonly workDirectory: string; readonly performing: PerformingRun },
): { readonly found: FoundRun; readonly reopen: () => Promise<DuckDatabase>; readonly close: () => void } {
  const { summary, findings } = screened
  const { signal, onProgress } = given.performing
  let isClosed = false
  let reopened: DuckDatabase | undefined
  const reopen = async (): Promise<DuckDatabase> => {
    signal.throwIfAborted()
    if (!isClosed) screened.close()
    isClosed = true
    reopened ??= await openDuck({ file: path.join(given.workDirectory, 'run.duckdb'), threads: 1 })
    return reopened
  }
  async function* parts(): AsyncGenerator<FindingPart> {
    let done = 0
    for await (const part of findings.read()) {
      signal.throwIfAborted()
      if (part.isLast) done += 1
      if (done % 500 === 0) onProgress({ stage: 'import', subject: '', done, total: summary.findings })
      yield part
    }
  }
  const found: FoundRun = {
    runId: run.runId,
    standardVersion,
    asOf: summary.asOf,
    region: run.region,
    rules: summary.rules.map(({ code, version, status }) => ({ code, version, status })),
    readParts: parts,
    readNames: async function* () {
      yield* readNames((await reopen()).connection)
    },
    readPlaces: async function* () {
      yield* readPlaces((await reopen()).connection)
    },
    findPresent: async (subjects) => findDelivered((await reopen()).connection, subjects),
  }
  const close = (): void => {
    if (!isClosed) screened.close()
    isClosed = true
    reopened?.close()
  }
  return { found, reopen, close }
}

function resultOf(screened: ScreeningRun, snapshot: OpenedSnapshot, imported: Imported): RunResult {
  const { summary } = screened
  return {
    program_version: summary.programVersion,
    standard_version: summary.standardVersion,
    findings: summary.findings,
    amount_fen: summary.amountFen.toString(),
    opened: imported.opened,
    reopened: imported.reopened,
    older: imported.older,
    not_found_again: imported.notFoundAgain,
    manifest_sha256: snapshot.manifestSha256,
    warnings: summary.warnings,
    tables: summary.coverage.map((table) => ({
      table: table.table,
      rows: table.rows,
      rows_rejected: table.rowsRejected,
      first_date: table.firstDate,
      last_date: table.lastDate,
    })),
  }
}

function dayAsked({ asOf }: LeasedRun): number | undefined {
  if (asOf === null) return undefined
  const day = parseDay(asOf)
  assert(day !== null, `${asOf} is a date of the database`)
  return day
}

/** The first run of an upload makes its snapshot. */
async function importUpload(
  screening: Screening,
  { snapshotId }: LeasedRun,
  { signal, onProgress }: PerformingRun,
): Promise<void> {
  const { db, snapshots, uploads, programVersion, threads, memoryLimitMegabytes } = screening
  const upload = await db.transaction().execute((tx) => findUploadToImport(tx, snapshotId))
  if (upload === null) return
  const { manifest, manifestSha256 } = await buildUpload({
    ...{ folder: path.join(uploads, snapshotId), snapshots, snapshotId, programVersion, signal },
    ...{ threads, memoryLimitMegabytes, onProgress: onProgress as OnProgress },
    baseSnapshotId: upload.base_snapshot_id,
  })
  const sum = (counted: 'rows_loaded' | 'rows_rejected'): number =>
    manifest.inputs.reduce((total, input) => total + input[counted], 0)
  const counts = { rowsLoaded: sum('rows_loaded'), rowsRejected: sum('rows_rejected') }
  await db
    .transaction()
    .execute((tx) => markImported(tx, { uploadId: snapshotId, manifestSha256, ...counts }))
}

interface Grouped {
  readonly run: LeasedRun
  readonly asOf: string
  readonly rules: readonly Rule[]
  readonly database: DuckDatabase
}

/** How the findings meet groups of people, for the report on fairness. */
async function keepGroups(tx: Tx, { run, asOf, rules, database }: Grouped): Promise<void> {
  const ruleCodes = rules.filter(({ subjectKind }) => subjectKind === 'person').map(({ code }) => code)
  await keepGroupCounts(tx, run, await countGroups(database.connection, { asOf, ruleCodes }))
  for await (const groups of readFindingGroups(database.connection)) await keepFindingGroups(tx, run, groups)
}

const nothingImported: Imported = { found: 0, opened: 0, reopened: 0, older: 0, notFoundAgain: 0 }

/** Screens the snapshot and brings what it found into the stored findings, in one transaction with the run's end. */
export async function performRun(
  screening: Screening,
  run: LeasedRun,
  performing: PerformingRun,
): Promise<Imported> {
  const { signal, leasedBy, onProgress } = performing
  await importUpload(screening, run, performing)
  const snapshot = await openSnapshot(screening.snapshots, run.snapshotId)
  await mkdir(screening.workFolder, { recursive: true, mode: 0o700 })
  const workDirectory = await mkdtemp(path.join(screening.workFolder, 'run-'))
  try {
    const rules = chosenRules(screening, run)
    const screened = await runScreening({
      snapshotDirectory: snapshot.directory,
      manifest: snapshot.manifest,
      rules,
      settings: await readSettings(screening.pool, { rules, day: beijingDayOf(screening.now()) }),
      shadows: shadowsOf(run.shadows ?? [], rules),
      confidences: performing.confidences,
      asOfDay: dayAsked(run),
      law: screening.law,
      workDirectory,
      programVersion: screening.programVersion,
      isUnmasked: false,
      threads: screening.threads,
      memoryLimitMegabytes: screening.memoryLimitMegabytes,
      onProgress: onProgress as OnProgress,
      signal,
      now: screening.now,
    })
    const { found, reopen, close } = foundOf(run, screened, { workDirectory, performing })
    try {
      const differences = await firstDifferences(screened.shadows)
      const keep = async (tx: Tx, imported: Imported): Promise<void> => {
        signal.throwIfAborted()
        const result = resultOf(screened, snapshot, imported)
        const { asOf, rules: evaluated, shadows = [] } = screened.summary
        await insertRunRules(tx, run.runId, { rules: evaluated, shadows })
        await insertDifferences(tx, run.runId, differences)
        if (run.isTrial !== true) await keepGroups(tx, { run, asOf, rules, database: await reopen() })
        const isDone = await finishRun(tx, { runId: run.runId, leasedBy, asOf, result })
        if (!isDone) throw new RunStopped('cancelled or taken over')
      }
      if (run.isTrial !== true) return await importRun(screening.pool, found, keep)
      await screening.db.transaction().execute((tx) => keep(tx, nothingImported))
      return nothingImported
    } finally {
      close()
    }
  } finally {
    await rm(workDirectory, { recursive: true, force: true })
  }
}
