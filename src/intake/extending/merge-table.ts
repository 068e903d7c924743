import { copyFile, link, rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { columnList, quoted } from '#intake/storing/staging.ts'
import { cutRows, partName, rangeConditions, writePart } from '#intake/storing/write-parts.ts'
import { runSql, selectRows } from '#platform/duckdb.ts'
import type { ManifestPart } from '#standard/manifest.ts'
import { snapshotColumns, sortColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { countRows, type PartsIn, partRows } from './base-snapshot.ts'
import type { ChangesWriter } from './write-changes.ts'

export interface MergeRequest {
  readonly connection: DuckDBConnection
  readonly table: Table
  readonly base: PartsIn
  /** Rows of the later delivery, sorted into parts like any; each key stands there once. */
  readonly later: PartsIn
  readonly directory: string
  readonly bucketRows: number
  readonly changes: ChangesWriter
  readonly signal: AbortSignal
}

export interface MergedTable {
  readonly parts: readonly ManifestPart[]
  /** Rows of the base whose content the later delivery changed. */
  readonly replaced: number
}

/** A part of the base and the rows of the later delivery that belong into its range. */
interface Share {
  readonly part: ManifestPart
  /** What later rows of its range fulfil, for `where`. */
  readonly conditions: readonly string[]
  /** Its rows whose key the later delivery has, too. */
  readonly known: number
  readonly added: number
}

const knownKeys = 'known_key'

/** Snapshots never change, so a second name for the same bytes will do; another disk gets a copy. */
export async function takePart(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target))
}

/** The keys that both have, wherever in the base: a row may have moved to another person. */
async function findKnownKeys({ connection, table, base, later }: MergeRequest): Promise<Map<string, number>> {
  await runSql(
    connection,
    `create or replace temp table ${knownKeys} as
    select filename as part_file, ${columnList(table.key)}
    from ${partRows(base, ', filename = true')}
    semi join ${partRows(later)} as later using (${columnList(table.key)})`,
  )
  const rows = await selectRows(
    connection,
    `select part_file, count(*) as rows from ${knownKeys} group by part_file`,
  )
  return new Map(rows.map((row) => [path.basename(row.part_file as string), Number(row.rows)]))
}

/** The ranges that the base's own parts have, stretched so that every value has one. */
async function rangesOf({ connection, table, base }: MergeRequest): Promise<(readonly string[])[]> {
  const first = quoted(sortColumns(table)[0]!)
  const rows = await selectRows(
    connection,
    `select filename as part_file, min(${first})::varchar as lowest
    from ${partRows(base, ', filename = true')}
    group by filename`,
  )
  const lowest = new Map(
    rows.map((row) => [path.basename(row.part_file as string), row.lowest as string | null]),
  )
  return base.parts.map((part, index) => {
    const next = base.parts[index + 1]
    const from = index === 0 ? null : lowest.get(part.file)!
    // Nulls sort last: a part of nothing else comes after all values, and the one before it is open above.
    if (index > 0 && from === null) return [`${first} is null`]
    const to = next === undefined ? null : lowest.get(next.file)!
    const isBeforeNulls = next !== undefined && to === null
    return [...rangeConditions(table, { from, to }), ...(isBeforeNulls ? [`${first} is not null`] : [])]
  })
}

function every(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ')
}

async function shareOut(request: MergeRequest): Promise<Share[]> {
  const { connection, base, later } = request
  const known = await findKnownKeys(request)
  const ranges = await rangesOf(request)
  const counts = ranges.map(
    (conditions, index) => `count(*) filter (where ${every(conditions)}) as p${index}`,
  )
  const [added] = await selectRows(connection, `select ${counts.join(', ')} from ${partRows(later)}`)
  return base.parts.map((part, index) => ({
    part,
    conditions: ranges[index]!,
    known: known.get(part.file) ?? 0,
    added: Number(added![`p${index}`]),
  }))
}

function mergedRows({ table, base, later }: MergeRequest, { part, conditions, known, added }: Share): string {
  const columns = columnList(snapshotColumns(table).map((column) => column.name))
  const kept = `select ${columns} from ${partRows({ ...base, parts: [part] })}`
  const anti = known === 0 ? '' : ` anti join ${knownKeys} using (${columnList(table.key)})`
  const fresh = `select ${columns} from ${partRows(later)} where ${every(conditions)}`
  return `(${kept}${anti}${added === 0 ? '' : ` union all ${fresh}`})`
}

/**
 * The rows of both; of a key that both have, the later one. A part of the base that no row of the delivery belongs to
 * is taken over as it is, any other is written anew, and cut where it grew too large.
 */
export async function mergeTable(asked: MergeRequest): Promise<MergedTable> {
  const request = {
    ...asked,
    base: { ...asked.base, parts: asked.base.parts.filter(({ rows }) => rows > 0) },
  }
  const { connection, table, base, later, directory, bucketRows, signal } = request
  const shares = await shareOut(request)
  const known = shares.filter((share) => share.known > 0).map((share) => share.part)
  const replaced = known.length === 0 ? 0 : await request.changes.add(table, { ...base, parts: known }, later)
  const parts: ManifestPart[] = []
  for (const share of shares) {
    signal.throwIfAborted()
    const nextFile = (): string => path.join(directory, partName(table, parts.length + 1))
    if (share.known === 0 && share.added === 0) {
      const file = nextFile()
      await takePart(path.join(base.directory, share.part.file), file)
      parts.push({ ...share.part, file: path.basename(file) })
      continue
    }
    const source = mergedRows(request, share)
    const rows = share.part.rows - share.known + share.added
    // Its rows may all have moved to persons of other ranges; an empty table never comes here.
    if (rows === 0) continue
    for (const range of await cutRows({ connection, table, source, rows, bucketRows })) {
      const select = `select * from ${source} where ${every(rangeConditions(table, range))}`
      const part = await writePart(connection, table, select, nextFile())
      if (part.rows > 0) parts.push(part)
      else await rm(path.join(directory, part.file))
    }
  }
  await runSql(connection, `drop table ${knownKeys}`)
  return { parts, replaced }
}

/** Whether there is anything to merge: one side without a row leaves the other as it is. */
export function isOneSided({ base, later }: Pick<MergeRequest, 'base' | 'later'>): 'base' | 'later' | null {
  if (countRows(later.parts) === 0) return 'base'
  return countRows(base.parts) === 0 ? 'later' : null
}
