import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bilingual } from '#base/bilingual.ts'
import type { OnProgress } from '#base/progress.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { type DeliveredFile, type Delivery, listDelivery } from '#intake/delivery/list-delivery.ts'
import { type BaseSnapshot, partRows } from '#intake/extending/base-snapshot.ts'
import { type Extended, type ExtendedTable, extendSnapshot } from '#intake/extending/extend-snapshot.ts'
import { readCoverage } from '#intake/storing/coverage.ts'
import { findRemarks, type StoredTable } from '#intake/storing/quality.ts'
import type { DroppedRows } from '#intake/storing/resolve-keys.ts'
import { loadRejects } from '#intake/storing/staging.ts'
import { type Stored, storeTables } from '#intake/storing/store-tables.ts'
import { warnOfColumns, warnOfRejects, warnOfReplaced } from '#intake/storing/warnings.ts'
import { bucketRowsWanted, lanesFor } from '#intake/storing/write-parts.ts'
import { writeRejects } from '#intake/storing/write-rejects.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import { type DuckDatabase, defaultMemoryLimitMegabytes, interruptOn, openDuck } from '#platform/duckdb.ts'
import {
  changesFile,
  Manifest,
  type ManifestInput,
  type ManifestTable,
  manifestFile,
  rejectsFile,
} from '#standard/manifest.ts'
import { getTable, standardVersion, type TableName, tables } from '#standard/tables.ts'
import { type ReadFile, readDeliveredFiles } from './read-files.ts'
import { segmentBytesMin } from './survey-file.ts'

export interface BuildOptions {
  /** Folders or .zip files, loaded together in this order. */
  readonly deliveries: readonly string[]
  /** An existing empty folder to fill. */
  readonly directory: string
  /** The snapshot of earlier deliveries that these are added to. */
  readonly base?: BaseSnapshot | undefined
  readonly programVersion: string
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
  readonly threads?: number | undefined
  readonly memoryLimitMegabytes?: number | undefined
  /** Where large files are cut; only tests have a reason to set it. */
  readonly limits?: { readonly bucketRows: number; readonly segmentBytes: number } | undefined
}

