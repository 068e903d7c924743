import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { syncFolder } from '#platform/sync-folder.ts'
import { writeDurably } from '../keys/write-durably.ts'
import { type Note, parseNote } from '../log/checkpoint.ts'

/**
 * Checkpoints outside the database. `latest.checkpoint` is always the newest; each size that was outside also has a
 * file of its own, `<Beijing day>/<epoch>-<size>.checkpoint`, that is never written again, so the folder may lie on a
 * store that allows no changes to what is there.
 */
export const checkpointSuffix = '.checkpoint'
const latestName = `latest${checkpointSuffix}`

export async function writeCheckpointFiles(folder: string, note: Note): Promise<void> {
  const { epoch, size, at } = note.checkpoint
  const dayFolder = path.join(folder, beijingDay(at))
  const name = `${String(epoch).padStart(4, '0')}-${String(size).padStart(12, '0')}${checkpointSuffix}`
  try {
    if (!existsSync(dayFolder)) {
      await mkdir(dayFolder, { recursive: true, mode: 0o700 })
      await syncFolder(folder)
    }
    if (!existsSync(path.join(dayFolder, name))) await writeDurably(path.join(dayFolder, name), note.text)
    await writeDurably(path.join(folder, latestName), note.text)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

function beijingDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

function unwritable(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error
  return new Refusal('unavailable', {
    zh: `留痕检查点无法写入外部文件夹 ${folder}（${code}）；60 秒后高风险业务将被拒绝，请检查磁盘或共享。`,
    en: `The trail's checkpoint cannot be written to the outside folder ${folder} (${code}); after 60 s high-risk actions are refused: check the disk or the share.`,
  })
}

/** Null where the folder has none yet; refuses a file that is no checkpoint, rather than writing over it. */
export async function findLatest(folder: string): Promise<Note | null> {
  const file = path.join(folder, latestName)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unwritable(folder, error)
  })
  if (text === null) return null
  const note = parseNote(text)
  if (note !== null) return note
  throw new Refusal('unavailable', {
    zh: `${file} 不是留痕检查点；请查明是谁改动了它，移走后系统会重新写入。`,
    en: `${file} is no checkpoint of a trail; find out who changed it and move it away, then it is written anew.`,
  })
}

/** Every file of a folder of checkpoints, those of its days included, by path. */
export async function listCheckpointFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names
    .filter((name) => name.endsWith(checkpointSuffix))
    .map((name) => path.join(folder, name))
    .sort()
}

export interface UsedFolders {
  /** Those with checkpoints. */
  readonly folders: readonly string[]
  /** Those that are not there, or have nothing in them: where the server has not run yet. */
  readonly unused: readonly string[]
}

export async function findUsedFolders(configured: readonly string[]): Promise<UsedFolders> {
  const [folders, unused]: [string[], string[]] = [[], []]
  for (const folder of configured) {
    const files = await listCheckpointFiles(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    if (files.length > 0) folders.push(folder)
    else unused.push(folder)
  }
  return { folders, unused }
}

/**
 * How old the newest checkpoint outside is, in the folder where it is oldest; null where one folder has none. Reads
 * the files: any process may have written them.
 */
export async function findOutsideCheckpointAgeMs(
  folders: readonly string[],
  now: Date,
): Promise<number | null> {
  const notes = await Promise.all(folders.map((folder) => findLatest(folder).catch(() => null)))
  if (notes.length === 0 || notes.some((note) => note === null)) return null
  return Math.max(...notes.map((note) => now.getTime() - note!.checkpoint.at.getTime()))
}
