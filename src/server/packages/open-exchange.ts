import { randomBytes } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { sql } from 'kysely'
import type { Settings } from '#platform/configuration/settings.ts'
import { findHead } from '#trail/sequencing/head.ts'
import { openBusiness } from '../business/business.ts'
import { notInitialised } from '../installation/not-initialised.ts'
import type { OpenWork } from '../installation/open-work.ts'
import { findRegisterOwner } from '../installation/register-owner.ts'
import { kernelOf } from '../starting/server-parts.ts'
import { openWorkingCalendar } from '../starting/working-calendar.ts'
import type { Exchange } from './exchange.ts'

export interface OpenExchange extends Exchange {
  readonly close: () => Promise<void>
}

/** The installation's own kernel at the console, beside its server or alone. */
export async function openExchange(
  { db, pool, url, places }: OpenWork,
  settings: Settings,
): Promise<OpenExchange> {
  const head = await db.transaction().execute((tx) => findHead(tx))
  if (head === null) throw notInitialised()
  const register = (await findRegisterOwner(db)) ?? 'own'
  const business = await openBusiness({ pool, databaseUrl: url, register })
  const calendar = await openWorkingCalendar(pool)
  const kernel = kernelOf(db, business, { settings, algorithm: head.algorithm, calendar })
  const { rows } = await sql<{ name: string }>`
    select agency.name
    from app.agency
    order by cardinality(agency.path), agency.agency_id
    limit 1
  `.execute(db)
  return {
    kernel,
    installation: { logId: head.logId, title: rows[0]?.name ?? head.logId },
    keyFolder: places.keys,
    randomBytes,
    console: { host: hostname(), osUser: userInfo().username },
    close: async () => business.close?.(),
  }
}
