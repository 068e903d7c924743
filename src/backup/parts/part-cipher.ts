import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * A part as a sequence of chunks under AES-256-GCM, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár
 * 2015; age uses it, too): the nonce is the chunk's number and whether it is the last, so that chunks can be neither
 * moved, left out, doubled nor cut off. Each part has a key of its own, which lets the numbers begin at 0.
 */
export const chunk_bytes = 65_536
export const tag_bytes = 16

type Bytes = AsyncIterable<Uint8Array>

export async function* encryptChunks(key: Buffer, source: Bytes): AsyncGenerator<Buffer> {
  let number = 0n
  for await (const { bytes, isLast } of inChunks(source, chunk_bytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast))
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    number += 1n
  }
}

/** Throws on the first chunk that is not as it was written; what it has given before is genuine. */
export async function* decryptChunks(key: Buffer, source: Bytes): AsyncGenerator<Buffer> {
  let number = 0n
  for await (const { bytes, isLast } of inChunks(source, chunk_bytes + tag_bytes)) {
    if (bytes.length < tag_bytes) throw new Error('a chunk is cut off')
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
    decipher.setAuthTag(bytes.subarray(-tag_bytes))
    yield Buffer.concat([decipher.update(bytes.subarray(0, -tag_bytes)), decipher.final()])
    number += 1n
  }
}

function nonceOf(number: bigint, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(number, 3)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

interface Chunk {
  readonly bytes: Buffer
  readonly isLast: boolean
}

/** All of `size` but the last, which is shorter or as long, and empty only where there is nothing at all. */
async function* inChunks(source: Bytes, size: number): AsyncGenerator<Chunk> {
  let pieces: Uint8Array[] = []
  let held = 0
  for await (const piece of source) {
    pieces.push(piece)
    held += piece.length
    if (held <= size) continue
    const all = Buffer.concat(pieces)
    let start = 0
    for (; held - start > size; start += size) {
      yield { bytes: all.subarray(start, start + size), isLast: false }
    }
    pieces = [all.subarray(start)]
    held -= start
  }
  yield { bytes: Buffer.concat(pieces), isLast: true }
}
