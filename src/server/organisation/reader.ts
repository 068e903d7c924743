import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ActorFacts } from '#access/actor.ts'
import { type Moment, momentOf } from '#access/moment.ts'
import { findActorFacts } from '#access/storing/actor-store.ts'
import { type ScopedColumns, scopeCondition } from '#access/storing/scope-condition.ts'
import { assert } from '#base/refusal.ts'
import { notFound } from '#platform/http/http-app.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** Who reads, as things stand at the database's time. */
export interface Reader {
  readonly actor: ActorFacts
  readonly moment: Moment
}

export async function getReader(
  context: Pick<ServerContext, 'kernel'>,
  tx: Tx,
  c: Context<ServerEnv>,
): Promise<Reader> {
  return readerOf(context, tx, c.var.session.staffId)
}

/** Where nobody is signed in: at the console. */
export async function readerOf(
  { kernel }: Pick<ServerContext, 'kernel'>,
  tx: Tx,
  staffId: string,
): Promise<Reader> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const at = rows[0]!.at
  const actor = await findActorFacts(tx, staffId, at)
  if (actor === null) throw notFound
  return { actor, moment: momentOf(at, (day) => kernel.workingDays.isWorkingByDay.get(day)) }
}

/** The rows a person may read by a function of the catalogue; false for whoever holds none of its duties. */
export function visibleTo(
  { kernel }: Pick<ServerContext, 'kernel'>,
  reader: Reader,
  { code, columns }: { code: string; columns: ScopedColumns },
): RawBuilder<SqlBool> {
  const asked = kernel.catalogue.get(code)
  assert(asked !== undefined, `${code} is in the catalogue`)
  return scopeCondition(reader, asked, columns)
}
