import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { RecordKind } from '../define-record.ts'

/**
 * What kinds ask of a reader beside the scope (`mayRead` of `defineRecord`), for rows of those kinds under the alias
 * `record`; rows of any other kind pass. What a kind's condition leaves unknown is not read.
 */
export function readCondition(kinds: Iterable<RecordKind>, staffId: string): RawBuilder<SqlBool> {
  const asking = [...kinds].flatMap((kind) => {
    const condition = kind.mayRead?.({ staffId })
    return condition === undefined ? [] : [{ code: kind.kind, condition }]
  })
  if (asking.length === 0) return sql<SqlBool>`true`
  // A case, for its branches are evaluated only for rows of their kind: the data of another has another shape.
  const branches = asking.map(({ code, condition }) => sql`when ${code} then coalesce(${condition}, false)`)
  return sql<SqlBool>`(case record.kind ${sql.join(branches, sql` `)} else true end)`
}

/** The same for rows of `app.to_do`, which name their record. */
export function toDoReadCondition(kinds: Iterable<RecordKind>, staffId: string): RawBuilder<SqlBool> {
  const asking = [...kinds].filter(({ mayRead }) => mayRead !== undefined)
  if (asking.length === 0) return sql<SqlBool>`true`
  return sql<SqlBool>`
    (
      to_do.kind <> all(${asking.map(({ kind }) => kind)}::text[])
      or exists (
        select
        from app.record
        where record.record_id = to_do.record_id and ${readCondition(asking, staffId)}
      )
    )
  `
}
