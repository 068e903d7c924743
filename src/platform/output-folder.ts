import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { isNoSpace, noSpace } from './disk-space.ts'

/**
 * A result is written beside its place and moved in when it is whole: whoever looks into the folder sees the result
 * of before or the new one, never half of one.
 */
export interface StagedOutput {
  /** A new, empty folder on the disk where the result will be: what lies in it is moved in by publish(). */
  readonly resultDirectory: string
  /** The same for what nobody keeps: databases, spill. */
  readonly workDirectory: string
  publish(options: PublishOptions): Promise<void>
  /** Removes everything that was made and not published, new folders included. Harmless after publishing. */
  discard(): Promise<void>
}

export interface PublishOptions {
  readonly directory: string
  /** The file whose presence says that the result is whole: it is moved in last. */
  readonly last: string
  /** Names in the folder that belong to a result: those of an earlier one are taken away. */
  readonly isOwned: (name: string) => boolean
}

/** Owner only: results name people. */
const folderMode = 0o700

function unwritable(directory: string, error: unknown): unknown {
  if (isNoSpace(error)) return noSpace(directory)
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error
  return new Refusal('unwritable_output', {
    zh: `输出文件夹 ${directory} 无法写入（${code}）；请用 --out 指定一个可写的文件夹。`,
    en: `The output folder ${directory} cannot be written (${code}); name a writable one with --out.`,
  })
}

interface Places extends PublishOptions {
  readonly from: string
  /** Where an earlier result waits until the new one is in its place. */
  readonly replaced: string
}

async function moveIn({ from, replaced, directory, last, isOwned }: Places): Promise<void> {
  const present = new Set(await readdir(directory))
  const fresh = await readdir(from)
  const stale = [...present].filter((name) => name !== last && (fresh.includes(name) || isOwned(name)))
  const undo: (() => Promise<void>)[] = []
  const move = async (source: string, target: string, name: string): Promise<void> => {
    await rename(path.join(source, name), path.join(target, name))
    undo.unshift(() => rename(path.join(target, name), path.join(source, name)))
  }
  try {
    // The file that says "whole" goes first and comes last: in between the folder does not claim to be a result.
    for (const name of present.has(last) ? [last, ...stale] : stale) await move(directory, replaced, name)
    for (const name of [...fresh.filter((each) => each !== last), last]) await move(from, directory, name)
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

/**
 * Makes the folder and those above it, one by one, and gives the topmost that was made. (Node's own recursive mkdir
 * never returns where a file system says ENOENT for a folder whose parent exists, as /proc does.)
 */
async function makeFolders(directory: string): Promise<string | undefined> {
  const missing: string[] = []
  for (let folder = path.resolve(directory); !(await isThere(folder)); folder = path.dirname(folder)) {
    missing.unshift(folder)
  }
  for (const folder of missing) {
    await mkdir(folder, { mode: folderMode }).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was quicker.
      if (error.code !== 'EEXIST') throw error
    })
  }
  return missing[0]
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

/** Makes sure, before any work, that `parent` can be written; it is made if it is not there. */
export async function stageOutput(parent: string): Promise<StagedOutput> {
  let made: string | undefined
  const discard = async (directory: string): Promise<void> => {
    await rm(directory, { recursive: true, force: true })
    // Only if it is empty: somebody may have put something into the new folder meanwhile.
    if (made !== undefined) await removeEmptyFolders(parent, made)
  }
  try {
    made = await makeFolders(parent)
    const partial = await mkdtemp(path.join(parent, '.partial-'))
    const [resultDirectory, workDirectory, replaced] = ['result', 'work', 'replaced'].map((name) =>
      path.join(partial, name),
    ) as [string, string, string]
    for (const directory of [resultDirectory, workDirectory, replaced]) await mkdir(directory)
    const publish = async (options: PublishOptions): Promise<void> => {
      try {
        await makeFolders(options.directory)
        await moveIn({ ...options, from: resultDirectory, replaced })
      } catch (error) {
        throw unwritable(options.directory, error)
      }
    }
    return { resultDirectory, workDirectory, publish, discard: () => discard(partial) }
  } catch (error) {
    if (made !== undefined) await removeEmptyFolders(parent, made)
    throw unwritable(parent, error)
  }
}

/** Removes `from` and the folders above it up to `top`, as long as they are empty. */
async function removeEmptyFolders(from: string, top: string): Promise<void> {
  for (let folder = path.resolve(from); folder.startsWith(path.resolve(top)); folder = path.dirname(folder)) {
    try {
      await rmdir(folder)
    } catch {
      return
    }
  }
}
