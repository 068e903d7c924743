import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Tx } from '#platform/postgres/database.ts'
import type { StoredContent } from '../parts/content-pack.ts'
import { readNamedSnapshots } from './named-snapshots.ts'
import { packedName, type SnapshotFile, SnapshotManifest, snapshotManifestName } from './snapshot-index.ts'

/** A snapshot that is not, or not as it was loaded: it is left out. */
export interface UnfitSnapshot {
  readonly deliveryId: string
  /** The first of its files that shows it. */
  readonly file: string
  readonly is: 'MISSING' | 'CHANGED'
}

export interface SnapshotToPack {
  readonly deliveryId: string
  readonly files: readonly SnapshotFile[]
}

export interface ListedSnapshots {
  readonly snapshots: readonly SnapshotToPack[]
  /** Their files, to be packed. */
  readonly contents: readonly StoredContent[]
  readonly unfit: readonly UnfitSnapshot[]
}

export const noSnapshots: ListedSnapshots = { snapshots: [], contents: [], unfit: [] }

/**
 * The snapshots of the deliveries that this transaction's rows name. Their large files are compared with the digests
 * of their manifest when they are packed, which reads them once.
 */
export async function listSnapshots(
  tx: Tx,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<ListedSnapshots> {
  const snapshots: SnapshotToPack[] = []
  const unfit: UnfitSnapshot[] = []
  const contents: StoredContent[] = []
  for (const { deliveryId, sha256 } of await readNamedSnapshots(tx)) {
    const directory = path.join(folder, deliveryId)
    const found = await listFiles(directory, { sha256, signal })
    if (!Array.isArray(found)) {
      unfit.push({ deliveryId, ...found })
      continue
    }
    snapshots.push({ deliveryId, files: found })
    for (const { name, sha256: digest } of found) {
      contents.push({ sha256: packedName(deliveryId, name), file: path.join(directory, name), digest })
    }
  }
  return { snapshots, contents, unfit }
}

type Unfit = Omit<UnfitSnapshot, 'deliveryId'>

async function listFiles(
  directory: string,
  { sha256, signal }: { readonly sha256: string; readonly signal: AbortSignal },
): Promise<SnapshotFile[] | Unfit> {
  const bytes = await readFile(path.join(directory, snapshotManifestName)).catch(nullIfMissing)
  if (bytes === null) return { file: snapshotManifestName, is: 'MISSING' }
  const digest = createHash('sha256').update(bytes).digest('hex')
  const manifest = SnapshotManifest.safeParse(digest === sha256 ? JSON.parse(bytes.toString('utf8')) : null)
  if (!manifest.success) return { file: snapshotManifestName, is: 'CHANGED' }
  const parts = manifest.data.tables.flatMap((table) => table.parts)
  const names = new Set(parts.map(({ file }) => file))
  const present = (await readdir(directory, { withFileTypes: true })).filter((each) => each.isFile())
  const held = new Set(present.map(({ name }) => name))
  const lacking = parts.find(({ file }) => !held.has(file))
  if (lacking !== undefined) return { file: lacking.file, is: 'MISSING' }
  const files: SnapshotFile[] = parts.map(({ file, sha256: expected }) => ({ name: file, sha256: expected }))
  // Rejected rows and changes lie beside them; the manifest has no digest of theirs.
  const others = present.map(({ name }) => name).filter((name) => isBeside(name) && !names.has(name))
  for (const name of others.sort()) {
    files.push({ name, sha256: await digestOf(path.join(directory, name), signal) })
  }
  return [...files, { name: snapshotManifestName, sha256 }]
}

function isBeside(name: string): boolean {
  return name.endsWith('.csv')
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}

async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
