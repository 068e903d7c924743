import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { Refusal } from '#base/refusal.ts'
import {
  type Encoding,
  findByteOrderMark,
  findInvalidLine,
  recogniseEncoding,
  transcodeGb18030,
  unfinishedBytes,
} from './encoding.ts'

/**
 * The text of a file as UTF-8 bytes in one growing window: `bytes` from `from` to `limit` is what no row has been made
 * of yet. Bytes are checked as they come in, so a wrong one is refused before a row with it is used.
 */
export interface TextWindow {
  bytes: Buffer
  from: number
  limit: number
  /** The physical line that starts at `from`. */
  line: number
  /** Null while everything was ASCII. */
  encoding: Encoding | null
  isStarted: boolean
  isOldMacintosh: boolean
  /** UTF-8 bytes up to here are known to be valid. */
  checked: number
  /** The beginning of a character or of the file that the next block completes. */
  held: Uint8Array
  readonly file: string
}

export function createTextWindow(file: string, encoding: Encoding | null = null): TextWindow {
  return {
    bytes: Buffer.allocUnsafe(4 * 2 ** 20),
    from: 0,
    limit: 0,
    line: 1,
    encoding,
    isStarted: false,
    isOldMacintosh: false,
    checked: 0,
    held: new Uint8Array(0),
    file,
  }
}

const encodingTitles: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  gb18030: 'GB18030/GBK',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0
  for (let at = bytes.indexOf(0x0a, from); at >= 0 && at < to; at = bytes.indexOf(0x0a, at + 1)) lines += 1
  return lines
}

function refuseBytes(window: TextWindow, at: number): never {
  const line = window.line + countLines(window.bytes, window.from, at)
  const encoding = encodingTitles[window.encoding ?? 'utf-8']
  throw new Refusal('unreadable_input', {
    zh: `文件 ${window.file} 第 ${line} 行含有不符合 ${encoding} 编码的字节（该文件此前被识别为 ${encoding}），可能混入了另一种编码的内容；请用一种编码重新导出该文件。`,
    en: `File ${window.file}, line ${line}: these bytes are not valid ${encoding}, as which the file was recognised; another encoding may have been pasted in. Export the file again in one encoding.`,
  })
}

/** Makes room for `size` more bytes and the line feed that stops the scanner. */
function makeRoom(window: TextWindow, size: number): void {
  if (window.limit + size + 1 <= window.bytes.length) return
  const kept = window.limit - window.from
  const target =
    kept + size + 1 <= window.bytes.length
      ? window.bytes
      : Buffer.allocUnsafe(Math.max(kept + size + 1, window.bytes.length * 2))
  window.bytes.copy(target, 0, window.from, window.limit)
  window.bytes = target
  window.checked = Math.max(0, window.checked - window.from)
  window.limit = kept
  window.from = 0
}

function appendUtf8(window: TextWindow, block: Uint8Array, isLast: boolean): void {
  makeRoom(window, block.length)
  window.bytes.set(block, window.limit)
  window.limit += block.length
  const unfinished = isLast ? 0 : unfinishedBytes(window.bytes, window.checked, window.limit)
  const fresh = window.bytes.subarray(window.checked, window.limit - unfinished)
  if (!isUtf8(fresh)) refuseBytes(window, window.checked + findInvalidLine(fresh))
  window.checked = window.limit - unfinished
}

function appendGb18030(window: TextWindow, block: Uint8Array, isLast: boolean): void {
  const source = window.held.length === 0 ? block : Buffer.concat([window.held, block])
  makeRoom(window, source.length * 2 + 4)
  const { used, written, isValid } = transcodeGb18030(source, window.bytes, window.limit)
  window.limit += written
  if (!isValid || (isLast && used < source.length)) refuseBytes(window, window.limit)
  window.held = Uint8Array.prototype.slice.call(source, used)
  window.checked = window.limit
}

/** The code unit that starts at `at` is the first half of a character of two. */
function isHighSurrogate(bytes: Uint8Array, at: number, encoding: Encoding): boolean {
  const high = bytes[encoding === 'utf-16be' ? at : at + 1]!
  return high >= 0xd8 && high <= 0xdb
}

