import { readdir, readlink } from 'node:fs/promises'

/**
 * Processes of a server whose postmaster was killed: they work in its data folder. A new server cannot start while one
 * of them lives, since they still use the old one's shared memory. None where there is no /proc.
 */
export async function findOrphans(cluster: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster ? pid : null)),
  )
  return found.filter((pid) => pid !== null)
}
