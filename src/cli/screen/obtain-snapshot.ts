import { copyFile, link, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { wrongUsage } from '#cli/command.ts'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import type { BaseSnapshot } from '#intake/extending/base-snapshot.ts'
import { digestFile } from '#intake/survey-file.ts'
import { readProgramVersion } from '#platform/config.ts'
import { changesFile, Manifest, manifestFile, rejectsFile } from '#standard/manifest.ts'
import { standardVersion } from '#standard/tables.ts'

/** The folder of the snapshot inside a run's folder. */
export const snapshotFolder = 'snapshot'

export interface SnapshotRequest {
  readonly deliveries: readonly string[]
  /** A run or snapshot of earlier deliveries to add these to. */
  readonly base?: string | undefined
  /** An empty folder on the disk of the result. */
  readonly directory: string
  readonly threads: number | undefined
  readonly memoryLimitMegabytes: number | undefined
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
}

/** The snapshot folder that a path leads to: itself, or that of an earlier run. */
async function findSnapshot(delivery: string): Promise<string | undefined> {
  for (const folder of [delivery, path.join(delivery, snapshotFolder)]) {
    if (await isFile(path.join(folder, manifestFile))) return folder
  }
  return undefined
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, manifestFile)
  const unreadable = (reason: string): Refusal =>
    new Refusal('unreadable_input', {
      zh: `${file} 不是本程序的数据快照（${reason}）；请用原始文件重新筛查。`,
      en: `${file} is not a snapshot of this program (${reason}); screen the delivered files again.`,
    })
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw unreadable((error as Error).message)
  }
  const parsed = Manifest.safeParse(content)
  if (!parsed.success) throw unreadable(parsed.error.issues[0]?.message ?? 'content')
  if (parsed.data.standard_version !== standardVersion) {
    throw unreadable(`standard_version ${parsed.data.standard_version}`)
  }
  return parsed.data
}

export interface Snapshot {
  readonly directory: string
  readonly manifest: Manifest
}

function filesOf(manifest: Manifest): string[] {
  return [
    ...manifest.tables.flatMap((table) => table.parts.map((part) => part.file)),
    rejectsFile,
    ...(manifest.base === null ? [] : [changesFile]),
    manifestFile,
  ]
}

/** The snapshot that a path leads to, or undefined where it leads to delivered files. */
export async function locateSnapshot(delivery: string): Promise<Snapshot | undefined> {
  const directory = await findSnapshot(delivery)
  if (directory === undefined) return undefined
  const manifest = await readManifest(directory)
  for (const name of filesOf(manifest)) {
    if (path.basename(name) === name && (await isFile(path.join(directory, name)))) continue
    throw new Refusal('unreadable_input', {
      zh: `数据快照 ${directory} 不完整，缺少 ${name}；请用原始文件重新筛查。`,
      en: `The snapshot ${directory} is incomplete, ${name} is missing; screen the delivered files again.`,
    })
  }
  return { directory, manifest }
}

function unusableBase(zh: string, en: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `--base ${zh}；请给出以前一次筛查的输出文件夹或其中的 snapshot，或不用 --base 而把全部交付文件一起筛查。`,
    en: `--base ${en}; name the folder of an earlier run or its snapshot, or screen the files of all deliveries together without --base.`,
  })
}

/** A base is checked byte for byte: what was wrong in it would be wrong in every snapshot built on it. */
async function openBase(place: string, signal: AbortSignal): Promise<BaseSnapshot> {
  const found = await locateSnapshot(place)
  if (found === undefined) {
    const isThere = await stat(place).then(
      () => true,
      () => false,
    )
    throw isThere
      ? unusableBase(`${place} 中没有数据快照`, `${place} holds no snapshot`)
      : unusableBase(`${place} 不存在`, `${place} does not exist`)
  }
  const { directory, manifest } = found
  for (const { file, sha256 } of manifest.tables.flatMap((table) => table.parts)) {
    signal.throwIfAborted()
    const name = path.join(directory, file)
    if ((await digestFile(name)) === sha256) continue
    throw unusableBase(
      `${name} 与快照清单中的 SHA-256 不符，数据已损坏或被改动`,
      `${name} is damaged or was changed: its SHA-256 is not the one in the snapshot's manifest`,
    )
  }
  return { directory, manifest, manifestSha256: await digestFile(path.join(directory, manifestFile)) }
}

/** Snapshots never change, so a second name for the same bytes will do; another disk gets a copy. */
async function takeOver({ directory: from, manifest }: Snapshot, to: string): Promise<void> {
  for (const name of filesOf(manifest)) {
    const [source, target] = [path.join(from, name), path.join(to, name)]
    await link(source, target).catch(() => copyFile(source, target))
  }
}

/** Fills the folder with a snapshot: made of the delivered files, or taken over from an earlier one. */
export async function obtainSnapshot(request: SnapshotRequest): Promise<Manifest> {
  const { deliveries, directory } = request
  const located = await Promise.all(deliveries.map(locateSnapshot))
  const snapshot = located.find((each) => each !== undefined)
  if (snapshot === undefined) {
    const base = request.base === undefined ? undefined : await openBase(request.base, request.signal)
    return buildSnapshot({ ...request, base, programVersion: readProgramVersion() })
  }
  if (request.base !== undefined) {
    throw wrongUsage({
      zh: `${snapshot.directory} 是数据快照；与 --base 一起时，请给出新交付的原始文件。`,
      en: `${snapshot.directory} is a snapshot; together with --base, name the files of the new delivery.`,
    })
  }
  if (deliveries.length > 1) {
    throw wrongUsage({
      zh: `数据快照 ${snapshot.directory} 只能单独筛查，不能与其他文件一起。`,
      en: `The snapshot ${snapshot.directory} can only be screened alone, not together with other deliveries.`,
    })
  }
  await takeOver(snapshot, directory)
  return snapshot.manifest
}
