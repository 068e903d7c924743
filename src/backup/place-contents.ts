import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '#platform/sync-folder.ts'
import { pathIn } from './database/read-contents.ts'
import type { UnpackedContent } from './parts/content-pack.ts'

/**
 * Puts stored files back where attachments look for them, each written beside its place, synced and moved in, before
 * the rows that name them are committed. Without those rows they are orphans, which the sweep removes.
 */
export async function placeContents(
  contents: AsyncIterable<UnpackedContent>,
  folder: string,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const folders = new Set<string>([folder])
  let placed = 0
  for await (const { sha256, stream } of contents) {
    const target = pathIn(folder, sha256)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    folders.add(path.dirname(target))
    const unfinished = `${target}.${randomBytes(6).toString('hex')}.part`
    try {
      const handle = await open(unfinished, 'wx', 0o600)
      try {
        await handle.writeFile(stream)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(unfinished, target)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    placed += 1
  }
  for (const each of folders) await syncFolder(each)
  return placed
}
