import { stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { unreadable } from './unreadable-file.ts'

/** A file inside a .zip. Its bytes are checked against the size and the checksum that the archive declares. */
export interface ZipEntry {
  /** With forward slashes, relative, without `..`. */
  readonly name: string
  readonly size: number
  open(): Promise<Readable>
}

export interface ZipLimits {
  /** All entries together, unpacked. */
  readonly totalBytesMax: number
  /** Entries up to this size are never suspected. */
  readonly suspectBytesMin: number
  /** How many times its packed size a larger entry may have. */
  readonly ratioMax: number
}

/**
 * CSV and sheets shrink 5 to 60 times; deflate reaches 1,032 only on repetitions of nothing, which is what a zip bomb
 * is made of. 1 TiB is beyond the disk of any machine this runs on.
 */
export const defaultZipLimits: ZipLimits = {
  totalBytesMax: 2 ** 40,
  suspectBytesMin: 2 ** 28,
  ratioMax: 300,
}

const damaged: Bilingual = {
  zh: '文件不完整或不是有效的 .zip/.xlsx 格式，请重新导出或重新传送后再试。',
  en: 'it is truncated, damaged or not a .zip/.xlsx at all; export or send it again.',
}

/** Errors of the archive become one sentence; errors of the disk stay what they are, with the file's name. */
function asRefusal(file: string, error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') {
    return unreadable(file, { zh: '文件不存在，请检查路径。', en: 'it does not exist; check the path.' })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return unreadable(file, { zh: '没有读取权限。', en: 'permission to read it is missing.' })
  }
  if (code === 'EISDIR') return unreadable(file, { zh: '这是一个文件夹。', en: 'it is a folder.' })
  // zlib's and yauzl's own; anything else (EIO, EMFILE …) is a fault of the machine.
  return code === undefined || code.startsWith('Z_') ? unreadable(file, damaged) : error
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const gb18030 = new TextDecoder('gb18030')
const unicodePathField = 0x7075

/** Info-ZIP's Unicode path, which 7-Zip and WinZip add beside a name in the code page of the machine. */
function unicodePath(entry: Entry, raw: Buffer): Buffer | undefined {
  const field = entry.extraFields?.find((each) => each.id === unicodePathField)
  if (field === undefined || field.data.length < 6 || field.data[0] !== 1) return undefined
  return field.data.readUInt32LE(1) === crc32(raw) ? field.data.subarray(5) : undefined
}

function decodeName(entry: Entry): string {
  const raw = entry.fileNameRaw
  const bytes = unicodePath(entry, raw) ?? raw
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return gb18030.decode(raw)
  }
}

function safeName(file: string, entry: Entry): string {
  // Decoded first: a GB18030 character may have a backslash as its second byte.
  const name = decodeName(entry).replaceAll('\\', '/')
  const isUnsafe =
    name === '' ||
    name.includes('\0') ||
    name.startsWith('/') ||
    /^[A-Za-z]:/.test(name) ||
    name.split('/').includes('..')
  if (!isUnsafe) return name
  const shown = JSON.stringify(name)
  throw unreadable(file, {
    zh: `其中的路径 ${shown} 指向压缩文件之外，已拒绝；请用普通方式重新压缩。`,
    en: `its path ${shown} leads out of the archive and is refused; pack it again in the ordinary way.`,
  })
}

function checkEntry(file: string, name: string, entry: Entry, limits: ZipLimits): void {
  if (entry.isEncrypted()) {
    throw unreadable(file, {
      zh: `其中的 ${name} 有密码，请去掉密码后重新压缩。`,
      en: `${name} in it is protected by a password; pack it again without one.`,
    })
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw unreadable(file, {
      zh: `其中的 ${name} 使用了不支持的压缩方法（${entry.compressionMethod}），请以标准 Deflate 方式重新压缩。`,
      en: `${name} in it is packed by an unsupported method (${entry.compressionMethod}); pack it again with Deflate.`,
    })
  }
  const { uncompressedSize: size, compressedSize } = entry
  if (size > limits.suspectBytesMin && size > compressedSize * limits.ratioMax) {
    throw unreadable(file, {
      zh: `其中的 ${name} 解压后是压缩前的 ${limits.ratioMax} 倍以上，疑似压缩炸弹，已拒绝；如确属正常数据，请解压后交付。`,
      en: `${name} in it unpacks to more than ${limits.ratioMax} times its size, as a zip bomb does, and is refused; if it is real data, deliver it unpacked.`,
    })
  }
}

function checkTotals(file: string, fileSize: number, entries: readonly Entry[], limits: ZipLimits): void {
  const sum = (pick: (entry: Entry) => number): number =>
    entries.reduce((total, each) => total + pick(each), 0)
  const packed = sum((entry) => entry.compressedSize)
  const total = sum((entry) => entry.uncompressedSize)
  // Entries that share bytes are how a small archive unpacks to petabytes at harmless ratios.
  if (packed > fileSize) throw unreadable(file, damaged)
  if (total > limits.totalBytesMax) {
    const gibibytes = Math.floor(limits.totalBytesMax / 2 ** 30)
    throw unreadable(file, {
      zh: `解压后超过 ${gibibytes} GB，已拒绝；请解压后分批交付。`,
      en: `it unpacks to more than ${gibibytes} GB and is refused; deliver it unpacked, in parts.`,
    })
  }
}

/** Stops at the first byte too many, and at the end compares size and checksum. */
function verifying(file: string, entry: Entry): Transform {
  let size = 0
  let checksum = 0
  return new Transform({
    highWaterMark: 1 << 18,
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > entry.uncompressedSize) return done(unreadable(file, damaged))
      checksum = crc32(chunk, checksum)
      done(null, chunk)
    },
    flush(done) {
      const isRight = size === entry.uncompressedSize && checksum === entry.crc32
      done(isRight ? null : unreadable(file, damaged))
    },
  })
}

async function openEntry(file: string, entry: Entry): Promise<Readable> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false })
    const source = await zip.openReadStreamPromise(entry)
    const checked = verifying(file, entry)
    source.on('error', (error) => checked.destroy(asRefusal(file, error) as Error))
    // A reader who stops early must not leave the file open.
    checked.on('close', () => source.destroy())
    return source.pipe(checked)
  } catch (error) {
    throw asRefusal(file, error)
  } finally {
    // The descriptor stays until the stream that was opened on it has ended.
    zip?.close()
  }
}

async function readDirectory(file: string): Promise<Entry[]> {
  // decodeStrings: false, so that names stay bytes: most archives made in China are GB18030 without a mark.
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false })
  try {
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) entries.push(entry)
    return entries
  } finally {
    zip.close()
  }
}

/** The files of a .zip in the archive's order, without its directories. Nothing is unpacked before `open()`. */
export async function listZip(
  file: string,
  limits: ZipLimits = defaultZipLimits,
): Promise<readonly ZipEntry[]> {
  try {
    const fileSize = (await stat(file)).size
    const entries = await readDirectory(file)
    checkTotals(file, fileSize, entries, limits)
    const listed: ZipEntry[] = []
    for (const entry of entries) {
      const name = safeName(file, entry)
      if (name.endsWith('/')) continue
      checkEntry(file, name, entry, limits)
      listed.push({ name, size: entry.uncompressedSize, open: () => openEntry(file, entry) })
    }
    return listed
  } catch (error) {
    throw asRefusal(file, error)
  }
}

/** What systems add on their own: hidden files, `__MACOSX`, the lock files of an open workbook. No data. */
export function isSystemEntry(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.') || part.startsWith('~$') || part === '__MACOSX')
}
