import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Bilingual } from '#base/bilingual.ts'
import { unreadable } from '../unreadable-file.ts'
import { listZip, type ZipEntry } from '../zip-reader.ts'
import { noSharedStrings, readSharedStrings, type SharedStrings } from './shared-strings.ts'
import { RowTooLong, SheetHandler } from './sheet-reader.ts'
import type { XlsxRow, XlsxSheet } from './xlsx-types.ts'
import { readXml, scanXml, XmlError, type XmlHandler, type XmlTag } from './xml-scanner.ts'

export interface XlsxWorkbook {
  /** In the workbook's order, hidden ones too; chart and macro sheets are left out. */
  readonly sheets: readonly XlsxSheet[]
  close(): Promise<void>
}

const damaged: Bilingual = {
  zh: '工作簿内容损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx，再重新交付。',
  en: 'the workbook is damaged or incomplete; open it in Excel or WPS, save it as .xlsx and deliver it again.',
}

function asRefusal(file: string, error: unknown): unknown {
  if (error instanceof RowTooLong) {
    return unreadable(file, {
      zh: `第 ${error.line} 行超过 16 MB，请检查该行内容。`,
      en: `row ${error.line} is longer than 16 MB; check what it holds.`,
    })
  }
  const code = (error as NodeJS.ErrnoException).code
  const isOurs = error instanceof XmlError || code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  return isOurs ? unreadable(file, damaged) : error
}

type Parts = ReadonlyMap<string, ZipEntry>

/** Names of parts are compared without case, as the format says. */
function findPart(parts: Parts, name: string): ZipEntry | undefined {
  return parts.get(name.replace(/^\//, '').toLowerCase())
}

async function scanPart(entry: ZipEntry, visit: (name: string, tag: XmlTag) => void): Promise<void> {
  const handler: XmlHandler = { collects: false, open: visit, close: () => {}, text: () => {} }
  await readXml(await entry.open(), handler)
}

interface Relationship {
  readonly id: string
  /** The last part of the type's address: `worksheet`, `sharedStrings` … alike in both forms of the format. */
  readonly kind: string
  /** The part's name from the root of the archive. */
  readonly target: string
}

async function readRelationships(parts: Parts, ofPart: string): Promise<Relationship[]> {
  const folder = path.posix.dirname(ofPart)
  const name = path.posix.join(folder, '_rels', `${path.posix.basename(ofPart)}.rels`)
  const entry = findPart(parts, name)
  const found: Relationship[] = []
  if (entry === undefined) return found
  await scanPart(entry, (element, tag) => {
    if (element !== 'Relationship' || tag.attribute('TargetMode') === 'External') return
    const target = tag.attribute('Target') ?? ''
    found.push({
      id: tag.attribute('Id') ?? '',
      kind: (tag.attribute('Type') ?? '').split('/').at(-1)!,
      target: target.startsWith('/') ? target : path.posix.join('/', folder, target),
    })
  })
  return found
}

interface WorkbookPart {
  readonly sheets: readonly { readonly name: string; readonly relationshipId: string }[]
  readonly uses1904: boolean
}

async function readWorkbookPart(entry: ZipEntry): Promise<WorkbookPart> {
  const sheets: { name: string; relationshipId: string }[] = []
  let uses1904 = false
  await scanPart(entry, (element, tag) => {
    if (element === 'sheet') {
      sheets.push({ name: tag.attribute('name') ?? '', relationshipId: tag.attribute('id') ?? '' })
    } else if (element === 'workbookPr') {
      uses1904 = ['1', 'true', 'on'].includes(tag.attribute('date1904') ?? '')
    }
  })
  return { sheets, uses1904 }
}

async function* rowsOf(
  file: string,
  entry: ZipEntry,
  strings: SharedStrings,
): AsyncGenerator<readonly XlsxRow[]> {
  try {
    const handler = new SheetHandler(strings)
    const stream: Readable = await entry.open()
    for await (const _ of scanXml(stream, handler)) {
      const rows = handler.take()
      if (rows.length > 0) yield rows
    }
    if (!handler.isComplete) throw new XmlError('the sheet has no end')
  } catch (error) {
    throw asRefusal(file, error)
  }
}

const signatures = { oldOffice: 'd0cf11e0a1b11ae1', zip: '504b' }

/** What people often deliver under the name .xlsx gets its own sentence. */
async function checkSignature(file: string): Promise<void> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw unreadable(file, { zh: '文件不存在，请检查路径。', en: 'it does not exist; check the path.' })
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0)
    const start = buffer.subarray(0, bytesRead).toString('hex')
    if (start === signatures.oldOffice) {
      throw unreadable(file, {
        zh: '这是旧版 .xls 或设有打开密码的工作簿，请去掉密码并另存为 .xlsx。',
        en: 'it is an old .xls or a workbook with a password; remove the password and save it as .xlsx.',
      })
    }
    if (!start.startsWith(signatures.zip)) {
      throw unreadable(file, {
        zh: '内容不是 .xlsx 工作簿，请用 Excel 或 WPS 另存为 .xlsx，或按实际格式改名（如 .csv）。',
        en: 'it is no .xlsx workbook; save it as .xlsx, or name it after what it is (such as .csv).',
      })
    }
  } finally {
    await handle.close()
  }
}

