import { copyFile, link, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { wrongUsage } from '#cli/command.ts'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import { readProgramVersion } from '#platform/config.ts'
import { Manifest, manifestFile, rejectsFile } from '#standard/manifest.ts'
import { standardVersion } from '#standard/tables.ts'

/** The folder of the snapshot inside a run's folder. */
export const snapshotFolder = 'snapshot'

export interface SnapshotRequest {
  readonly deliveries: readonly string[]
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
  if (snapshot === undefined) return buildSnapshot({ ...request, programVersion: readProgramVersion() })
  if (deliveries.length > 1) {
    throw wrongUsage({
      zh: `数据快照 ${snapshot.directory} 只能单独筛查，不能与其他文件一起。`,
      en: `The snapshot ${snapshot.directory} can only be screened alone, not together with other deliveries.`,
    })
  }
  await takeOver(snapshot, directory)
  return snapshot.manifest
}
