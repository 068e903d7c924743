import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { OnProgress } from '#base/progress.ts'
import type { DeliveredFile } from '#intake/delivery/list-delivery.ts'
import type { FileJob, JobResult } from '#intake/reading/file-job.ts'
import type { StagedFile } from '#intake/storing/staging.ts'
import { type PoolOptions, readFiles, SegmentRefused } from './reader-pool.ts'
import { sampleBounds } from './sample-bounds.ts'
import { digestFile, surveyFile } from './survey-file.ts'
import { unloadParquet } from './unload-parquet.ts'

export interface ReadRequest {
  readonly connection: DuckDBConnection
  /** In the order of tables.json, then of deliveries and names; a file's number is its place here. */
  readonly files: readonly DeliveredFile[]
  readonly workFolder: string
  readonly signal: AbortSignal
  readonly threads: number
  readonly bucketRows: number
  readonly segmentBytes: number
  readonly onProgress: OnProgress
}

/** What became of a delivered file before keys are compared. */
export interface ReadFile {
  readonly sha256: string
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly reasons: Readonly<Record<string, number>>
  readonly columns: readonly string[]
  readonly unknownColumns: readonly string[]
  readonly rowFiles: readonly StagedFile[]
  readonly rejectFiles: readonly StagedFile[]
}

/** A segment for each thread several times over, so that none waits long for the last one. */
function segmentSize(size: number, { threads, segmentBytes }: ReadRequest): number {
  return Math.max(segmentBytes, Math.ceil(size / (threads * 16)))
}

/** Unpacks what has to be, and finds the buckets of the table. */
async function prepareTable(
  request: ReadRequest,
  numbers: readonly number[],
): Promise<{ jobs: FileJob[]; sizes: number[] }> {
  const { connection, files, workFolder, signal, bucketRows } = request
  const jobs: FileJob[] = []
  for (const number of numbers) {
    signal.throwIfAborted()
    const file = files[number]!
    const { table, format, isCompressed, sheet, mapping, source } = file
    jobs.push({
      number,
      part: 0,
      path: format === 'parquet' ? await unloadParquet(connection, file, workFolder, number) : file.path,
      file: file.file,
      table,
      format,
      isCompressed,
      sheet,
      segment: null,
      mapping,
      source,
      rowFolder: workFolder,
      bounds: [],
    })
  }
  const sizes = await Promise.all(jobs.map(async (job) => (await stat(job.path)).size))
  const bounds = await sampleBounds({ jobs, sizes, bucketRows })
  return { jobs: jobs.map((job) => ({ ...job, bounds })), sizes }
}

/** All jobs in order, the segments of a large file as they are found. */
async function* makeJobs(request: ReadRequest, digests: Map<number, string>): AsyncGenerator<FileJob> {
  const { files, threads } = request
  const byTable = Map.groupBy(files.keys(), (number) => files[number]!.table)
  for (const numbers of byTable.values()) {
    const { jobs, sizes } = await prepareTable(request, numbers)
    for (const [index, job] of jobs.entries()) {
      const segmentBytes = segmentSize(sizes[index]!, request)
      const isLarge = threads > 1 && sizes[index]! >= segmentBytes * 2
      if (job.format === 'parquet') digests.set(job.number, await digestFile(files[job.number]!.path))
      if (!isLarge || job.isCompressed || job.format === 'xlsx') {
        yield job
        continue
      }
      const survey = surveyFile(job.path, segmentBytes)
      let part = 0
      for await (const segment of survey.segments) {
        yield { ...job, part, segment }
        part += 1
      }
      if (job.format !== 'parquet') digests.set(job.number, survey.sha256())
    }
  }
}

function merge(
  results: readonly JobResult[],
  file: DeliveredFile,
  number: number,
  digest: string | undefined,
): ReadFile {
  const [first] = results
  const reasons: Record<string, number> = {}
  const rowFiles: StagedFile[] = []
  const rejectFiles: StagedFile[] = []
  let linesBefore = 0
  for (const result of results) {
    for (const [reason, rows] of Object.entries(result.reasons))
      reasons[reason] = (reasons[reason] ?? 0) + rows
    rowFiles.push(...result.rowFiles.map((each) => ({ ...each, file: number, linesBefore })))
    if (result.rejectFile !== null) rejectFiles.push({ ...result.rejectFile, file: number, linesBefore })
    // The rows of a .parquet carry their own numbers.
    if (file.format !== 'parquet') linesBefore += result.lines
  }
  const sum = (pick: (result: JobResult) => number): number =>
    results.reduce((total, result) => total + pick(result), 0)
  return {
    sha256: digest ?? first!.sha256,
    rowsRead: sum((each) => each.rowsRead),
    rowsRejected: sum((each) => each.rowsRejected),
    reasons,
    columns: first!.columns,
    unknownColumns: first!.unknownColumns,
    rowFiles,
    rejectFiles,
  }
}

/** A refused segment counts lines from its own start: the file is read once more as a whole to say the right one. */
async function explainRefusal(error: unknown, request: ReadRequest, options: PoolOptions): Promise<never> {
  if (!(error instanceof SegmentRefused)) throw error
  const rowFolder = path.join(request.workFolder, 'again')
  await mkdir(rowFolder)
  async function* whole({ job }: SegmentRefused): AsyncGenerator<FileJob> {
    yield { ...job, part: 0, segment: null, rowFolder }
  }
  await readFiles(whole(error), options)
  throw error.refusal
}

/** Reads all files; their rows lie in the work folder afterwards. */
export async function readDeliveredFiles(request: ReadRequest): Promise<ReadFile[]> {
  const { files, signal, threads, onProgress } = request
  const digests = new Map<number, string>()
  const results: JobResult[][] = files.map(() => [])
  const read: number[][] = files.map(() => [])
  const total = files.reduce((sum, file) => sum + file.bytes, 0)
  const tell = (job: FileJob, bytes: number): void => {
    read[job.number]![job.part] = bytes
    const done = files.map((file, number) =>
      Math.min(
        file.bytes,
        read[number]!.reduce((left, right) => left + right, 0),
      ),
    )
    onProgress({
      stage: 'read',
      subject: job.file,
      done: done.reduce((left, right) => left + right, 0),
      total,
    })
  }
  const options: PoolOptions = {
    threads,
    signal,
    onProgress: tell,
    onDone: (job, result) => {
      results[job.number]![job.part] = result
    },
  }
  try {
    await readFiles(makeJobs(request, digests), options)
  } catch (error) {
    signal.throwIfAborted()
    await explainRefusal(error, request, options)
  }
  return files.map((file, number) => merge(results[number]!, file, number, digests.get(number)))
}