async function findWorkbook(file: string, parts: Parts): Promise<string> {
  const root = await readRelationships(parts, '')
  const name = root.find((each) => each.kind === 'officeDocument')?.target ?? '/xl/workbook.xml'
  if (name.endsWith('.bin')) {
    throw unreadable(file, {
      zh: '这是二进制工作簿（.xlsb），请另存为 .xlsx。',
      en: 'it is a binary workbook (.xlsb); save it as .xlsx.',
    })
  }
  if (findPart(parts, name) === undefined) {
    throw unreadable(file, {
      zh: '其中没有工作簿，不是 .xlsx 文件；请用 Excel 或 WPS 另存为 .xlsx。',
      en: 'there is no workbook in it, so it is no .xlsx; save it as .xlsx.',
    })
  }
  return name
}

function refuse1904(file: string): never {
  // The standard counts Excel's serial numbers in the 1900 system; read as such, every date would be 1,462 days off.
  throw unreadable(file, {
    zh: '工作簿使用 1904 日期系统，日期会相差四年；请在 Excel“选项–高级”中取消“使用 1904 日期系统”，核对日期后重新保存。',
    en: 'it uses the 1904 date system, which shifts dates by four years; switch that off in Excel (Options, Advanced), check the dates and save it again.',
  })
}

async function openParts(file: string): Promise<XlsxWorkbook> {
  const entries = await listZip(file)
  const parts: Parts = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const workbookName = await findWorkbook(file, parts)
  const workbook = await readWorkbookPart(findPart(parts, workbookName)!)
  if (workbook.uses1904) refuse1904(file)
  const relationships = await readRelationships(parts, workbookName)
  const target = (kind: string, id?: string): ZipEntry | undefined => {
    const found = relationships.find((each) => each.kind === kind && (id === undefined || each.id === id))
    return found && findPart(parts, found.target)
  }
  const stringsPart = target('sharedStrings') ?? findPart(parts, 'xl/sharedStrings.xml')
  let strings: Promise<SharedStrings> | undefined
  const getStrings = (): Promise<SharedStrings> => {
    strings ??= stringsPart === undefined ? Promise.resolve(noSharedStrings) : load(file, stringsPart)
    return strings
  }
  const sheets = workbook.sheets.flatMap(({ name, relationshipId }): XlsxSheet[] => {
    const relationship = relationships.find((each) => each.id === relationshipId)
    if (relationship !== undefined && relationship.kind !== 'worksheet') return []
    const entry = relationship && findPart(parts, relationship.target)
    if (entry === undefined) throw unreadable(file, damaged)
    const rows = async function* (): AsyncGenerator<readonly XlsxRow[]> {
      yield* rowsOf(file, entry, await getStrings())
    }
    return [{ name, rows }]
  })
  return {
    sheets,
    close: async () => {
      strings = undefined
    },
  }
}

async function load(file: string, entry: ZipEntry): Promise<SharedStrings> {
  try {
    return await readSharedStrings(await entry.open())
  } catch (error) {
    throw asRefusal(file, error)
  }
}

/**
 * Opens an .xlsx for reading. Rows are streamed: a million of them take no more memory than a thousand, but for the
 * workbook's table of texts, which is kept as bytes.
 */
export async function openXlsx(file: string): Promise<XlsxWorkbook> {
  try {
    await checkSignature(file)
    return await openParts(file)
  } catch (error) {
    throw asRefusal(file, error)
  }
}
