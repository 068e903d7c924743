import type { Context } from 'hono'
import type { Tx } from '#platform/postgres/database.ts'
import { AccessRefusal } from '#records/ask-access.ts'
import { askFunction } from '../findings/ask-function.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { getReader, type Reader } from './reader.ts'

/**
 * May the person do this at the own agency or in any region that was granted? For lists, whose rows the scope then
 * chooses: whoever may nowhere hears why, instead of reading an empty list.
 */
export async function askAnywhere(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  code: string,
): Promise<Reader> {
  const { actor } = await getReader(context, tx, c)
  const places = [...new Set([actor.agencyRegion, ...actor.grants.flatMap(({ regions }) => regions)])]
  let refused: AccessRefusal | null = null
  for (const region of places) {
    try {
      return await askFunction(context, tx, c, { function: code, regions: [region] })
    } catch (error) {
      if (!(error instanceof AccessRefusal)) throw error
      refused ??= error
    }
  }
  throw refused!
}
