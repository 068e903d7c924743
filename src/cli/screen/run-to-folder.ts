import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Day } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { LoadRequest } from '#cli/cluster/load-onto.ts'
import type { Surroundings } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import { elsewhereMs, stopSoon } from '#cli/stop-soon.ts'
import { readProgramVersion } from '#platform/config.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import { type StagedOutput, stageOutput } from '#platform/output-folder.ts'
import { readLaw } from '#platform/policy.ts'
import { verdictsOf } from '#reporting/finding-judgements.ts'
import { type ReviewedFindings, readReviewed } from '#reporting/reviewed.ts'
import { writeReports } from '#reporting/write-reports.ts'
import type { RunSummary } from '#screening/finding.ts'
import type { NodeOptions } from '#screening/on-clickhouse/node.ts'
import type { Rule } from '#screening/rule.ts'
import { runScreening, type ScreeningOptions } from '#screening/run-screening.ts'
import type { Settings } from '#screening/settings.ts'
import type { Shadow } from '#screening/shadow/run-shadow.ts'
import type { Confidences } from '#screening/subject/subject-score.ts'
import { changesFile, rejectsFile } from '#standard/manifest.ts'
import { obtainSnapshot, type Snapshot, snapshotFolder } from './obtain-snapshot.ts'

export interface RunRequest {
  readonly deliveries: readonly string[]
  /** An earlier run or snapshot that they are added to. */
  readonly base: string | undefined
  /** Absent: screening-<as_of> in the working directory. */
  readonly out: string | undefined
  readonly rules: readonly Rule[]
  /** Nodes to run them on; absent: this machine. */
  readonly cluster: readonly NodeOptions[] | undefined
  readonly settings: Settings
  readonly shadows: readonly Shadow[]
  /** Measured precision of rules. */
  readonly confidences: Confidences
  readonly asOfDay: Day | undefined
  readonly isSplitByRegion: boolean
  /** Workbooks that came back with conclusions. */
  readonly reviewedFiles: readonly string[]
  readonly isUnmasked: boolean
  readonly threads: number | undefined
  readonly memoryLimitMegabytes: number | undefined
}

export interface FinishedRun {
  readonly directory: string
  readonly summary: RunSummary
  /** The content of run.json. */
  readonly runJson: string
}

const runFile = 'run.json'

/** What a run writes into its folder; an earlier run may have left other reports of regions. */
function isOfRun(name: string): boolean {
  return /^((findings|subjects|shadow)\.(csv|jsonl)|report.*\.(xlsx|html)|(rejects|changes)\.csv|snapshot)$/.test(
    name,
  )
}

/** A workbook saved this much later than run.json was changed by a person: files of one run differ by less. */
const changedAfterMs = 60_000

/** Workbooks are handed out to be filled in: a new run into the same folder must not take the conclusions away. */
async function refuseToReplaceFilledIn(out: string): Promise<void> {
  const whole = await stat(path.join(out, runFile)).catch(() => undefined)
  if (whole === undefined) return
  for (const name of (await readdir(out)).filter((each) => /^report.*\.xlsx$/.test(each))) {
    const { mtimeMs } = await stat(path.join(out, name))
    if (mtimeMs <= whole.mtimeMs + changedAfterMs) continue
    throw new Refusal('unwritable_output', {
      zh: `${path.join(out, name)} 在筛查之后被修改过，可能填有核查结论；请换一个 --out 文件夹，或先把它移走。`,
      en: `${path.join(out, name)} was changed after its run and may hold conclusions; name another folder with --out, or move it away first.`,
    })
  }
}

/** Read before any other work: a wrong file is better known now than after an hour. */
async function readConclusions(files: readonly string[]): Promise<ReviewedFindings | undefined> {
  return files.length === 0 ? undefined : readReviewed(files)
}

