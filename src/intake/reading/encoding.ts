import { isUtf8 } from 'node:buffer'

/** Which encoding a text file has, by its first bytes and by the first lines that are not plain ASCII. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export interface Mark {
  readonly encoding: Encoding
  readonly length: number
}

export function findByteOrderMark(bytes: Uint8Array): Mark | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 }
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33) {
    return { encoding: 'gb18030', length: 4 }
  }
  return null
}

/** How many bytes of an unfinished UTF-8 character stand at the end. */
export function unfinishedBytes(bytes: Uint8Array, from: number, to: number): number {
  for (let back = 1; back <= 3 && to - back >= from; back += 1) {
    const byte = bytes[to - back]!
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}

const hasLongCharacter = (bytes: Uint8Array): boolean => bytes.some((byte) => byte >= 0xe0)

/**
 * Decides by the first line that tells: one that is not valid UTF-8 means GB18030, a valid one with a character of
 * three bytes (every Chinese one) UTF-8. Valid lines of two-byte characters alone do not decide while others follow:
 * `模` in GBK is also a UTF-8 letter. The last line may be cut off in `sample`.
 */
export function recogniseEncoding(sample: Uint8Array): Encoding {
  let from = 0
  while (from < sample.length) {
    const feed = sample.indexOf(0x0a, from)
    const to = feed < 0 ? sample.length - unfinishedBytes(sample, from, sample.length) : feed
    const line = sample.subarray(from, to)
    if (!isUtf8(line)) return 'gb18030'
    if (hasLongCharacter(line)) return 'utf-8'
    if (feed < 0) break
    from = feed + 1
  }
  return 'utf-8'
}

/** Where the first line of `bytes` that is not valid UTF-8 starts; the length if all are. */
export function findInvalidLine(bytes: Uint8Array): number {
  let from = 0
  while (from < bytes.length) {
    const feed = bytes.indexOf(0x0a, from)
    const to = feed < 0 ? bytes.length : feed + 1
    if (!isUtf8(bytes.subarray(from, to))) return from
    from = to
  }
  return bytes.length
}

export interface Transcoded {
  /** Bytes of the source that were used; the rest is the beginning of a character. */
  readonly used: number
  readonly written: number
  readonly isValid: boolean
}

let table: Uint32Array | null = null

/** Two bytes → their UTF-8 form in the low three bytes and its length in the highest; 0 for no character. */
function pairTable(): Uint32Array {
  if (table !== null) return table
  const built = new Uint32Array(65_536)
  const decoder = new TextDecoder('gb18030')
  const pair = new Uint8Array(2)
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low === 0x7f) continue
      pair[0] = high
      pair[1] = low
      const utf8 = Buffer.from(decoder.decode(pair))
      // U+FFFD is the decoder's sign for "no such character"; U+E5E5 has no GB18030 form.
      const isCharacter = utf8.length <= 3 && !utf8.equals(replacement)
      if (isCharacter) {
        built[(high << 8) | low] = (utf8.length << 24) | utf8[0]! | (utf8[1]! << 8) | ((utf8[2] ?? 0) << 16)
      }
    }
  }
  table = built
  return built
}

const replacement = Buffer.from('\ufffd')
const decodeFour = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true })

function writeFourByte(source: Uint8Array, from: number, out: Buffer, at: number): number {
  try {
    return out.write(decodeFour.decode(source.subarray(from, from + 4)), at)
  } catch {
    return -1
  }
}

/**
 * GB18030 → UTF-8 by a table: faster than TextDecoder and Buffer.from together, and the place of a wrong byte is
 * known. `out` needs twice the length of the source: a pair becomes three bytes at most, one byte never more than two.
 */
export function transcodeGb18030(source: Uint8Array, out: Buffer, start: number): Transcoded {
  const pairs = pairTable()
  const length = source.length
  let from = 0
  let at = start
  while (from < length) {
    const byte = source[from]!
    if (byte < 0x80) {
      out[at] = byte
      at += 1
      from += 1
      continue
    }
    if (from + 1 >= length) break
    const second = source[from + 1]!
    if (byte > 0x80 && second >= 0x30 && second <= 0x39) {
      if (from + 3 >= length) break
      const written = writeFourByte(source, from, out, at)
      if (written < 0) return { used: from, written: at - start, isValid: false }
      at += written
      from += 4
      continue
    }
    const utf8 = pairs[(byte << 8) | second]!
    if (utf8 === 0) return { used: from, written: at - start, isValid: false }
    out[at] = utf8 & 0xff
    out[at + 1] = (utf8 >>> 8) & 0xff
    out[at + 2] = (utf8 >>> 16) & 0xff
    at += utf8 >>> 24
    from += 2
  }
  return { used: from, written: at - start, isValid: true }
}
