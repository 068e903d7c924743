import { randomBytes } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import type { Database } from '#platform/postgres/database.ts'
import { noteConsoleAct } from '../installation/note-console-act.ts'

/** Before anything leaves: an export at the console is on record with the machine's user, who has no account here. */
export async function noteConsoleExport(db: Database, entryIds: readonly string[]): Promise<void> {
  await noteConsoleAct(
    db,
    {
      function: 'EXPORT',
      recordKind: 'trail',
      recordId: 'none',
      outcome: 'EXPORTED',
      payload: { list: 'trail', entryIds: [...entryIds], host: hostname(), osUser: userInfo().username },
    },
    randomBytes,
  )
}
