import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import {
  type RecordColumns,
  type RecordFilter,
  recordColumns,
  recordConditions,
  recordSorts,
} from './list-cases.ts'

export const recoverySorts = ['due_day', 'changed_at', 'entered_at', 'amount_fen'] as const
export type RecoverySort = (typeof recoverySorts)[number]

export interface RecoveryFilter extends RecordFilter {
  readonly caseId: string | null
}

interface Balance {
  readonly due_fen: bigint
  readonly recovered_fen: bigint
  readonly written_off_fen: bigint
  readonly outstanding_fen: bigint
}

export interface RecoveryRow extends RecordColumns, Balance {
  readonly case_id: string
  readonly debtor_name: string
  readonly plan_kind: string | null
}

export interface RecoveryTotals extends Balance {
  readonly recoveries: number
}

interface Asked {
  readonly filter: RecoveryFilter
  readonly visible: RawBuilder<SqlBool>
}

function conditionOf({ filter, visible }: Asked): RawBuilder<SqlBool> {
  const { caseId } = filter
  const conditions = [
    sql<SqlBool>`record.kind = 'RECOVERY'`,
    visible,
    ...recordConditions(filter),
    ...(caseId === null ? [] : [sql<SqlBool>`record.data ->> 'case_id' = ${caseId}`]),
  ]
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
}

/** A page of the recoveries that the reader may see. */
export async function listRecoveries(
  tx: Tx,
  request: ListRequest<RecoverySort>,
  asked: Asked,
): Promise<RecoveryRow[]> {
  const page = keyset(request, recordSorts, sql<string>`record.record_id`)
  const { rows } = await sql<RecoveryRow>`
    select
      ${recordColumns},
      record.data ->> 'case_id' as case_id,
      record.data ->> 'debtor_name' as debtor_name,
      record.data -> 'plan' ->> 'kind' as plan_kind,
      (record.data ->> 'due_fen')::bigint as due_fen,
      (record.data ->> 'recovered_fen')::bigint as recovered_fen,
      (record.data ->> 'written_off_fen')::bigint as written_off_fen,
      (record.data ->> 'outstanding_fen')::bigint as outstanding_fen,
      ${page.position}
    from app.record
    where ${conditionOf(asked)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

/** Of all that the filters leave. What was cancelled is due no more: its amounts are zero. */
export async function totalRecoveries(tx: Tx, asked: Asked): Promise<RecoveryTotals> {
  const { rows } = await sql<RecoveryTotals>`
    select
      count(*)::integer as recoveries,
      coalesce(sum((record.data ->> 'due_fen')::bigint), 0)::bigint as due_fen,
      coalesce(sum((record.data ->> 'recovered_fen')::bigint), 0)::bigint as recovered_fen,
      coalesce(sum((record.data ->> 'written_off_fen')::bigint), 0)::bigint as written_off_fen,
      coalesce(sum((record.data ->> 'outstanding_fen')::bigint), 0)::bigint as outstanding_fen
    from app.record
    where ${conditionOf(asked)}
  `.execute(tx)
  return rows[0]!
}
