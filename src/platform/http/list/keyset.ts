import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListRequest, SortType } from './list-query.ts'

/** How one sort column is read: `expression` must never be null, `type` is what its text is cast back to. */
export interface SortExpression {
  readonly expression: RawBuilder<unknown>
  readonly type: SortType
}

export interface Keyset {
  /** For `select`: position of the row, in the names `pageOf` reads. */
  readonly position: RawBuilder<unknown>
  /** Rows after the position; true on the first page. */
  readonly after: RawBuilder<SqlBool>
  /** `order by` of the page, unique by its id. */
  readonly order: RawBuilder<unknown>
  /** One more than shown: whether there is a next page. */
  readonly limit: number
}

/** Pages by position, not by number: a new row in front moves nothing, and page one thousand costs what page one does. */
export function keyset<Column extends string>(
  request: ListRequest<Column>,
  columns: Readonly<Record<Column, SortExpression>>,
  id: RawBuilder<string>,
): Keyset {
  const { sorting, after } = request
  const { expression, type } = columns[sorting.column]
  const direction = sql.raw(sorting.isDescending ? 'desc' : 'asc')
  const comparison = sql.raw(sorting.isDescending ? '<' : '>')
  return {
    position: sql`(${expression})::text as cursor_value, (${id})::text as cursor_id`,
    after:
      after === null
        ? sql<SqlBool>`true`
        : sql<SqlBool>`(${expression}, ${id}) ${comparison} (${after.value}::${sql.raw(type)}, ${after.id})`,
    order: sql`${expression} ${direction}, ${id} ${direction}`,
    limit: request.limit + 1,
  }
}
