import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDuck, selectRows, sqlText } from '#platform/duckdb.ts'
import { type Manifest, type ManifestInput, rejectsFile } from '#standard/manifest.ts'
import type { TableName } from '#standard/tables.ts'
import { type BuildOptions, buildSnapshot } from './build-snapshot.ts'

/** For tests: a delivery made of texts and bytes, loaded for real, and read back from the Parquet files. */
export type Files = Readonly<Record<string, string | Uint8Array>>

export interface Loaded {
  readonly directory: string
  readonly manifest: Manifest
  /** `file,line,column,value,reason` without the header, as text lines. */
  readonly rejects: readonly string[]
  readonly rejectsText: string
  readonly names: readonly string[]
  input(file: string): ManifestInput
  /** SQL over the table's Parquet files, called by the table's name; dates and timestamps as text. */
  select(table: TableName, columns: string, order?: string): Promise<Record<string, unknown>[]>
  remove(): void
}

const folders: string[] = []

export function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-intake-'))
  folders.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export function writeDelivery(files: Files): string {
  const folder = makeFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
  return folder
}

export type LoadOptions = Partial<Omit<BuildOptions, 'deliveries' | 'directory'>>

export async function loadFolders(deliveries: readonly string[], options: LoadOptions = {}): Promise<Loaded> {
  const directory = path.join(makeFolder(), 'snapshot')
  mkdirSync(directory)
  const manifest = await buildSnapshot({
    programVersion: 'test',
    threads: 2,
    ...options,
    deliveries,
    directory,
  })
  const rejectsText = readFileSync(path.join(directory, rejectsFile), 'utf8')
  return {
    directory,
    manifest,
    rejectsText,
    rejects: rejectsText
      .replace(/^\uFEFF/, '')
      .split('\r\n')
      .slice(1, -1),
    names: readdirSync(directory).sort(),
    input: (file) => manifest.inputs.find((each) => each.file === file)!,
    select: async (table, columns, order = '1') => {
      const parts = manifest.tables.find((each) => each.name === table)!.parts
      const paths = parts.map((part) => sqlText(path.join(directory, part.file)))
      const database = await openDuck({ threads: 1 })
      try {
        const sql = `select ${columns} from read_parquet([${paths.join(', ')}]) as ${table} order by ${order}`
        return await selectRows(database.connection, sql)
      } finally {
        database.close()
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Every load checks what must hold for all: nothing lost, nothing left over. */
export async function load(files: Files, options: LoadOptions = {}): Promise<Loaded> {
  return loadFolders([writeDelivery(files)], options)
}

export function isBalanced(input: ManifestInput): boolean {
  return input.rows_read === input.rows_loaded + input.rows_rejected + input.rows_repeated
}

/** Payment lines for tests: one header, and lines that differ in what a test replaces. */
export const paymentHeader =
  'payment_id,batch_id,person_id,entitlement_id,scheme,benefit,pay_month,period_from,period_to,kind,amount,account_number,holder_name,status,resend_of'

export function paymentLine(id: string, rest = ''): string {
  return `${id},B1,P1,E1,110,OLD_AGE,2024-03,2024-03,2024-03,REGULAR,310.50,6217,张三,PAID,${rest}`
}

export function payments(...lines: readonly string[]): string {
  return [paymentHeader, ...lines, ''].join('\n')
}
