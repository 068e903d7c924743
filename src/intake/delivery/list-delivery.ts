import { createWriteStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { type FileMapping, noMapping } from '#intake/reading/column-plan.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { isSystemEntry, listZip } from '#platform/zip-reader.ts'
import { findTable, type TableName } from '#standard/tables.ts'
import { compareNames, isUnreadableFormat, recogniseFormat, recogniseTable } from './delivered-name.ts'
import { checkSignature } from './file-signature.ts'
import { emptyMapping, type Mapping, mappingNames, parseMapping } from './mapping.ts'

/** A file (or a sheet of a workbook) that belongs to a table of the standard. */
export interface DeliveredFile {
  /** Where its bytes lie: in the delivery, or unpacked from a .zip. */
  readonly path: string
  /** Without folder, with the source where the delivery names one: rejects.csv and sentences call it so. */
  readonly file: string
  /** The manifest's name for it, with the .zip it was in. */
  readonly inputName: string
  readonly table: TableName
  readonly format: 'csv' | 'xlsx' | 'parquet'
  readonly isCompressed: boolean
  readonly sheet: string
  readonly mapping: FileMapping
  readonly source: string
  readonly bytes: number
}

export interface Delivery {
  readonly files: readonly DeliveredFile[]
  readonly warnings: readonly Bilingual[]
  /** Names of files that no table claims. */
  readonly unclaimed: readonly string[]
}

/** A file of a delivery before anybody knows what it is. */
export interface Entry {
  readonly name: string
  /** Makes the bytes available as a file and returns its path. */
  fetch(): Promise<string>
}

function missing(delivery: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `找不到文件夹或 .zip 文件 ${delivery}，请检查路径。`,
    en: `There is no folder or .zip file ${delivery}; check the path.`,
  })
}

async function listFolder(folder: string): Promise<Entry[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('unreadable_input', {
      zh: `文件夹 ${folder} 无法读取（${error.code}），请检查权限。`,
      en: `The folder ${folder} cannot be read (${error.code}); check its permissions.`,
    })
  })
  const entries: Entry[] = []
  for (const name of names) {
    const file = path.join(folder, name)
    // A link that leads nowhere is no file either.
    const found = await stat(file).catch(() => undefined)
    if (isSystemEntry(name) || found?.isFile() !== true) continue
    entries.push({ name, fetch: () => Promise.resolve(file) })
  }
  return entries
}

async function listArchive(
  file: string,
  folder: string,
  label: string,
  signal: AbortSignal | undefined,
): Promise<Entry[]> {
  const entries = await listZip(file)
  return entries
    .filter((entry) => !isSystemEntry(entry.name))
    .sort((left, right) => compareNames(left.name, right.name))
    .map((entry, index) => {
      const name = path.posix.basename(entry.name)
      const target = path.join(folder, `${label}-${index}.unpacked`)
      let fetched: Promise<string> | undefined
      const unpack = async (): Promise<string> => {
        const sink = createWriteStream(target, { mode: 0o600 })
        await pipeline(await entry.open(), sink, signal === undefined ? {} : { signal })
        return target
      }
      return {
        name,
        fetch: () => {
          fetched ??= unpack()
          return fetched
        },
      }
    })
}

async function readMapping(entries: readonly Entry[]): Promise<Mapping> {
  const entry = entries.find((each) => mappingNames.has(each.name))
  if (entry === undefined) return emptyMapping
  return parseMapping(await readFile(await entry.fetch(), 'utf8'), recogniseTable)
}

/** Which sheets of a workbook are read, each with its table. */
async function listSheets(
  file: string,
  table: TableName | undefined,
): Promise<(readonly [string, TableName])[]> {
  const workbook = await openXlsx(file)
  try {
    const named = workbook.sheets.flatMap(({ name }) => {
      const found = recogniseTable(name)
      return found === undefined ? [] : [[name, found] as const]
    })
    const [first] = workbook.sheets
    if (named.length > 0 || table === undefined || first === undefined) return named
    return [[first.name, table] as const]
  } finally {
    await workbook.close()
  }
}

const leftOut = (name: string): Bilingual => ({
  zh: `文件 ${name} 的名称不是标准中的任何表，未读取；如需读取，请改名或在 mapping.yaml 中指定（fangxian map 可生成草稿）。`,
  en: `File ${name} is named like no table of the standard and was left out; rename it or map it (fangxian map drafts a mapping).`,
})

