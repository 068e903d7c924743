import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import path from 'node:path'

/** Enough to tell another export of the same month from this one, and nothing to wait for. */
export const pieceBytes = 1_048_576

export interface PieceDigest {
  readonly offset: bigint
  readonly bytes: number
  readonly sha256: string
}

/**
 * The beginning and the end of what has been received: a browser that goes on after a reload compares its file with
 * them, for a file of the same name and size may be another one.
 */
export async function digestPieces(folder: string, name: string, received: bigint): Promise<PieceDigest[]> {
  if (received === 0n) return []
  const handle = await open(path.join(folder, name), 'r')
  try {
    const bytes = received < BigInt(pieceBytes) ? Number(received) : pieceBytes
    const offsets = [...new Set([0n, received - BigInt(bytes)])]
    const pieces: PieceDigest[] = []
    for (const offset of offsets) {
      const piece = Buffer.alloc(bytes)
      const { bytesRead } = await handle.read(piece, 0, bytes, Number(offset))
      const sha256 = createHash('sha256').update(piece.subarray(0, bytesRead)).digest('hex')
      pieces.push({ offset, bytes: bytesRead, sha256 })
    }
    return pieces
  } finally {
    await handle.close()
  }
}
