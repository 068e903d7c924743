import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import type { SortExpression } from '#platform/http/list/keyset.ts'

/** What lists of events, reports and meetings have in common. */

export const commonFilters = {
  /** Several, separated by commas. */
  status: z
    .string()
    .regex(/^[A-Z_]{1,40}(,[A-Z_]{1,40}){0,9}$/)
    .optional(),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
}

export function commonConditions(asked: {
  readonly status?: string | undefined
  readonly region?: string | undefined
}): RawBuilder<SqlBool>[] {
  const { status, region } = asked
  return [
    ...(status === undefined ? [] : [sql<SqlBool>`listed.status = any (${status.split(',')}::text[])`]),
    ...(region === undefined ? [] : [sql<SqlBool>`listed.covering @> ${[region]}::text[]`]),
  ]
}

export const all = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.join(conditions, sql` and `)}`

export const day = (column: string): SortExpression => ({
  expression: sql`coalesce(listed.${sql.ref(column)}, 'infinity'::date)`,
  type: 'date',
})
export const instant = (column: string): SortExpression => ({
  expression: sql`listed.${sql.ref(column)}`,
  type: 'timestamptz',
})
export const fen = (column: string): SortExpression => ({
  expression: sql`coalesce(listed.${sql.ref(column)}, 0)`,
  type: 'bigint',
})
