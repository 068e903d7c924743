import { scopesOf } from '#access/storing/scope-condition.ts'
import { coverageOf } from '#overview/coverage.ts'
import { readRecordTotals } from '#overview/record-totals.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Reader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { RecoveryFilter, RecoveryTotals } from './list-recoveries.ts'

const nothing: RecoveryTotals = {
  recoveries: 0,
  due_fen: 0n,
  recovered_fen: 0n,
  written_off_fen: 0n,
  outstanding_fen: 0n,
}

/**
 * Totals of recoveries by status and region, of the lines that every act keeps; null where the filters are others, or
 * the region reaches beyond the scope: then the recoveries themselves are added up.
 */
export async function keptRecoveryTotals(
  context: ServerContext,
  tx: Tx,
  { reader, filter }: { readonly reader: Reader; readonly filter: RecoveryFilter },
): Promise<RecoveryTotals | null> {
  const { statuses, region, ...others } = filter
  if (Object.values(others).some((value) => value !== null)) return null
  const read = context.kernel.catalogue.get('READ_CASE')
  if (read === undefined) return null
  const coverage = await coverageOf(tx, { scopes: scopesOf(reader, read), region })
  if (coverage === null) return null
  const { byStatus } = await readRecordTotals(tx, { kind: 'RECOVERY', coverage, leftOut: [] })
  return byStatus
    .filter(({ status }) => statuses === null || statuses.includes(status))
    .reduce(
      (sum, row) => ({
        recoveries: sum.recoveries + row.records,
        due_fen: sum.due_fen + row.due_fen,
        recovered_fen: sum.recovered_fen + row.recovered_fen,
        written_off_fen: sum.written_off_fen + row.written_off_fen,
        outstanding_fen: sum.outstanding_fen + row.outstanding_fen,
      }),
      nothing,
    )
}
