import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bilingual } from '#base/bilingual.ts'
import type { OnProgress } from '#base/progress.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { FileJob, FileResult } from '#intake/reading/file-job.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import { openDuck, runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { Manifest, type ManifestInput, type ManifestTable, manifestFile } from '#standard/manifest.ts'
import type { Table } from '#standard/table.ts'
import { standardVersion, tables } from '#standard/tables.ts'
import { readCoverage } from './coverage.ts'
import { type DeliveredFile, type Delivery, listDelivery } from './delivery.ts'
import { findRemarks, type StoredTable } from './quality.ts'
import { readFiles } from './reader-pool.ts'
import { type DroppedRows, droppedName, resolveKeys } from './resolve-keys.ts'
import { createRejectStage, createStage, loadRejects, loadRows, stageName } from './staging.ts'
import { unloadParquet } from './unload-parquet.ts'
import { warnOfColumns, warnOfRejects } from './warnings.ts'
import { bucketRowsMax, writeParts } from './write-parts.ts'
import { writeRejects } from './write-rejects.ts'

export interface BuildOptions {
  /** Folders or .zip files, loaded together in this order. */
  readonly deliveries: readonly string[]
  /** An existing empty folder to fill. */
  readonly directory: string
  readonly programVersion: string
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
  readonly threads?: number | undefined
  readonly memoryLimitMegabytes?: number | undefined
  /** Only for tests: rows a Parquet part has at most. */
  readonly bucketRows?: number | undefined
}

/** What every step needs. */
interface Building {
  readonly connection: DuckDBConnection
  readonly options: BuildOptions
  readonly signal: AbortSignal
  readonly workFolder: string
  /** In the order of tables.json, then of deliveries and names; a file's number is its place here. */
  readonly files: readonly DeliveredFile[]
  readonly results: (FileResult | undefined)[]
  readonly dropped: DroppedRows[]
}

async function listDeliveries(options: BuildOptions, workFolder: string): Promise<Delivery> {
  const found: Delivery[] = []
  for (const [index, delivery] of options.deliveries.entries()) {
    found.push(await listDelivery(delivery, workFolder, String(index), options.signal))
  }
  const files = found.flatMap((each) => each.files)
  if (files.length === 0) {
    const names = options.deliveries.join('、')
    const isEmpty = found.every((each) => each.unclaimed.length === 0)
    throw new Refusal('nothing_to_read', {
      zh: isEmpty
        ? `${names} 中没有可读取的文件；请放入以标准表命名的文件（如 payment.csv、参保人员.xlsx）。`
        : `${names} 中没有以标准表命名的文件；请改名（如 payment.csv、参保人员.xlsx），或用 fangxian map 生成 mapping.yaml。`,
      en: isEmpty
        ? `${names}: there is no file to read; put files named after tables of the standard there (payment.csv, 参保人员.xlsx).`
        : `${names}: no file is named after a table of the standard; rename them (payment.csv, 参保人员.xlsx) or draft a mapping.yaml with fangxian map.`,
    })
  }
  const order = new Map<string, number>(tables.map((table, index) => [table.name, index]))
  return {
    files: files.sort((left, right) => order.get(left.table)! - order.get(right.table)!),
    warnings: found.flatMap((each) => each.warnings),
    unclaimed: [],
  }
}

async function makeJobs({ connection, files, workFolder, signal }: Building): Promise<FileJob[]> {
  const jobs: FileJob[] = []
  for (const [number, file] of files.entries()) {
    signal.throwIfAborted()
    const isParquet = file.format === 'parquet'
    jobs.push({
      number,
      path: isParquet ? await unloadParquet(connection, file, workFolder, number) : file.path,
      deliveredPath: file.path,
      file: file.file,
      table: file.table,
      format: file.format,
      isCompressed: file.isCompressed,
      sheet: file.sheet,
      mapping: file.mapping,
      source: file.source,
      chunkFolder: workFolder,
    })
  }
  return jobs
}

function tablesOf(files: readonly DeliveredFile[]): Table[] {
  return tables.filter((table) => files.some((file) => file.table === table.name))
}

async function readAll(building: Building): Promise<void> {
  const { connection, files, options, signal, results } = building
  for (const table of tablesOf(files)) await createStage(connection, table)
  await createRejectStage(connection)
  const done = files.map(() => 0)
  const total = files.reduce((sum, file) => sum + file.bytes, 0)
  // One connection, one statement at a time: each uses all threads anyway.
  let loading: Promise<void> = Promise.resolve()
  const load = (step: () => Promise<void>): Promise<void> => {
    loading = loading.then(() => (signal.aborted ? undefined : step()))
    return loading
  }
  const tableOf = (job: FileJob): Table => tables.find((table) => table.name === job.table)!
  await readFiles(
    await makeJobs(building),
    {
      onRows: (job, chunk) => load(() => loadRows(connection, tableOf(job), chunk, job.number)),
      onRejects: (job, chunk) => load(() => loadRejects(connection, chunk, job.number)),
      onProgress: (job, bytes) => {
        done[job.number] = Math.min(bytes, files[job.number]!.bytes)
        const sum = done.reduce((left, right) => left + right, 0)
        options.onProgress?.({ stage: 'read', subject: job.file, done: sum, total })
      },
      onDone: (job, result) => {
        results[job.number] = result
        done[job.number] = files[job.number]!.bytes
      },
    },
    { threads: options.threads ?? availableParallelism(), signal },
  ).finally(() => loading.catch(() => undefined))
}

