import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Database } from '#platform/postgres/database.ts'
import { exportTrail } from '#trail/export/export-trail.ts'

export interface ExportedTrail {
  readonly file: string
  readonly size: number
  readonly written: number
  /** Removes the file and everything beside it. */
  readonly discard: () => Promise<void>
}

/** The export of `trail export` in one .zip: what is unpacked is what `fangxian trail verify` reads. */
export async function exportTrailZip(db: Database, entryIds: readonly string[]): Promise<ExportedTrail> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-trail-'))
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const directory = path.join(folder, 'trail')
    const { size, written } = await exportTrail({ db, directory, entryIds })
    const zip = new ZipFile()
    const file = path.join(folder, 'trail.zip')
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const found = path.join(entry.parentPath, entry.name)
      zip.addFile(found, path.relative(folder, found).split(path.sep).join('/'), { mode: 0o100600 })
    }
    zip.end()
    await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }))
    return { file, size, written, discard }
  } catch (error) {
    await discard()
    throw error
  }
}