/** How many bytes at the end of a block of UTF-16 belong to a character that the next block completes. */
function unfinishedUtf16(bytes: Uint8Array, encoding: Encoding): number {
  const odd = bytes.length % 2
  const last = bytes.length - odd - 2
  return last >= 0 && isHighSurrogate(bytes, last, encoding) ? odd + 2 : odd
}

function writeUtf16(window: TextWindow, text: string): void {
  makeRoom(window, text.length * 3)
  window.limit += window.bytes.write(text, window.limit)
  window.checked = window.limit
}

/** What stands before the first wrong code unit goes into the window, so that the line of the wrong one is known. */
function refuseUtf16(window: TextWindow, bytes: Uint8Array): never {
  const encoding = window.encoding!
  const decodes = (size: number): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, size), {
        stream: true,
      })
      return true
    } catch {
      return false
    }
  }
  let [right, wrong] = [0, bytes.length]
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1
    if (decodes(middle)) right = middle
    else wrong = middle
  }
  writeUtf16(
    window,
    new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(0, right), { stream: true }),
  )
  refuseBytes(window, window.limit)
}

function appendUtf16(window: TextWindow, block: Uint8Array, isLast: boolean): void {
  const source = window.held.length === 0 ? block : Buffer.concat([window.held, block])
  const unfinished = isLast ? 0 : unfinishedUtf16(source, window.encoding!)
  const bytes = source.subarray(0, source.length - unfinished)
  window.held = Uint8Array.prototype.slice.call(source, bytes.length)
  try {
    writeUtf16(window, new TextDecoder(window.encoding!, { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof Refusal) throw error
    refuseUtf16(window, bytes)
  }
}

/** The first four bytes have to be there before a byte-order mark can be recognised. */
function start(window: TextWindow, block: Uint8Array, isLast: boolean): Uint8Array | null {
  const bytes = window.held.length === 0 ? block : Buffer.concat([window.held, block])
  window.held = new Uint8Array(0)
  if (bytes.length < 4 && !isLast) {
    window.held = Uint8Array.prototype.slice.call(bytes)
    return null
  }
  window.isStarted = true
  const mark = findByteOrderMark(bytes)
  // A segment knows what the survey of the whole file found.
  window.encoding = mark?.encoding ?? window.encoding
  return bytes.subarray(mark?.length ?? 0)
}

/** A file whose lines end with a carriage return alone, as old Macintosh programs wrote them. */
function hasOnlyCarriageReturns(window: TextWindow): boolean {
  const text = window.bytes.subarray(0, window.limit)
  return !text.includes(0x0a) && text.includes(0x0d)
}

function breakLines(window: TextWindow, from: number): void {
  for (let at = from; at < window.limit; at += 1) if (window.bytes[at] === 0x0d) window.bytes[at] = 0x0a
}

/** Takes the next bytes of the file; with `isLast` the file is over and the last row gets its line feed. */
export function appendBlock(window: TextWindow, block: Uint8Array, isLast: boolean): void {
  const isFirst = !window.isStarted
  const unread = window.limit - window.from
  const bytes = window.isStarted ? block : start(window, block, isLast)
  if (bytes !== null) {
    if (window.encoding === null && !isAscii(bytes)) {
      // What came before was ASCII and tells nothing.
      window.encoding = recogniseEncoding(bytes)
    }
    if (window.encoding === 'gb18030') appendGb18030(window, bytes, isLast)
    else if (window.encoding === 'utf-16le' || window.encoding === 'utf-16be')
      appendUtf16(window, bytes, isLast)
    else appendUtf8(window, bytes, isLast)
  }
  makeRoom(window, 1)
  if (isFirst && bytes !== null && bytes.length > 0) window.isOldMacintosh = hasOnlyCarriageReturns(window)
  if (window.isOldMacintosh) breakLines(window, window.from + unread)
  if (isLast && window.limit > window.from && window.bytes[window.limit - 1] !== 0x0a) {
    window.bytes[window.limit] = 0x0a
    window.limit += 1
    makeRoom(window, 1)
  }
  window.bytes[window.limit] = 0x0a
}
