import { createHash } from 'node:crypto'
import { canonicalJson } from '#base/canonical-json.ts'
import type { LedgerRow } from './filing-data.ts'

/** Anybody who has the copy can compute it: SHA-256 over the canonical JSON of unit, year and lines. */
export function digestOfRows(copy: {
  readonly agency_id: string
  readonly year: number
  readonly rows: readonly LedgerRow[]
}): string {
  return createHash('sha256').update(canonicalJson(copy)).digest('hex')
}
