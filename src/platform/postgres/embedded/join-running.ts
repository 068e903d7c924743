import { realpath } from 'node:fs/promises'
import { findHolder } from './folder-lock.ts'
import { answers, readStarted } from './running-server.ts'
import { type Login, readPassword, roleNames } from './secrets.ts'
import { socketUrl } from './socket-url.ts'

/**
 * Address of the embedded server that another process of ours has running, for a command beside it: a verification, a
 * backup. Null where nobody holds the data folder.
 */
export async function findRunningUrl(
  dataFolder: string,
  login: Exclude<Login, 'superuser'> = 'application',
): Promise<string | null> {
  const folder = await realpath(dataFolder).catch(() => null)
  if (folder === null || (await findHolder(folder)) === null) return null
  const started = await readStarted(folder)
  if (started === null || !(await answers(folder, started.socketFolder))) return null
  const password = await readPassword(folder, login)
  return socketUrl(started.socketFolder, { role: roleNames[login], password })
}