/** Puts the snapshot on the cluster, where it is not there yet, and says how the engine is opened. */
async function clusterEngine(
  nodes: readonly NodeOptions[],
  request: LoadRequest,
  now: () => Date,
): Promise<NonNullable<ScreeningOptions['openEngine']>> {
  const { loadOnto } = await import('#cli/cluster/load-onto.ts')
  const { openClickHouseEngine } = await import('#screening/on-clickhouse/clickhouse-engine.ts')
  const { layouts } = await loadOnto(nodes, request)
  const { directory, signal } = request
  return (connection) =>
    openClickHouseEngine(
      { nodes: nodes.map((node) => ({ ...node, signal })), layouts, nowMs: now().getTime() },
      { connection, directory },
    )
}

async function screenInto(
  staged: StagedOutput,
  request: RunRequest,
  surroundings: Surroundings,
): Promise<RunSummary> {
  const { signal, now, reportLanguage } = surroundings
  const { threads, memoryLimitMegabytes, isUnmasked } = request
  const progress = progressOf(surroundings)
  const shared = { threads, memoryLimitMegabytes, signal, onProgress: progress.onProgress }
  try {
    const reviewed = await readConclusions(request.reviewedFiles)
    const snapshotDirectory = path.join(staged.resultDirectory, snapshotFolder)
    await mkdir(snapshotDirectory)
    const manifest = await obtainSnapshot({
      ...shared,
      deliveries: request.deliveries,
      base: request.base,
      directory: snapshotDirectory,
    })
    if (manifest.base !== null) {
      await copyFile(
        path.join(snapshotDirectory, changesFile),
        path.join(staged.resultDirectory, changesFile),
      )
    }
    const snapshot: Snapshot = { directory: snapshotDirectory, manifest }
    const openEngine =
      request.cluster === undefined
        ? undefined
        : await clusterEngine(request.cluster, { ...shared, snapshot, directory: staged.workDirectory }, now)
    const run = await runScreening({
      ...shared,
      snapshotDirectory,
      manifest,
      openEngine,
      rules: request.rules,
      settings: request.settings,
      shadows: request.shadows,
      confidences: request.confidences,
      ...(reviewed === undefined ? {} : { reviews: verdictsOf(reviewed) }),
      asOfDay: request.asOfDay,
      law: await readLaw(),
      workDirectory: staged.workDirectory,
      programVersion: readProgramVersion(),
      isUnmasked,
      now,
    })
    try {
      await writeReports({
        directory: staged.resultDirectory,
        summary: run.summary,
        findings: run.findings,
        subjects: run.subjects,
        shadows: run.shadows,
        snapshotRejects: path.join(snapshotDirectory, rejectsFile),
        splitByRegion: request.isSplitByRegion,
        ...(reviewed === undefined ? {} : { reviewed }),
        isUnmasked,
        language: reportLanguage,
        onProgress: progress.onProgress,
        signal,
      })
    } finally {
      run.close()
    }
    return run.summary
  } finally {
    progress.clear()
  }
}

/** Screens into a folder beside the place, and moves the result in when it is whole. */
export async function runToFolder(request: RunRequest, surroundings: Surroundings): Promise<FinishedRun> {
  const { signal, workingDirectory } = surroundings
  if (request.out !== undefined) await refuseToReplaceFilledIn(request.out)
  const staged = await stageOutput(request.out ?? workingDirectory)
  try {
    const graceMs = request.cluster === undefined ? undefined : elsewhereMs
    const summary = await stopSoon(screenInto(staged, request, surroundings), signal, graceMs)
    signal.throwIfAborted()
    const directory = request.out ?? path.join(workingDirectory, `screening-${summary.asOf}`)
    await staged.publish({ directory, last: runFile, isOwned: isOfRun })
    return { directory, summary, runJson: await readFile(path.join(directory, runFile), 'utf8') }
  } catch (error) {
    throw isNoSpace(error) ? noSpace(request.out ?? workingDirectory) : error
  } finally {
    await staged.discard()
  }
}
