import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'

/**
 * Stored files in one part: for each a name that is a SHA-256 (32 bytes), its length (8 bytes, big-endian) and its
 * bytes. An attachment's name is the digest of the content before it was encrypted with the master key; packed and
 * encrypted once more, not even the names tell an outsider which documents an agency has.
 */
export interface StoredContent {
  /** In hex. */
  readonly sha256: string
  /** Where it lies. */
  readonly file: string
  /** SHA-256 that its bytes must have, in hex; without it they are taken as they are. */
  readonly digest?: string
}

const name_bytes = 32
const header_bytes = name_bytes + 8
const read_bytes = 262_144

export interface Packed {
  readonly files: number
  readonly bytes: number
  /** Names of contents that were not there any more. */
  readonly missing: readonly string[]
  /** Names of contents that have not the digest they must have. */
  readonly changed: readonly string[]
}

export interface Packing {
  /** What goes into the part. */
  readonly stream: AsyncIterable<Uint8Array>
  /** Valid when the stream has ended. */
  readonly result: () => Packed
}

export function packContents(
  contents: readonly StoredContent[],
  onBytes: (bytes: number, file: string) => void,
): Packing {
  const missing: string[] = []
  const changed: string[] = []
  let files = 0
  let bytes = 0
  async function* stream(): AsyncGenerator<Buffer> {
    for (const { sha256, file, digest } of contents) {
      const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      if (handle === null) {
        missing.push(sha256)
        continue
      }
      try {
        const { size } = await handle.stat()
        const header = Buffer.alloc(header_bytes)
        header.write(sha256, 'hex')
        header.writeBigUInt64BE(BigInt(size), name_bytes)
        yield header
        let read = 0
        const hash = digest === undefined ? null : createHash('sha256')
        for await (const chunk of handle.createReadStream({ highWaterMark: read_bytes, autoClose: false })) {
          read += (chunk as Buffer).length
          hash?.update(chunk as Buffer)
          onBytes((chunk as Buffer).length, sha256)
          yield chunk as Buffer
        }
        if (read !== size) throw new Error(`${file} changed while it was read`)
        if (hash !== null && hash.digest('hex') !== digest) changed.push(sha256)
        files += 1
        bytes += size
      } finally {
        await handle.close()
      }
    }
  }
  return { stream: stream(), result: () => ({ files, bytes, missing, changed }) }
}

export interface UnpackedContent {
  readonly sha256: string
  readonly bytes: number
  /** To be read to its end before the next is asked for. */
  readonly stream: AsyncIterable<Buffer>
}

/** Throws where the pack is not what `packContents` writes. */
export async function* unpackContents(source: AsyncIterable<Uint8Array>): AsyncGenerator<UnpackedContent> {
  const reader = openReader(source)
  try {
    for (;;) {
      const header = await reader.take(header_bytes)
      if (header.length === 0) return
      if (header.length < header_bytes) throw new Error('the pack ends inside a header')
      const bytes = Number(header.readBigUInt64BE(name_bytes))
      yield { sha256: header.subarray(0, name_bytes).toString('hex'), bytes, stream: reader.stream(bytes) }
    }
  } finally {
    // Whoever stops in the middle leaves no file open.
    await reader.close()
  }
}

function openReader(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  /** False at the end. */
  const fill = async (): Promise<boolean> => {
    while (held.length === 0) {
      const { done, value } = await iterator.next()
      if (done === true) return false
      held = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
    return true
  }
  async function* stream(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (!(await fill())) throw new Error('the pack ends inside a file')
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
  const take = async (bytes: number): Promise<Buffer> => {
    const pieces: Buffer[] = []
    for (let left = bytes; left > 0 && (await fill()); ) {
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }
  const close = async (): Promise<void> => void (await iterator.return?.())
  return { stream, take, close }
}

/** Bytes of those that are there: for the free space and the estimate. */
export async function sizeOfContents(contents: readonly StoredContent[]): Promise<number> {
  let bytes = 0
  for (const { file } of contents) bytes += (await stat(file).catch(() => null))?.size ?? 0
  return bytes
}
