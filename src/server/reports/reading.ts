import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const columns = { covering: sql`listed.covering`, scheme: sql`null::text` }

/** Rows of `listed` within the reader's scope by a function of the catalogue. */
export async function visibleRows(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  code: string,
): Promise<RawBuilder<SqlBool>> {
  return visibleTo(context, await getReader(context, tx, c), { code, columns })
}

/** Of what is taken away, both are asked: to read it, and to take it. */
export async function exportableRows(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  code: string,
): Promise<RawBuilder<SqlBool>> {
  const reader = await getReader(context, tx, c)
  await askFunction(context, tx, c, { function: 'EXPORT', regions: [reader.actor.agencyRegion] })
  const read = visibleTo(context, reader, { code, columns })
  return sql<SqlBool>`(${read} and ${visibleTo(context, reader, { code: 'EXPORT', columns })})`
}
