import { formatMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import type { Column } from '#standard/table.ts'
import type { EvidenceValue } from '../finding.ts'

/**
 * A stored value, given as either engine prints it, as evidence shows it. One place, for a run and an order's check must
 * say the same of a row: its digest is made of these (platform.md 4).
 */
export function evidenceValue(column: Column, value: string | null): EvidenceValue {
  if (value === null) return null
  switch (column.type) {
    case 'money':
      return formatYuan(BigInt(value))
    case 'month':
      return formatMonth(Number(value))
    case 'bool':
      return value === 'true'
    case 'rate':
      return String(Number(value) / 1_000_000)
    default:
      return value
  }
}