async function storeTable(
  building: Building,
  table: Table,
): Promise<StoredTable & { manifest: ManifestTable }> {
  const { connection, options, files, results } = building
  const stage = stageName(table)
  const dropped = await resolveKeys(connection, table)
  building.dropped.push(...dropped)
  const [counted] = await selectRows(connection, `select count(*) as rows from ${stage}`)
  const staged = Number(counted!.rows)
  const parts = await writeParts(
    {
      connection,
      table,
      directory: options.directory,
      hasDropped: dropped.length > 0,
      bucketRows: options.bucketRows ?? bucketRowsMax,
    },
    staged,
  )
  await runSql(connection, `drop table ${stage}; drop table if exists ${droppedName(table)}`)
  const paths = parts.map((part) => sqlText(path.join(options.directory, part.file)))
  const rows = `read_parquet([${paths.join(', ')}])`
  const numbers = files.flatMap((file, number) => (file.table === table.name ? [number] : []))
  const conflicts = dropped.reduce((sum, each) => sum + each.conflicting, 0)
  const lost = dropped.reduce((sum, each) => sum + each.conflicting + each.repeated, 0)
  const stored = parts.reduce((sum, part) => sum + part.rows, 0)
  assert(stored === staged - lost, `${table.name}: ${stored} rows stored of ${staged} with ${lost} dropped`)
  const delivered = new Set(numbers.flatMap((number) => [...results[number]!.columns]))
  const manifest: ManifestTable = {
    name: table.name,
    rows: stored,
    rows_rejected: numbers.reduce((sum, number) => sum + results[number]!.rowsRejected, conflicts),
    columns: table.columns.map((column) => column.name).filter((name) => delivered.has(name)),
    parts,
    ...(await readCoverage(connection, table, rows)),
  }
  return { table, rows, manifest }
}

function inputOf({ files, results, dropped }: Building, number: number, loaded: number): ManifestInput {
  const [file, result] = [files[number]!, results[number]!]
  const lost = dropped.find((each) => each.file === number)
  const rejected = result.rowsRejected + (lost?.conflicting ?? 0)
  const repeated = lost?.repeated ?? 0
  const reasons = { ...result.reasons } as Record<string, number>
  if (lost !== undefined && lost.conflicting > 0) reasons.key_conflict = lost.conflicting
  const rowsLoaded = loaded - repeated - (lost?.conflicting ?? 0)
  assert(
    result.rowsRead === rowsLoaded + rejected + repeated,
    `${file.file}: ${result.rowsRead} rows read, ${rowsLoaded} loaded, ${rejected} rejected, ${repeated} repeated`,
  )
  return {
    file: file.inputName,
    table: file.table,
    sha256: result.sha256,
    rows_read: result.rowsRead,
    rows_loaded: rowsLoaded,
    rows_rejected: rejected,
    rows_repeated: repeated,
    reasons,
    columns: [...result.columns],
    unknown_columns: [...result.unknownColumns],
  }
}

/** How many rows of each file arrived in the database: counted there, so that the accounting checks the loading. */
async function countStaged({ connection, files }: Building): Promise<number[]> {
  const counts = files.map(() => 0)
  for (const table of tablesOf(files)) {
    const rows = await selectRows(
      connection,
      `select place // ${2 ** 40} as file, count(*) as rows from ${stageName(table)} group by 1`,
    )
    for (const row of rows) counts[Number(row.file)] = Number(row.rows)
  }
  return counts
}

async function build(building: Building, warnings: readonly Bilingual[]): Promise<Manifest> {
  const { connection, options, files, signal } = building
  await readAll(building)
  const staged = await countStaged(building)
  const wanted = tablesOf(files)
  const stored: (StoredTable & { manifest: ManifestTable })[] = []
  for (const [index, table] of wanted.entries()) {
    signal.throwIfAborted()
    options.onProgress?.({ stage: 'store', subject: table.name, done: index, total: wanted.length })
    stored.push(await storeTable(building, table))
  }
  signal.throwIfAborted()
  await writeRejects(
    connection,
    options.directory,
    files.map((file) => file.file),
  )
  const quality = await findRemarks(connection, stored)
  options.onProgress?.({ stage: 'store', subject: '', done: wanted.length, total: wanted.length })
  const inputs = files.map((_, number) => inputOf(building, number, staged[number]!))
  const manifest = Manifest.parse({
    standard_version: standardVersion,
    program_version: options.programVersion,
    inputs,
    tables: stored.map((each) => each.manifest),
    quality,
    warnings: [...warnOfRejects(inputs), ...warnings, ...warnOfColumns(inputs)],
  })
  const file = path.join(options.directory, manifestFile)
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
  return manifest
}

/** Fills `directory` with a snapshot of the deliveries, or throws and leaves it empty but for what was there. */
export async function buildSnapshot(options: BuildOptions): Promise<Manifest> {
  const workFolder = path.join(options.directory, '.intake')
  const signal = options.signal ?? new AbortController().signal
  signal.throwIfAborted()
  await mkdir(workFolder, { mode: 0o700 })
  try {
    const delivery = await listDeliveries(options, workFolder)
    const database = await openDuck({
      file: path.join(workFolder, 'staging.duckdb'),
      temporaryDirectory: path.join(workFolder, 'spill'),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.memoryLimitMegabytes === undefined
        ? {}
        : { memoryLimitMegabytes: options.memoryLimitMegabytes }),
    })
    const interrupt = (): void => database.connection.interrupt()
    signal.addEventListener('abort', interrupt)
    try {
      return await build(
        {
          connection: database.connection,
          options,
          signal,
          workFolder,
          files: delivery.files,
          results: [],
          dropped: [],
        },
        delivery.warnings,
      )
    } finally {
      signal.removeEventListener('abort', interrupt)
      database.close()
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (isNoSpace(error)) throw noSpace(options.directory)
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}
