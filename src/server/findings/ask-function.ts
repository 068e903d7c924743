import type { Context } from 'hono'
import { subjectOf } from '#access/act-request.ts'
import { mayAct } from '#access/may-act.ts'
import { loadSubjectPlace } from '#access/storing/actor-store.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { AccessRefusal } from '#records/ask-access.ts'
import { getReader, type Reader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** May the person do this to something that lies there? Refuses with the sentence of the access decision. */
export async function askFunction(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  asked: { readonly function: string; readonly regions: readonly string[] },
): Promise<Reader> {
  const reader = await getReader(context, tx, c)
  const place = await loadSubjectPlace(tx, { regions: asked.regions, agencyId: null })
  const decision = mayAct(
    reader.actor,
    {
      function: asked.function,
      step: 'ACT',
      subject: subjectOf(place),
      history: [],
      round: 1,
      approvalLevel: 1,
      moment: reader.moment,
    },
    context.kernel.catalogue,
  )
  if (!decision.allowed) throw new AccessRefusal(decision.code, decision)
  return reader
}
