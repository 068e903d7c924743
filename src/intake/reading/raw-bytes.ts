import { createHash, type Hash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Refusal } from '#base/refusal.ts'
import type { FileJob, OnBytes } from './file-job.ts'

/** The bytes of a job, unpacked where the file is compressed, with the SHA-256 of what was read of the file. */
export interface RawBytes {
  readonly blocks: AsyncIterable<Uint8Array>
  /** Only after the last block. */
  sha256(): string
}

export const blockBytes = 2 ** 20

type RawFile = Pick<FileJob, 'path' | 'file' | 'isCompressed' | 'segment'>

type OnRead = (read: Uint8Array) => void

/** The block is overwritten by the next one: whoever keeps it copies it. */
async function* readPlain(
  file: string,
  from: number,
  to: number | null,
  onRead: OnRead,
): AsyncGenerator<Uint8Array> {
  const handle = openSync(file, 'r')
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    for (let position = from; to === null || position < to; ) {
      const wanted = to === null ? blockBytes : Math.min(blockBytes, to - position)
      const length = readSync(handle, block, 0, wanted, position)
      if (length === 0) return
      position += length
      const read = block.subarray(0, length)
      onRead(read)
      yield read
    }
  } finally {
    closeSync(handle)
  }
}

async function* readPassing(file: string, onRead: OnRead): AsyncGenerator<Buffer> {
  for await (const block of createReadStream(file, { highWaterMark: blockBytes })) {
    onRead(block as Buffer)
    yield block as Buffer
  }
}

async function* readCompressed(job: RawFile, onRead: OnRead): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: blockBytes })
  const source = Readable.from(readPassing(job.path, onRead))
  source.once('error', (error) => gunzip.destroy(error))
  try {
    yield* source.pipe(gunzip)
  } catch (error) {
    const code = (error as { code?: unknown }).code
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error
    throw new Refusal('unreadable_input', {
      zh: `压缩文件 ${job.file} 不完整或已损坏，请重新复制或重新压缩该文件。`,
      en: `The compressed file ${job.file} is truncated or damaged; copy or compress it again.`,
    })
  }
}

export function readRawBytes(job: RawFile, onBytes: OnBytes): RawBytes {
  const hash: Hash = createHash('sha256')
  let position = 0
  const onRead: OnRead = (read) => {
    // The survey of a large file makes the digest of the whole.
    if (job.segment === null) hash.update(read)
    position += read.length
    onBytes(position)
  }
  return {
    blocks: job.isCompressed
      ? readCompressed(job, onRead)
      : readPlain(job.path, job.segment?.from ?? 0, job.segment?.to ?? null, onRead),
    sha256: () => hash.digest('hex'),
  }
}

/** The first block of a file: where its header is. */
export function readFirstBlock(file: string): Buffer {
  const handle = openSync(file, 'r')
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    return block.subarray(0, readSync(handle, block, 0, blockBytes, 0))
  } finally {
    closeSync(handle)
  }
}
