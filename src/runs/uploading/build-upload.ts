import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import type { Manifest } from '#standard/manifest.ts'
import { manifestFile } from '#standard/manifest.ts'
import { openSnapshot } from '../open-snapshot.ts'

export interface BuildingUpload {
  /** The folder with the files that were uploaded. */
  readonly folder: string
  /** Where snapshots are, each under its id. */
  readonly snapshots: string
  readonly snapshotId: string
  readonly baseSnapshotId: string | null
  readonly programVersion: string
  readonly threads?: number | undefined
  readonly memoryLimitMegabytes?: number | undefined
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

export interface BuiltUpload {
  readonly manifest: Manifest
  readonly manifestSha256: string
}

/** Archives are deliveries of their own beside the files that lie open. */
export async function deliveriesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort()
  const archives = names.filter((name) => /\.zip$/i.test(name))
  const isOpen = names.some((name) => !/\.zip$/i.test(name) && !/^mapping\.ya?ml$/.test(name))
  return [
    ...(isOpen || archives.length === 0 ? [folder] : []),
    ...archives.map((name) => path.join(folder, name)),
  ]
}

/** Whoever uploaded from a browser knows nothing of our folders. */
function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Refusal)) return error
  const { zh, en } = error.text
  return new Refusal(error.code, {
    zh: zh.replaceAll(folder, '本次交付'),
    en: en.replaceAll(folder, 'the delivery'),
  })
}

/** Makes the snapshot of an upload, whole or not at all; one that was made before is taken as it is. */
export async function buildUpload(building: BuildingUpload): Promise<BuiltUpload> {
  const { folder, snapshots, snapshotId, baseSnapshotId, ...shared } = building
  const directory = path.join(snapshots, snapshotId)
  const isThere = await stat(path.join(directory, manifestFile)).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    // Beside its place: a process that is lost half way leaves no snapshot that looks whole.
    const partial = path.join(snapshots, `.partial-${snapshotId}`)
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true, mode: 0o700 })
    try {
      const base = baseSnapshotId === null ? undefined : await openSnapshot(snapshots, baseSnapshotId)
      const deliveries = await deliveriesIn(folder)
      await buildSnapshot({ ...shared, base, deliveries, directory: partial }).catch((error: unknown) => {
        throw withoutFolder(error, folder)
      })
      await rename(partial, directory)
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
  }
  const { manifest } = await openSnapshot(snapshots, snapshotId)
  const text = await readFile(path.join(directory, manifestFile))
  return { manifest, manifestSha256: createHash('sha256').update(text).digest('hex') }
}
