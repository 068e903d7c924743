import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'

export interface CsvWriterOptions {
  /** Called now and then, and at the end, with the rows written so far. */
  readonly onRow?: (count: number) => void
  readonly signal?: AbortSignal
}

/** Characters gathered before they go to the disk: the file never gets ahead of it, and memory stays small. */
const chunkCharacters = 1 << 20
const rowsBetweenReports = 10_000

const special = /[",\r\n]/

function line(cells: readonly string[]): string {
  let text = ''
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index]!
    if (index > 0) text += ','
    text += special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return `${text}\n`
}

/**
 * UTF-8, LF, quoted where needed, mode 0600. Written beside and renamed, so that the file is whole or not there;
 * after an error or an abort nothing is left.
 */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
  options: CsvWriterOptions = {},
): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.part`
  const handle = await open(beside, 'wx', 0o600)
  try {
    await writeRows(handle, [columns], {})
    await writeRows(handle, rows, options)
    await handle.sync()
    await handle.close()
    await rename(beside, file)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  }
}

async function writeRows(
  handle: FileHandle,
  rows: Iterable<readonly string[]>,
  { onRow, signal }: CsvWriterOptions,
): Promise<void> {
  let text = ''
  let count = 0
  for (const row of rows) {
    text += line(row)
    count += 1
    if (text.length >= chunkCharacters) {
      signal?.throwIfAborted()
      await handle.appendFile(text, 'utf8')
      text = ''
    }
    if (count % rowsBetweenReports === 0) onRow?.(count)
  }
  signal?.throwIfAborted()
  if (text !== '') await handle.appendFile(text, 'utf8')
  onRow?.(count)
}
