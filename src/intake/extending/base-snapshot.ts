import path from 'node:path'
import { sqlText } from '#platform/duckdb.ts'
import type { Manifest, ManifestPart, ManifestTable } from '#standard/manifest.ts'

/** The snapshot of earlier deliveries that a later one builds on: whole, and its parts are what they were. */
export interface BaseSnapshot {
  readonly directory: string
  readonly manifest: Manifest
  readonly manifestSha256: string
}

/** A table of a snapshot before anybody looked how far its dates reach. */
export type TableRows = Omit<ManifestTable, 'first_date' | 'last_date' | 'missing_months'>

/** Parts and where they lie. */
export interface PartsIn {
  readonly directory: string
  readonly parts: readonly ManifestPart[]
}

/** Something that SQL selects from. */
export function partRows({ directory, parts }: PartsIn, options = ''): string {
  const files = parts.map((part) => sqlText(path.join(directory, part.file))).join(', ')
  return `read_parquet([${files}]${options})`
}

export function countRows(parts: readonly ManifestPart[]): number {
  return parts.reduce((sum, part) => sum + part.rows, 0)
}