const notThere = (name: string): Bilingual => ({
  zh: `mapping.yaml 中的文件 ${name} 不在交付文件夹中。`,
  en: `File ${name} of mapping.yaml is not in the delivery.`,
})

function refuseFormat(name: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `文件 ${name} 的格式无法读取；请导出为 .csv、.xlsx 或 .parquet 后重试，或把它移出文件夹。`,
    en: `File ${name} has a format that cannot be read; export it as .csv, .xlsx or .parquet, or take it out of the folder.`,
  })
}

interface Claim {
  readonly entry: Entry
  readonly mapping: Mapping
  readonly archive: string
}

async function claimFile({ entry, mapping, archive }: Claim): Promise<DeliveredFile[]> {
  const { name } = entry
  const entryMapping = Object.hasOwn(mapping.files, name) ? mapping.files[name]! : undefined
  const table = (findTable(entryMapping?.table ?? '')?.name as TableName | undefined) ?? recogniseTable(name)
  const format = recogniseFormat(name)
  if (format === undefined) {
    if (table !== undefined && isUnreadableFormat(name)) throw refuseFormat(name)
    return []
  }
  if (table === undefined && format.format !== 'xlsx') return []
  const file = await entry.fetch()
  const prefix = mapping.source === '' ? '' : `${mapping.source}:`
  const { size } = await stat(file)
  const common = {
    path: file,
    file: prefix + name,
    inputName: `${prefix}${archive === '' ? '' : `${archive}/`}${name}`,
    ...format,
    mapping:
      entryMapping === undefined ? noMapping : { columns: entryMapping.columns, values: entryMapping.values },
    source: mapping.source,
    bytes: size,
  }
  await checkSignature(file, name, format)
  if (format.format !== 'xlsx') return [{ ...common, table: table!, sheet: '' }]
  // A workbook that no table claims and that cannot be read is somebody's notes.
  const sheets = await listSheets(file, table).catch((error: unknown) => {
    if (table === undefined && error instanceof Refusal) return []
    throw error
  })
  return sheets.map(([sheet, sheetTable]) => ({ ...common, sheet, table: sheetTable }))
}

/** The files of a delivery by name, whatever they are; members of a .zip are unpacked when they are fetched. */
export async function listFiles(delivery: string, folder: string, label: string): Promise<Entry[]> {
  const { entries } = await listEntries(delivery, folder, label, undefined)
  const files = entries.filter((each) => !mappingNames.has(each.name))
  return files.sort((left, right) => compareNames(left.name, right.name))
}

async function listEntries(
  delivery: string,
  folder: string,
  label: string,
  signal: AbortSignal | undefined,
): Promise<{ entries: Entry[]; archive: string }> {
  const found = await stat(delivery).catch(() => undefined)
  if (found === undefined) throw missing(delivery)
  if (found.isDirectory()) return { entries: await listFolder(delivery), archive: '' }
  if (!/\.zip$/i.test(delivery)) {
    throw new Refusal('unreadable_input', {
      zh: `${delivery} 不是文件夹，也不是 .zip 文件；请把交付文件放在一个文件夹中。`,
      en: `${delivery} is neither a folder nor a .zip file; put the delivered files into a folder.`,
    })
  }
  return { entries: await listArchive(delivery, folder, label, signal), archive: path.basename(delivery) }
}

/** Lists one delivery; members of a .zip that a table claims are unpacked into `folder` under names with `label`. */
export async function listDelivery(
  delivery: string,
  folder: string,
  label: string,
  signal?: AbortSignal,
): Promise<Delivery> {
  const { entries, archive } = await listEntries(delivery, folder, label, signal)
  const mapping = await readMapping(entries)
  const files: DeliveredFile[] = []
  const unclaimed: string[] = []
  const names = entries.filter((each) => !mappingNames.has(each.name))
  for (const entry of names.sort((left, right) => compareNames(left.name, right.name))) {
    signal?.throwIfAborted()
    const claimed = await claimFile({ entry, mapping, archive })
    files.push(...claimed)
    if (claimed.length === 0) unclaimed.push(entry.name)
  }
  const absent = Object.keys(mapping.files).filter((name) => !names.some((each) => each.name === name))
  return { files, warnings: [...unclaimed.map(leftOut), ...absent.map(notThere)], unclaimed }
}
