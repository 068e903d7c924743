import { createHash } from 'node:crypto'
import type { EvidenceRow } from '#screening/finding.ts'

/**
 * What a conclusion covers: the row as it counted. Hex SHA-256 of table, key, amount and the values of the rule's
 * evidence columns; any of them changed makes another row, which no earlier conclusion covers (platform.md 4).
 */
export function evidenceRowDigest(row: EvidenceRow<string>): string {
  const said = [row.table, row.key, row.isContext, row.amountFen.toString(), Object.entries(row.values)]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}
