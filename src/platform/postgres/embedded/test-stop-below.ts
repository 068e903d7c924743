import { glob, rm } from 'node:fs/promises'
import path from 'node:path'
import { findLivingPostmaster, readPidFile, stopPostmaster } from './postmaster.ts'

/** Stops every server whose data folder lies somewhere below. */
export async function stopPostmastersBelow(folder: string): Promise<void> {
  const pidFiles = await Array.fromAsync(glob('**/postgres/postmaster.pid', { cwd: folder }))
  for (const file of pidFiles) {
    const living = await findLivingPostmaster(path.dirname(path.join(folder, file)))
    if (living !== null) await stopPostmaster(living.pid)
    const socketFolder =
      (living ?? (await readPidFile(path.dirname(path.join(folder, file)))))?.socketFolder ?? ''
    if (path.basename(socketFolder).startsWith('fangxian-'))
      await rm(socketFolder, { recursive: true, force: true })
  }
}
