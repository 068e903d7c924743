import { createHash, type Hash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The bytes of a file, unpacked where it is compressed, with the SHA-256 of the file as it lies there. */
export interface RawBytes {
  readonly blocks: AsyncIterable<Uint8Array>
  /** Only after the last block. */
  sha256(): string
  /** Bytes of the file read so far. */
  position(): number
}

const blockBytes = 2 ** 20

/** The block is overwritten by the next one: whoever keeps it copies it. */
async function* readPlain(
  path: string,
  hash: Hash,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    for (;;) {
      const length = readSync(file, block, 0, blockBytes, null)
      if (length === 0) return
      const read = block.subarray(0, length)
      hash.update(read)
      onRead(length)
      yield read
    }
  } finally {
    closeSync(file)
  }
}

async function* readHashed(
  path: string,
  hash: Hash,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    hash.update(block as Buffer)
    onRead((block as Buffer).length)
    yield block as Buffer
  }
}

async function* readCompressed(
  path: string,
  hash: Hash,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: blockBytes })
  const source = Readable.from(readHashed(path, hash, onRead))
  source.once('error', (error) => gunzip.destroy(error))
  yield* source.pipe(gunzip)
}

export function readRawBytes(path: string, isCompressed: boolean): RawBytes {
  const hash = createHash('sha256')
  let position = 0
  const onRead = (bytes: number): void => {
    position += bytes
  }
  return {
    blocks: isCompressed ? readCompressed(path, hash, onRead) : readPlain(path, hash, onRead),
    sha256: () => hash.digest('hex'),
    position: () => position,
  }
}

export async function sha256Of(path: string): Promise<string> {
  const raw = readRawBytes(path, false)
  for await (const _ of raw.blocks) {
    // Only the digest is wanted.
  }
  return raw.sha256()
}
