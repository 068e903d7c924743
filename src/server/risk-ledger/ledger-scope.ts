import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { askAnywhere } from '../organisation/ask-anywhere.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** Records of the ledger that somebody may read: those of the units in the scope. */
export function visibleLedger(
  context: ServerContext,
  reader: Reader,
  code: 'READ' | 'EXPORT' = 'READ',
): RawBuilder<SqlBool> {
  return visibleTo(context, reader, { code, columns: { covering: sql`record.covering` } })
}

/** Units in the scope, for lists of who has filed and who has not. */
export function visibleUnits(
  context: ServerContext,
  reader: Reader,
  code: 'READ' | 'EXPORT' = 'READ',
): RawBuilder<SqlBool> {
  return visibleTo(context, reader, { code, columns: { region: sql`agency.region` } })
}

/** Of what is taken away, both are asked: to read it, and to take it. */
export async function exportReader(context: ServerContext, tx: Tx, c: Context<ServerEnv>): Promise<Reader> {
  await askAnywhere(context, tx, c, 'EXPORT')
  return getReader(context, tx, c)
}
