import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '#platform/sync-folder.ts'
import { decryptContent, encryptContent, type MasterKey } from './content-cipher.ts'

/** Contents of attachments: encrypted files named by the SHA-256 of what is in them, so that equal ones are one. */
export interface ContentStore {
  /** On a disk that all servers share (platform.md 22). */
  readonly folder: string
  /** The first encrypts; all decrypt. */
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]]
}

export const sha256Pattern = /^[0-9a-f]{64}$/

export function contentPath(store: ContentStore, sha256: string): string {
  if (!sha256Pattern.test(sha256)) throw new Error('not a SHA-256')
  return path.join(store.folder, sha256.slice(0, 2), sha256)
}

/** Written beside its place, synced, moved in, and the folder synced: after this a power cut loses nothing. */
export async function writeContent(store: ContentStore, content: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const target = contentPath(store, sha256)
  const folder = path.dirname(target)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = `${target}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(encryptContent(content, store.masterKeys[0], randomBytes(16)))
      await file.sync()
    } finally {
      await file.close()
    }
    // Over an equal content too: its fresh time keeps the sweep of orphans away from it.
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
  await syncFolder(store.folder)
  return sha256
}

/** Decrypts and compares with its name: what is given out is what was attached, or nothing. */
export async function readContent(store: ContentStore, sha256: string): Promise<Buffer> {
  const content = decryptContent(await readFile(contentPath(store, sha256)), store.masterKeys)
  const found = createHash('sha256').update(content).digest('hex')
  if (found !== sha256) throw new Error(`attachment ${sha256} holds another content`)
  return content
}

export async function hasContent(store: ContentStore, sha256: string): Promise<boolean> {
  try {
    return (await stat(contentPath(store, sha256))).isFile()
  } catch {
    return false
  }
}

export async function removeContent(store: ContentStore, sha256: string): Promise<void> {
  await rm(contentPath(store, sha256), { force: true })
}
