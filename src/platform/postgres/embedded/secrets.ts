import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '../../sync-folder.ts'

/**
 * Passwords of an embedded server, each in a file of its own, 0600: the serving process reads only the application's,
 * the child that migrates reads the others (platform.md 9).
 */
export type Login = 'application' | 'owner' | 'superuser'

export const roleNames = { application: 'fangxian_app', owner: 'fangxian_owner' } as const

function fileOf(dataFolder: string, login: Login): string {
  return path.join(dataFolder, 'secrets', `postgres-${login}`)
}

export async function readPassword(dataFolder: string, login: Login): Promise<string> {
  return (await readFile(fileOf(dataFolder, login), 'utf8')).trim()
}

/** Draws the passwords that are not there yet. Written whole and synced before anything depends on them. */
export async function ensurePasswords(dataFolder: string): Promise<void> {
  const folder = path.join(dataFolder, 'secrets')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const login of ['application', 'owner', 'superuser'] as const) {
    const file = fileOf(dataFolder, login)
    if (await readPassword(dataFolder, login).catch(() => null)) continue
    const handle = await open(`${file}.new`, 'w', 0o600)
    try {
      await handle.writeFile(`${randomBytes(24).toString('base64url')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${file}.new`, file)
  }
  await syncFolder(folder)
}
