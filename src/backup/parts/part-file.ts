import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { type Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { brokenPart, missingPart } from '../sentences.ts'
import { decryptChunks, encryptChunks } from './part-cipher.ts'

/** A file of a backup as the manifest names it. */
export interface Part {
  readonly file: string
  readonly bytes: number
  /** Of the file as it lies there, encrypted; in hex. */
  readonly sha256: string
}

type Bytes = AsyncIterable<Uint8Array>

export interface PartPlace {
  readonly folder: string
  readonly file: string
  readonly key: Buffer
}

/** Encrypts and writes; only the owner can read it. On the disk it is after `syncParts`. */
export async function writePart(
  { folder, file, key }: PartPlace,
  source: Bytes,
  signal: AbortSignal,
): Promise<Part> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of encryptChunks(key, source)) {
      signal.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const handle = await open(path.join(folder, file), 'wx', 0o600)
  try {
    await handle.writeFile(measured())
  } finally {
    await handle.close()
  }
  return { file, bytes, sha256: hash.digest('hex') }
}

/** One after the other would wait for the disk's journal a hundred times. */
const syncedAtOnce = 16

export async function syncParts(folder: string, files: readonly string[]): Promise<void> {
  const waiting = [...files]
  const syncNext = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      // For writing: Windows syncs nothing else.
      const handle = await open(path.join(folder, file), 'r+')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    }
  }
  await Promise.all(Array.from({ length: syncedAtOnce }, syncNext))
}

export interface ReadPartOptions {
  readonly folder: string
  readonly key: Buffer
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

/**
 * What was written, chunk by chunk, each authenticated; at the end length and hash are those of the manifest, or it
 * refuses.
 */
export async function* readPart(part: Part, options: ReadPartOptions): AsyncGenerator<Buffer> {
  const { folder, key, signal, onBytes } = options
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path.join(folder, part.file), { highWaterMark: 262_144 })) {
      signal.throwIfAborted()
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
      onBytes((chunk as Buffer).length)
      yield chunk as Buffer
    }
  }
  try {
    yield* decryptChunks(key, measured())
  } catch (error) {
    signal.throwIfAborted()
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missingPart(part.file) : brokenPart(part.file)
  }
  if (bytes !== part.bytes || hash.digest('hex') !== part.sha256) throw brokenPart(part.file)
}

/** Level 1: on rows of text it is as fast as PostgreSQL gives them, and a seventh of their size. */
export function compressed(source: Bytes): AsyncGenerator<Buffer> {
  return through(
    source,
    createZstdCompress({ chunkSize: 131_072, params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  )
}

export function decompressed(source: Bytes): AsyncGenerator<Buffer> {
  return through(source, createZstdDecompress({ chunkSize: 131_072 }))
}

async function* through(source: Bytes, transform: Transform): AsyncGenerator<Buffer> {
  const feeding = pipeline(source, transform)
  // An error of the source comes out of the transform; one of the reader must not be unhandled here.
  feeding.catch(() => undefined)
  yield* transform
  await feeding
}

/** Reads to the end, for the sake of the checks on the way. */
export async function drain(source: Bytes): Promise<void> {
  await pipeline(source, new Writable({ write: (_chunk, _encoding, done) => done() }))
}
