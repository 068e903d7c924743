import { createHash } from 'node:crypto'
import { cp, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { filesMax, refuseFileName } from './write-chunk.ts'

/**
 * A folder that other systems write deliveries into: `<folder>/<agency>/<delivery>`, a folder with files or one .zip. It
 * is taken when it is complete: a file named `_SUCCESS` or `.done` stands in it (beside it for a .zip: `x.zip.done`), or
 * nothing in it has changed for some minutes. What is still being written under a name that ends in .part, .tmp or
 * .partial, or begins with a dot, is not looked at, so that a writer may as well rename at the end.
 */
const markers: ReadonlySet<string> = new Set(['_SUCCESS', '.done'])
const unfinished = /^\.|\.(part|partial|tmp|filepart|crdownload)$/i
/** Where deliveries go that were taken, or cannot be. */
export const acceptedFolder = '_accepted'
export const refusedFolder = '_refused'

export interface WaitingFile {
  readonly name: string
  readonly path: string
  readonly bytes: bigint
}

/** One that is complete. */
export interface WaitingDelivery {
  readonly agencyId: string
  readonly name: string
  /** A folder or a .zip. */
  readonly path: string
  readonly files: readonly WaitingFile[]
  /** The same for the same delivery, however often it is looked at: nothing is taken twice. */
  readonly uploadId: string
}

interface Seen {
  readonly files: readonly WaitingFile[]
  readonly changedMs: number
  readonly isMarked: boolean
  readonly isUnfinished: boolean
}

async function look(place: string): Promise<Seen | null> {
  const found = await stat(place, { bigint: true }).catch(() => null)
  if (found === null) return null
  if (found.isFile()) {
    const isMarked = await stat(`${place}.done`).then(
      () => true,
      () => false,
    )
    const file = { name: path.basename(place), path: place, bytes: found.size }
    return { files: [file], changedMs: Number(found.mtimeMs), isMarked, isUnfinished: false }
  }
  const names = (await readdir(place)).sort()
  const files: WaitingFile[] = []
  let changedMs = Number(found.mtimeMs)
  let isUnfinished = false
  for (const name of names) {
    if (markers.has(name)) continue
    const file = await stat(path.join(place, name), { bigint: true }).catch(() => null)
    if (file?.isFile() !== true) continue
    isUnfinished ||= unfinished.test(name)
    changedMs = Math.max(changedMs, Number(file.mtimeMs))
    if (!unfinished.test(name)) files.push({ name, path: path.join(place, name), bytes: file.size })
  }
  return { files, changedMs, isMarked: names.some((name) => markers.has(name)), isUnfinished }
}

function idOf(agencyId: string, name: string, { files, changedMs }: Seen): string {
  const said = JSON.stringify([
    agencyId,
    name,
    changedMs,
    files.map((file) => [file.name, file.bytes.toString()]),
  ])
  return `watched-${createHash('sha256').update(said).digest('hex').slice(0, 32)}`
}

function isComplete(seen: Seen, { nowMs, quietMinutes }: { nowMs: number; quietMinutes: number }): boolean {
  if (seen.files.length === 0) return false
  return seen.isMarked || (!seen.isUnfinished && nowMs - seen.changedMs >= quietMinutes * 60_000)
}

/** What is complete in the folder, oldest names first. An agency's folder bears its id. */
export async function listWaiting(
  folder: string,
  given: { readonly nowMs: number; readonly quietMinutes: number },
): Promise<WaitingDelivery[]> {
  const waiting: WaitingDelivery[] = []
  const agencies = await readdir(folder, { withFileTypes: true })
  for (const agency of agencies.filter((each) => each.isDirectory() && !/^[._]/.test(each.name))) {
    const agencyId = agency.name
    const names = (await readdir(path.join(folder, agencyId), { withFileTypes: true }))
      .filter((each) => !/^_/.test(each.name) && !unfinished.test(each.name))
      .filter((each) => each.isDirectory() || (each.isFile() && /\.zip$/i.test(each.name)))
      .map((each) => each.name)
      .sort()
    for (const name of names) {
      const place = path.join(folder, agencyId, name)
      const seen = await look(place)
      if (seen === null || !isComplete(seen, given)) continue
      waiting.push({ agencyId, name, path: place, files: seen.files, uploadId: idOf(agencyId, name, seen) })
    }
  }
  return waiting
}

export function refuseWaiting({ files }: WaitingDelivery): void {
  for (const { name } of files) refuseFileName(name)
  if (files.length <= filesMax) return
  throw new Refusal('too_many', {
    zh: `一次交付最多 ${filesMax} 个文件；请打包为 .zip。`,
    en: `At most ${filesMax} files in one delivery; put them into a .zip.`,
  })
}

/** Copied beside its place, synced and renamed: a process that is lost half way leaves nothing that looks whole. */
export async function copyWaiting(delivery: WaitingDelivery, target: string): Promise<void> {
  const partial = path.join(path.dirname(target), `.partial-${path.basename(target)}`)
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true, mode: 0o700 })
  for (const { name, path: from, bytes } of delivery.files) {
    const to = path.join(partial, name)
    await cp(from, to)
    const handle = await open(to, 'r+')
    try {
      await handle.datasync()
      const { size } = await handle.stat({ bigint: true })
      if (size !== bytes) throw new Error(`${from} has changed while it was copied`)
    } finally {
      await handle.close()
    }
  }
  await rm(target, { recursive: true, force: true })
  await rename(partial, target)
}

/** Out of the way, with the reason beside it where there is one. */
export async function putAside(delivery: WaitingDelivery, reason: string | null): Promise<void> {
  const { path: from, name, uploadId } = delivery
  const aside = path.join(path.dirname(from), reason === null ? acceptedFolder : refusedFolder)
  await mkdir(aside, { recursive: true })
  const to = path.join(aside, `${uploadId.slice(-8)}-${name}`)
  await rm(to, { recursive: true, force: true })
  await rename(from, to)
  await rm(`${from}.done`, { force: true })
  if (reason !== null) await writeFile(`${to}.txt`, `${reason}\n`)
}
