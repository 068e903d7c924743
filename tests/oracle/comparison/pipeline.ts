/** The program's way of a delivery: files in a folder, a snapshot, a run; told in the oracle's terms. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import type { Manifest } from '#standard/manifest.ts'
import { settingsOf } from '../deliveries/random-parameters.ts'
import { parseCsv } from '../loading/csv.ts'
import type { DeliveredFile, Reject } from '../loading/load.ts'
import { defaultParameters } from '../rules/parameters.ts'
import type { Delivery, Observed } from './observed.ts'
import { type Screened, screenSnapshot } from './screen-snapshot.ts'
import { rowsOfSnapshot } from './stored-rows.ts'

export interface PipelineView extends Observed {
  readonly screened: Screened | null
}

export interface Refused {
  readonly refusal: string
}

/** Small deliveries are cut like large ones: several parts of a table, several segments of a file. */
const limits = { bucketRows: 40, segmentBytes: 400 }

export async function pipelineView(delivery: Delivery, hasAsOf = true): Promise<PipelineView | Refused> {
  const folder = mkdtempSync(path.join(tmpdir(), 'oracle-'))
  const [source, directory] = [path.join(folder, 'delivery'), path.join(folder, 'snapshot')]
  try {
    mkdirSync(source)
    mkdirSync(directory)
    writeFiles(source, delivery.files)
    const manifest = await buildSnapshot({
      deliveries: [source],
      directory,
      programVersion: 'test',
      threads: 1,
      limits,
    })
    const { asOf, parameters = defaultParameters } = delivery
    const settings = settingsOf(parameters)
    const screened = hasAsOf ? await screenSnapshot({ directory, manifest, asOf, settings }) : null
    return {
      files: countsOf(manifest),
      rejects: readRejects(path.join(directory, 'rejects.csv')),
      asOf,
      findings: screened?.findings ?? [],
      rows: await rowsOfSnapshot(directory, manifest),
      screened,
    }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.text.en }
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeFiles(folder: string, files: readonly DeliveredFile[]): void {
  for (const { name, bytes } of files) writeFileSync(path.join(folder, name), bytes)
}

function countsOf(manifest: Manifest): string[] {
  return manifest.inputs.map((each) => {
    const counts = [each.rows_read, each.rows_loaded, each.rows_rejected, each.rows_repeated]
    return `${each.file}: ${each.table} ${counts.join(' ')}`
  })
}

/**
 * "CSV files are UTF-8 with BOM, CRLF, quoted where needed"
 * ambiguous: whether the formula guard holds for rejects.csv, whose `value` is "the cell as delivered". Both are taken.
 */
function readRejects(file: string): Reject[] {
  const text = readFileSync(file, 'utf8')
  if (!text.startsWith('\ufeff')) throw new Error('rejects.csv has no byte-order mark')
  const [header, ...rows] = parseCsv(text.slice(1), ',').records
  if (header?.cells.join() !== 'file,line,column,value,reason')
    throw new Error(`rejects.csv: ${header?.cells}`)
  return rows.map(({ cells }) => {
    const [name, line, column, value, reason] = cells
    return { file: name!, line: Number(line), column: column!, value: unguarded(value!), reason: reason! }
  })
}

function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
