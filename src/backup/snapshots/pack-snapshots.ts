import type { GetPartKey } from '../keys/part-keys.ts'
import type { Manifest } from '../manifest.ts'
import { packContents } from '../parts/content-pack.ts'
import { writePart } from '../parts/part-file.ts'
import type { Steps } from '../steps.ts'
import type { ListedSnapshots, SnapshotToPack, UnfitSnapshot } from './list-snapshots.ts'
import { packedName, type SnapshotIndex } from './snapshot-index.ts'

const packFile = 'snapshots.part'
const indexFile = 'snapshots_index.part'

export interface PackingSnapshots {
  readonly folder: string
  readonly getPartKey: GetPartKey
  readonly signal: AbortSignal
  readonly steps: Steps
}

/** As they lie there, Parquet being compressed already; a snapshot with a file that is not as it was is not in the index. */
export async function writeSnapshots(
  { snapshots, contents, unfit }: ListedSnapshots,
  { folder, getPartKey, signal, steps }: PackingSnapshots,
): Promise<NonNullable<Manifest['snapshots']>> {
  const packing = packContents(contents, (bytes) => steps.advance(bytes, packFile))
  const part = await writePart({ folder, file: packFile, key: getPartKey(packFile) }, packing.stream, signal)
  const { files, bytes, missing, changed } = packing.result()
  const spoilt = snapshots.flatMap((each) => findSpoilt(each, { missing, changed }))
  const left = new Set(spoilt.map(({ deliveryId }) => deliveryId))
  const index: SnapshotIndex = snapshots
    .filter(({ deliveryId }) => !left.has(deliveryId))
    .map(({ deliveryId, files: held }) => ({ deliveryId, files: [...held] }))
  const indexPart = await writePart(
    { folder, file: indexFile, key: getPartKey(indexFile) },
    textOf(index),
    signal,
  )
  return { deliveries: index.length, files, bytes, unfit: [...unfit, ...spoilt], part, index: indexPart }
}

function findSpoilt(
  { deliveryId, files }: SnapshotToPack,
  { missing, changed }: { readonly missing: readonly string[]; readonly changed: readonly string[] },
): UnfitSnapshot[] {
  const gone = files.find(({ name }) => missing.includes(packedName(deliveryId, name)))
  if (gone !== undefined) return [{ deliveryId, file: gone.name, is: 'MISSING' }]
  const other = files.find(({ name }) => changed.includes(packedName(deliveryId, name)))
  return other === undefined ? [] : [{ deliveryId, file: other.name, is: 'CHANGED' }]
}

async function* textOf(index: SnapshotIndex): AsyncGenerator<Buffer> {
  yield Buffer.from(JSON.stringify(index), 'utf8')
}
