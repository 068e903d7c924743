import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { type Encoding, findByteOrderMark, recogniseEncoding } from '#intake/reading/encoding.ts'
import type { Segment } from '#intake/reading/file-job.ts'
import { blockBytes } from '#intake/reading/raw-bytes.ts'

/**
 * One parser reads 300,000 rows a second, DuckDB with several threads a multiple of that: a large file is cut into
 * segments that are read side by side. A cut is made after a line feed before which no quote has been seen, so
 * that it is the end of a row for sure; from the first quote on, the rest of the file is one segment.
 */
export interface Survey {
  /** The segments in order, as soon as they are known. */
  readonly segments: AsyncIterable<Segment>
  /** Of the whole file; only after the last segment. */
  sha256(): string
}

/** Large enough that starting a segment costs nothing, small enough to share a file among threads. */
export const segmentBytesMin = 32 * 2 ** 20

interface Surveyed {
  encoding: Encoding | null
  hasQuote: boolean
}

function look(surveyed: Surveyed, block: Buffer, isFirst: boolean): void {
  if (isFirst) {
    const mark = findByteOrderMark(block)
    surveyed.encoding = mark?.encoding ?? null
    // Without a line feed in the first block the header is not where a later segment looks for it.
    if (!block.includes(0x0a) || surveyed.encoding?.startsWith('utf-16')) surveyed.hasQuote = true
  }
  // The same block decides in the same way as for a file that is read at once.
  if (surveyed.encoding === null && !isAscii(block)) surveyed.encoding = recogniseEncoding(block)
  surveyed.hasQuote ||= block.includes(0x22)
}

export function surveyFile(file: string, segmentBytes: number = segmentBytesMin): Survey {
  const hash = createHash('sha256')
  async function* segments(): AsyncGenerator<Segment> {
    const handle = await open(file)
    const surveyed: Surveyed = { encoding: null, hasQuote: false }
    try {
      const block = Buffer.allocUnsafe(blockBytes)
      let from = 0
      let position = 0
      for (;;) {
        const { bytesRead } = await handle.read(block, 0, blockBytes, position)
        if (bytesRead === 0) break
        const read = block.subarray(0, bytesRead)
        hash.update(read)
        look(surveyed, read, position === 0)
        position += bytesRead
        const feed = read.lastIndexOf(0x0a)
        const cut = position - bytesRead + feed + 1
        if (surveyed.hasQuote || feed < 0 || cut - from < segmentBytes) continue
        yield { from, to: cut, encoding: surveyed.encoding }
        from = cut
      }
      yield { from, to: null, encoding: surveyed.encoding }
    } finally {
      await handle.close()
    }
  }
  return { segments: segments(), sha256: () => hash.digest('hex') }
}

export async function digestFile(file: string): Promise<string> {
  const survey = surveyFile(file, Number.MAX_SAFE_INTEGER)
  for await (const _ of survey.segments) {
    // Only the digest is wanted.
  }
  return survey.sha256()
}
