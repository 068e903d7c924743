import { fileTypeFromBuffer } from 'file-type'
import { fromBufferPromise } from 'yauzl'
import { Refusal } from '#base/refusal.ts'

/** What may be attached (platform.md 24), with the media type it is served as. */
export const contentTypes = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  ofd: 'application/ofd',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  csv: 'text/csv',
  txt: 'text/plain',
  zip: 'application/zip',
} as const
export type ContentType = keyof typeof contentTypes

/** Shown inside the page; everything else is a download (platform.md 24: previews only of PDF and images). */
const previewed: readonly ContentType[] = ['pdf', 'jpg', 'png']

export function isPreviewed(type: ContentType): boolean {
  return previewed.includes(type)
}

const binaryTypes: Readonly<Record<string, ContentType>> = {
  pdf: 'pdf',
  jpg: 'jpg',
  png: 'png',
  tif: 'tif',
}

/** The library's names of archives that are looked into here; jar, apk, docm and the like are none of ours. */
const archives: readonly string[] = ['zip', 'docx', 'xlsx', 'ofd']

function refused(): Refusal {
  return new Refusal('invalid_input', {
    zh: '附件的内容不是可接收的格式；请上传 PDF、JPEG、PNG、TIFF、OFD、DOCX、XLSX、XLS、CSV、TXT 或 ZIP，且不含宏。',
    en: 'the content of the attachment is of no accepted format; attach PDF, JPEG, PNG, TIFF, OFD, DOCX, XLSX, XLS, CSV, TXT or ZIP, without macros.',
  })
}

/** What the bytes are, whatever the name says, or a refusal. */
export async function contentTypeOf(bytes: Buffer): Promise<ContentType> {
  if (bytes.length === 0) throw refused()
  const detected = (await fileTypeFromBuffer(bytes))?.ext
  if (detected === undefined) return textTypeOf(bytes)
  if (archives.includes(detected)) return archiveTypeOf(bytes)
  if (detected === 'cfb' && isWorkbook(bytes)) return 'xls'
  const type = binaryTypes[detected]
  if (type === undefined) throw refused()
  return type
}

/** An archive is told by the members that make it one; a macro makes it no accepted format. */
async function archiveTypeOf(bytes: Buffer): Promise<ContentType> {
  const names = await memberNames(bytes)
  if ([...names].some((name) => /(^|\/)vbaProject\.bin$/i.test(name))) throw refused()
  if (names.has('OFD.xml')) return 'ofd'
  if (!names.has('[Content_Types].xml')) return 'zip'
  if (names.has('word/document.xml')) return 'docx'
  if (names.has('xl/workbook.xml')) return 'xlsx'
  throw refused()
}

/** More members than any scanned file or office document has: a directory meant to exhaust memory. */
const membersMax = 20_000

async function memberNames(bytes: Buffer): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false })
    if (zip.entryCount > membersMax) throw refused()
    for await (const entry of zip.eachEntry()) names.add(entry.fileNameRaw.toString('latin1'))
  } catch {
    throw refused()
  }
  return names
}

/** Compound files also hold .doc, .msi and .msg: only one with a workbook's stream is .xls ([MS-XLS] 2.1.2). */
function isWorkbook(bytes: Buffer): boolean {
  const streamName = (name: string): Buffer => Buffer.from(`${name}\0`, 'utf16le')
  return bytes.includes(streamName('Workbook')) || bytes.includes(streamName('Book'))
}

function textTypeOf(bytes: Buffer): ContentType {
  const text = decoded(bytes)
  // Markup may run scripts in a browser that guesses; nobody attaches it as evidence.
  if (text === undefined || /^\s*(<|#!|\{\\rtf)/.test(text) || /<(script|html|svg|iframe)\b/i.test(text)) {
    throw refused()
  }
  return isTable(text) ? 'csv' : 'txt'
}

function decoded(bytes: Buffer): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character means that this is no text
      if (!/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return text
    } catch {
      // not this encoding
    }
  }
  return undefined
}

/** Two lines or more that have the same number of the same separator. */
function isTable(text: string): boolean {
  const lines = text.slice(0, 65_536).split(/\r?\n/).slice(0, 20)
  const complete = (text.length > 65_536 ? lines.slice(0, -1) : lines).filter((line) => line !== '')
  if (complete.length < 2) return false
  return [',', '\t', ';', '|'].some((separator) => {
    const counts = complete.map((line) => line.split(separator).length)
    return counts[0]! > 1 && counts.every((count) => count === counts[0])
  })
}
