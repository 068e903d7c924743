import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '#platform/sync-folder.ts'

/**
 * The file is there, whole and on the disk, when this returns; before, the old one is. Owner only. Two writers at once
 * need different `suffix`es.
 */
export async function writeDurably(file: string, text: string, suffix = 'new'): Promise<void> {
  const unfinished = `${file}.${suffix}`
  try {
    const handle = await open(unfinished, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await syncFolder(path.dirname(file))
}
