import path from 'node:path'
import { openDatabase } from '#platform/postgres/database.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { kindsKept } from '#server/business/business.ts'
import { actionTables } from '#server/trail/action-tables.ts'
import { verifyDatabase } from '#trail/database-check/verify-database.ts'
import type { Verdict } from '#trail/verifier/problem.ts'
import type { ServedCounty } from './served-county.ts'

/** What `fangxian trail verify --database` says beside the running server. */
export async function verifierOf({ folder }: ServedCounty): Promise<Verdict> {
  const data = path.join(folder, 'data')
  const { db, close } = openDatabase((await findRunningUrl(data))!)
  try {
    return await verifyDatabase(db, {
      trustedKey: null,
      outsideFolders: [path.join(data, 'checkpoints')],
      actionTables: actionTables(kindsKept()),
    })
  } finally {
    await close()
  }
}
