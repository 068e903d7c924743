import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * Which files of the pack make which snapshot, in the order to place them: manifest.json last, so that what a restore
 * that is killed leaves is none. A part of its own, encrypted like the others.
 */
export const deliveryIdForm = /^[A-Za-z0-9-]{8,64}$/

const SnapshotFile = z.strictObject({
  // A name, never a path that leads elsewhere.
  name: z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/),
  /** Of its bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SnapshotFile = z.infer<typeof SnapshotFile>

export const SnapshotIndex = z.array(
  z.strictObject({ deliveryId: z.string().regex(deliveryIdForm), files: z.array(SnapshotFile).min(1) }),
)
export type SnapshotIndex = z.infer<typeof SnapshotIndex>

/** A file's name in the pack. */
export function packedName(deliveryId: string, name: string): string {
  return createHash('sha256').update(`${deliveryId}/${name}`).digest('hex')
}

/** Of a snapshot (src/standard/manifest.ts). */
export const snapshotManifestName = 'manifest.json'

/** What a backup must know of a snapshot's manifest and no more, so that those of earlier versions are kept, too. */
export const SnapshotManifest = z.object({
  tables: z.array(z.object({ parts: z.array(z.object({ file: z.string(), sha256: z.string() })) })),
})
