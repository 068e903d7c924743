import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'

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

/** A rename is on the disk only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs it not.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
