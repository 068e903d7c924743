import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Tx } from '#platform/postgres/database.ts'
import { syncFolder } from '#platform/sync-folder.ts'
import type { UnpackedContent } from '../parts/content-pack.ts'
import { drain } from '../parts/part-file.ts'
import { brokenPart } from '../sentences.ts'
import { readNamedSnapshots } from './named-snapshots.ts'
import { packedName, type SnapshotIndex } from './snapshot-index.ts'

/**
 * Puts snapshots back under their deliveries' ids, each file compared with its digest on the way, and synced. Before the
 * rows that name them are committed; without those rows they are folders that nothing names.
 */
export async function placeSnapshots(
  contents: AsyncIterable<UnpackedContent>,
  {
    folder,
    index,
    packFile,
  }: { readonly folder: string; readonly index: SnapshotIndex; readonly packFile: string },
): Promise<void> {
  const files = filesByName(index)
  for (const { deliveryId } of index) {
    await mkdir(path.join(folder, deliveryId), { recursive: true, mode: 0o700 })
  }
  for await (const { sha256: packed, stream } of contents) {
    const wanted = files.get(packed)
    files.delete(packed)
    if (wanted === undefined) await drain(stream)
    else if (!(await moveIn(path.join(folder, wanted.place), wanted.sha256, stream)))
      throw brokenPart(packFile)
  }
  if (files.size > 0) throw brokenPart(packFile)
  for (const { deliveryId } of index) await syncFolder(path.join(folder, deliveryId))
  if (index.length > 0) await syncFolder(folder)
}

export interface WantedFile {
  /** Below the folder of snapshots. */
  readonly place: string
  readonly sha256: string
}

/** By its name in the pack. What is in the pack besides is of snapshots that were damaged when it was made. */
export function filesByName(index: SnapshotIndex): Map<string, WantedFile> {
  return new Map(
    index.flatMap(({ deliveryId, files }) =>
      files.map(({ name, sha256 }) => [
        packedName(deliveryId, name),
        { place: path.join(deliveryId, name), sha256 },
      ]),
    ),
  )
}

/**
 * What had the name before is replaced, never written into: it may be a second name of a file elsewhere. False, and
 * nothing done, where the bytes are not those of the digest.
 */
async function moveIn(target: string, sha256: string, stream: AsyncIterable<Buffer>): Promise<boolean> {
  const unfinished = `${target}.${randomBytes(6).toString('hex')}.part`
  try {
    const isGood = (await writeHashed(unfinished, stream)) === sha256
    if (isGood) await rename(unfinished, target)
    return isGood
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function writeHashed(file: string, stream: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      hash.update(chunk)
      yield chunk
    }
  }
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(hashed())
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** Each snapshot is the one that its delivery's row names. */
export async function refuseOtherSnapshots(tx: Tx, index: SnapshotIndex, indexFile: string): Promise<void> {
  const rows = await readNamedSnapshots(tx)
  const named = new Map(rows.map(({ deliveryId, sha256 }) => [deliveryId, sha256]))
  for (const { deliveryId, files } of index) {
    if (files.at(-1)!.sha256 !== named.get(deliveryId)) throw brokenPart(indexFile)
  }
}
