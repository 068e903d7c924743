import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '#base/digest.ts'
import { packageRoot } from '../config.ts'

/** One file of migrations/: plain SQL, forward only, run in one transaction. */
export interface Migration {
  /** The file's name without .sql: `0010-trail`. */
  readonly name: string
  readonly number: number
  /**
   * The release of the schema it belongs to. A file that begins with `-- release 2` opens release 2, and the files
   * after it belong to it, too. A process works with a schema at most one release newer (platform.md 22).
   */
  readonly release: number
  readonly sql: string
  /** SHA-256 of the text with LF line ends: a checkout on Windows has the same. */
  readonly digest: string
}

export const migrationsFolder = path.join(packageRoot, 'migrations')

const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/
const releaseLine = /^-- release (\d+)\n/

export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  let release = 1
  for (const file of files) {
    const [, number] = fileName.exec(file) ?? []
    if (number === undefined) throw new Error(`migrations/${file}: a migration is named NNNN-words.sql`)
    if (migrations.at(-1)?.number === Number(number))
      throw new Error(`migrations/${file}: its number is taken`)
    const sql = (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n')
    release = readRelease(sql, { file, release })
    const name = file.slice(0, -'.sql'.length)
    migrations.push({ name, number: Number(number), release, sql, digest: sha256(sql) })
  }
  return migrations
}

function readRelease(sql: string, before: { file: string; release: number }): number {
  const [, stated] = releaseLine.exec(sql) ?? []
  if (stated === undefined) return before.release
  const release = Number(stated)
  if (release === before.release || release === before.release + 1) return release
  throw new Error(`migrations/${before.file}: release ${release} cannot follow release ${before.release}`)
}

/** One digest of all: a template database is made once for each. */
export function digestOfMigrations(migrations: readonly Migration[]): string {
  return sha256(migrations.map(({ name, digest }) => `${name} ${digest}\n`).join(''))
}
