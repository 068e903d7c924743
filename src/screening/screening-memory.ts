import { defaultMemoryLimitMegabytes } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'

/**
 * DuckDB's share of memory by the longest table: the default up to 12 million rows, then 60 MB for each million more,
 * so that 60 million rows need about 4 GB. A group-by of all lines that spills needs that much to get through.
 */
export function memoryFor(manifest: Manifest): number {
  const rows = Math.max(0, ...manifest.tables.map((table) => table.rows))
  return Math.round(defaultMemoryLimitMegabytes + (Math.max(0, rows - 12_000_000) / 1_000_000) * 60)
}
