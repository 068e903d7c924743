import type { SelectedRow } from './engine/engine.ts'

/** Numbers of shards add up; what is counted by name may stand on several and counts once. */
export function countRemark(rows: readonly SelectedRow[]): number {
  const names = new Set(rows.filter((row) => 'counted' in row).map(({ counted }) => String(counted)))
  return names.size + rows.reduce((sum, row) => sum + Number(row.rows ?? 0), 0)
}
