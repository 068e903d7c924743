import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { isNoSpace, noSpace } from '../disk-space.ts'
import { pageXml } from './xlsx-page.ts'
import { type SheetFacts, sheetXml } from './xlsx-sheet.ts'
import { stylesXml } from './xlsx-styles.ts'
import { columnName, quotedSheet, sheetNames } from './xlsx-text.ts'
import type { OutputPage, OutputSheet } from './xlsx-types.ts'
import {
  contentTypesXml,
  corePropertiesXml,
  rootRelationshipsXml,
  sheetPart,
  workbookRelationshipsXml,
  workbookXml,
} from './xlsx-workbook.ts'

export interface WriteXlsxOptions {
  /** The document's title; by default the file's name. */
  readonly title?: string
  readonly signal?: AbortSignal | undefined
}

/** Local noon of a fixed day: the archive's own form of time has no zone, so the bytes are the same everywhere. */
const entryOptions = {
  mtime: new Date(2000, 0, 1, 12),
  forceDosTimestamp: true,
  mode: 0o100600,
  // Level 1 to 9 differ by a third in size; above 4 the time doubles.
  compressionLevel: 4,
}

/** A list in a formula may have 255 characters, and its values no comma; longer ones stand on a hidden sheet. */
const inlineChoicesLengthMax = 255
const choicesSheetName = '选项'

const isPage = (sheet: OutputSheet | OutputPage): sheet is OutputPage => 'blocks' in sheet

function inlineChoices(choices: readonly string[]): string | undefined {
  const list = choices.join(',')
  const isFit = list.length <= inlineChoicesLengthMax && choices.every((each) => !/[,"\n]/.test(each))
  return isFit ? `"${list}"` : undefined
}

/** The drop-downs that need the hidden sheet: one column each. */
function longChoices(sheets: readonly (OutputSheet | OutputPage)[]): (readonly string[])[] {
  const lists = new Map<string, readonly string[]>()
  for (const sheet of sheets) {
    if (isPage(sheet)) continue
    for (const { choices } of sheet.columns) {
      if (choices !== undefined && inlineChoices(choices) === undefined) {
        lists.set(JSON.stringify(choices), choices)
      }
    }
  }
  return [...lists.values()]
}

function choicesSheet(lists: readonly (readonly string[])[]): OutputSheet {
  const length = Math.max(...lists.map((each) => each.length))
  return {
    name: choicesSheetName,
    columns: lists.map((_, index) => ({
      header: `${choicesSheetName}${index + 1}`,
      width: 20,
      kind: 'text',
    })),
    rows: Array.from({ length }, (_, row) => lists.map((list) => list[row] ?? null)),
  }
}

function choicesFormula(lists: readonly (readonly string[])[], sheetName: string) {
  return (choices: readonly string[]): string => {
    const inline = inlineChoices(choices)
    if (inline !== undefined) return inline
    const key = JSON.stringify(choices)
    const column = columnName(lists.findIndex((each) => JSON.stringify(each) === key))
    return `${quotedSheet(sheetName)}!$${column}$2:$${column}$${choices.length + 1}`
  }
}

async function* encode(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

/** Adds the parts in the order in which spreadsheet programs look for them, the workbook last: it knows the ranges. */
function addParts(
  zip: ZipFile,
  sheets: readonly (OutputSheet | OutputPage)[],
  options: Required<Added>,
): void {
  const lists = longChoices(sheets)
  const all = lists.length === 0 ? sheets : [...sheets, choicesSheet(lists)]
  const names = sheetNames(all.map((each) => each.name))
  const facts = all.map((): SheetFacts => ({ headerRow: 0, lastRow: 0, lastColumn: '' }))
  const formula = choicesFormula(lists, names.at(-1)!)
  const sheetName = (wanted: string): string =>
    names[all.findIndex((each) => each.name === wanted)] ?? names[0]!
  const add = (part: string, pieces: () => Iterable<string> | AsyncIterable<string>): void => {
    zip.addReadStreamLazy(part, entryOptions, (done) => {
      const stream = Readable.from(encode(pieces()), { objectMode: false })
      stream.on('error', options.fail)
      options.started(stream)
      done(null, stream)
    })
  }
  add('[Content_Types].xml', () => [contentTypesXml(all.length)])
  add('_rels/.rels', () => [rootRelationshipsXml])
  add('docProps/core.xml', () => [corePropertiesXml(options.title)])
  add('xl/styles.xml', () => [stylesXml()])
  add('xl/_rels/workbook.xml.rels', () => [workbookRelationshipsXml(all.length)])
  all.forEach((sheet, index) => {
    const context = { name: names[index]!, isFirst: index === 0, sheetName, choicesFormula: formula }
    const rest = { facts: facts[index]!, signal: options.signal }
    add(sheetPart(index), () =>
      isPage(sheet) ? [pageXml(sheet, context)] : sheetXml(sheet, { ...context, ...rest }),
    )
  })
  add('xl/workbook.xml', () => [
    workbookXml(
      all.map((sheet, index) => ({
        name: names[index]!,
        isHidden: index >= sheets.length,
        list: isPage(sheet) ? null : facts[index]!,
      })),
    ),
  ])
}

interface Added {
  title: string
  signal: AbortSignal | undefined
  fail: (error: Error) => void
  /** Told of each part's stream, so that the one under way can be closed when writing fails. */
  started: (stream: Readable) => void
}

/**
 * Writes a workbook of any size in little memory: rows are asked for as they are written, sheet after sheet. The same
 * input gives the same bytes. A file that could not be finished is removed.
 */
export async function writeXlsx(
  file: string,
  sheets: readonly (OutputSheet | OutputPage)[],
  options: WriteXlsxOptions = {},
): Promise<void> {
  const { signal, title = path.basename(file, path.extname(file)) } = options
  signal?.throwIfAborted()
  await rm(file, { force: true })
  const output = createWriteStream(file, { mode: 0o600 })
  const zip = new ZipFile()
  // A PassThrough, whatever the type says: destroying it ends the pipeline at once.
  const source = zip.outputStream as Readable
  zip.on('error', (error: Error) => source.destroy(error))
  let current: Readable | undefined
  const started = (stream: Readable): void => {
    current = stream
  }
  addParts(zip, sheets, { title, signal, fail: (error) => source.destroy(error), started })
  zip.end()
  try {
    await pipeline(source, output, signal === undefined ? {} : { signal })
  } catch (error) {
    current?.destroy()
    await rm(file, { force: true })
    throw isNoSpace(error) ? noSpace(path.dirname(file)) : error
  }
}