/** What every step needs. */
interface Building {
  readonly database: DuckDatabase
  readonly connection: DuckDBConnection
  readonly options: BuildOptions
  readonly limits: { readonly bucketRows: number; readonly segmentBytes: number }
  readonly signal: AbortSignal
  readonly workFolder: string
  /** Where the parts of these deliveries go: the result, or, with a base, a place to merge them from. */
  readonly partsFolder: string
  /** In the order of tables.json, then of deliveries and names; a file's number is its place here. */
  readonly files: readonly DeliveredFile[]
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

function inputOf(
  delivery: number,
  file: DeliveredFile,
  read: ReadFile,
  lost: DroppedRows | undefined,
): ManifestInput {
  const [repeated, conflicting] = [lost?.repeated ?? 0, lost?.conflicting ?? 0]
  const accepted = read.rowFiles.reduce((sum, each) => sum + each.rows, 0)
  const [loaded, rejected] = [accepted - repeated - conflicting, read.rowsRejected + conflicting]
  assert(
    read.rowsRead === loaded + rejected + repeated,
    `${file.file}: ${read.rowsRead} rows read, ${loaded} loaded, ${rejected} rejected, ${repeated} repeated`,
  )
  return {
    delivery,
    file: file.inputName,
    table: file.table,
    sha256: read.sha256,
    rows_read: read.rowsRead,
    rows_loaded: loaded,
    rows_rejected: rejected,
    rows_repeated: repeated,
    reasons: conflicting === 0 ? { ...read.reasons } : { ...read.reasons, key_conflict: conflicting },
    columns: [...read.columns],
    unknown_columns: [...read.unknownColumns],
  }
}

/** Every table as SQL selects it, and what the manifest says of it. */
interface Finished extends StoredTable {
  readonly manifest: ManifestTable
}

async function finishTable(building: Building, extended: ExtendedTable): Promise<Finished> {
  const { connection, options } = building
  const { directory } = options
  const found = 'unchanged' in extended ? extended.unchanged : extended.rows
  const table = getTable(found.name as TableName)
  const rows = partRows({ directory, parts: found.parts })
  if ('unchanged' in extended) return { table, rows, manifest: extended.unchanged }
  return { table, rows, manifest: { ...extended.rows, ...(await readCoverage(connection, table, rows)) } }
}

async function putOnBase(building: Building, stored: readonly Stored[]): Promise<Extended> {
  const { options, limits, partsFolder } = building
  const later = stored.map((each) => each.manifest)
  const { base, directory } = options
  if (base === undefined) return { tables: later.map((rows) => ({ rows })), rowsReplaced: 0 }
  return extendSnapshot({ ...building, ...limits, base, later, laterDirectory: partsFolder, directory })
}

/** What was said of files of earlier deliveries, but for those whose table was replaced. */
function earlierWarnings(base: BaseSnapshot | undefined, later: readonly ManifestInput[]): Bilingual[] {
  if (base === undefined) return []
  const { inputs, warnings, base: before } = base.manifest
  const isReplaced = ({ table }: ManifestInput): boolean =>
    getTable(table as TableName).is_state === true && later.some((each) => each.table === table)
  const gone = inputs.filter(isReplaced)
  const stale = [
    ...warnOfRejects(gone),
    ...warnOfColumns(gone),
    ...warnOfReplaced(before?.rows_replaced ?? 0),
  ]
  return warnings.filter((warning) => !stale.some((each) => each.en === warning.en))
}

function inputsOf(building: Building, read: readonly ReadFile[], stored: readonly Stored[]): ManifestInput[] {
  const { files, options } = building
  const dropped = stored.flatMap((each) => each.dropped)
  const delivery = 1 + Math.max(0, ...(options.base?.manifest.inputs ?? []).map((each) => each.delivery))
  return files.map((file, number) =>
    inputOf(
      delivery,
      file,
      read[number]!,
      dropped.find((each) => each.file === number),
    ),
  )
}

async function build(building: Building, warnings: readonly Bilingual[]): Promise<Manifest> {
  const { connection, options, files, signal, limits } = building
  const { base, directory } = options
  const onProgress: OnProgress = (progress) => options.onProgress?.(progress)
  const threads = options.threads ?? availableParallelism()
  const read = await readDeliveredFiles({ ...building, ...limits, threads, onProgress })
  signal.throwIfAborted()
  await loadRejects(
    connection,
    read.flatMap((each) => each.rejectFiles),
  )
  const stored = await storeTables({
    ...building,
    ...limits,
    read,
    directory: building.partsFolder,
    lanes: lanesFor(threads, options.memoryLimitMegabytes ?? defaultMemoryLimitMegabytes),
    onProgress,
  })
  signal.throwIfAborted()
  await writeRejects(
    connection,
    directory,
    files.map((file) => file.file),
    base === undefined ? undefined : path.join(base.directory, rejectsFile),
  )
  const extended = await putOnBase(building, stored)
  const finished: Finished[] = []
  for (const table of extended.tables) finished.push(await finishTable(building, table))
  const quality = await findRemarks(connection, finished)
  const inputs = inputsOf(building, read, stored)
  const { rowsReplaced } = extended
  const manifest = Manifest.parse({
    standard_version: standardVersion,
    program_version: options.programVersion,
    base: base === undefined ? null : { manifest_sha256: base.manifestSha256, rows_replaced: rowsReplaced },
    inputs: [...(base?.manifest.inputs ?? []), ...inputs],
    tables: finished.map((each) => each.manifest),
    quality,
    warnings: [
      ...warnOfRejects(inputs),
      ...warnOfReplaced(rowsReplaced),
      ...warnings,
      ...warnOfColumns(inputs),
      ...earlierWarnings(base, inputs),
    ],
  })
  const file = path.join(directory, manifestFile)
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

async function buildIn(workFolder: string, options: BuildOptions, signal: AbortSignal): Promise<Manifest> {
  const delivery = await listDeliveries(options, workFolder)
  const database = await openDuck({
    file: path.join(workFolder, 'staging.duckdb'),
    keepsOrder: true,
    temporaryDirectory: path.join(workFolder, 'spill'),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.memoryLimitMegabytes === undefined
      ? {}
      : { memoryLimitMegabytes: options.memoryLimitMegabytes }),
  })
  const { connection } = database
  const release = interruptOn(signal, connection)
  try {
    const limits = options.limits ?? { bucketRows: bucketRowsWanted, segmentBytes: segmentBytesMin }
    const { files, warnings } = delivery
    const partsFolder = options.base === undefined ? options.directory : path.join(workFolder, 'later')
    await mkdir(partsFolder, { recursive: true })
    return await build(
      { database, connection, options, limits, signal, workFolder, partsFolder, files },
      warnings,
    )
  } finally {
    release()
    database.close()
  }
}

async function removeResult(directory: string): Promise<void> {
  const isOurs = (name: string): boolean =>
    [manifestFile, rejectsFile, changesFile].includes(name) || /^[a-z_]+-\d{4}\.parquet$/.test(name)
  const names = (await readdir(directory)).filter(isOurs)
  await Promise.all(names.map((name) => rm(path.join(directory, name), { force: true })))
}

/** Fills `directory` with a snapshot of the deliveries, or throws and leaves it as empty as it was. */
export async function buildSnapshot(options: BuildOptions): Promise<Manifest> {
  const { directory } = options
  const workFolder = path.join(directory, '.intake')
  const signal = options.signal ?? new AbortController().signal
  signal.throwIfAborted()
  await mkdir(workFolder, { mode: 0o700 })
  try {
    return await buildIn(workFolder, options, signal)
  } catch (error) {
    await removeResult(directory)
    if (signal.aborted) throw signal.reason
    if (isNoSpace(error)) throw noSpace(directory)
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}
