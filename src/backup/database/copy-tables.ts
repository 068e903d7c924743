import { sql } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import type { Tx } from '#platform/postgres/database.ts'
import type { GetPartKey } from '../keys/part-keys.ts'
import type { SequenceState, TablePart } from '../manifest.ts'
import { compressed, writePart } from '../parts/part-file.ts'
import type { Steps } from '../steps.ts'
import type { OneConnection } from './one-connection.ts'
import { listSequences, quotedColumns, quotedTable, type TableToCopy } from './table-list.ts'

export interface CopyOptions {
  readonly folder: string
  readonly tables: readonly TableToCopy[]
  readonly getPartKey: GetPartKey
  readonly signal: AbortSignal
  readonly steps: Steps
}

/** Each table into a part of its own, in COPY's text form: what one version writes, the others read. */
export async function copyTables(
  { client }: OneConnection,
  tx: Tx,
  { folder, tables, getPartKey, signal, steps }: CopyOptions,
): Promise<{ readonly tables: TablePart[]; readonly sequences: SequenceState[] }> {
  const copied: TablePart[] = []
  for (const { table, columns, bytes } of tables) {
    signal.throwIfAborted()
    const file = `${table}.part`
    const rows = client.query(copyTo(`copy ${quotedTable(table)} (${quotedColumns(columns)}) to stdout`))
    // A connection that is gone already says so before anybody reads: else the error would be nobody's, and the reader
    // would wait for ever.
    rows.on('error', (error) => rows.destroy(error))
    const source = compressed(estimated(rows, { bytes, table, steps }))
    const part = await writePart({ folder, file, key: getPartKey(file) }, source, signal)
    copied.push({ table, columns: [...columns], rows: rows.rowCount, part })
  }
  return { tables: copied, sequences: await readSequences(tx) }
}

interface Estimate {
  readonly bytes: number
  readonly table: string
  readonly steps: Steps
}

/** A table counts with its size on the disk, whatever its rows take as text. */
async function* estimated(
  source: AsyncIterable<Uint8Array>,
  { bytes, table, steps }: Estimate,
): AsyncGenerator<Uint8Array> {
  let left = bytes
  for await (const chunk of source) {
    const step = Math.min(left, chunk.length)
    left -= step
    steps.advance(step, table)
    yield chunk
  }
  steps.advance(left, table)
}

/** Numbers are drawn outside transactions: read after the rows, each is beyond those that the rows have. */
async function readSequences(tx: Tx): Promise<SequenceState[]> {
  const states: SequenceState[] = []
  for (const { sequence } of await listSequences(tx)) {
    const { rows } = await sql<{ last_value: bigint; is_called: boolean }>`
      select last_value, is_called
      from ${sql.table(sequence)}`.execute(tx)
    const { last_value, is_called } = rows[0]!
    states.push({ sequence, lastValue: String(last_value), isCalled: is_called })
  }
  return states
}
