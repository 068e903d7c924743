import type pg from 'pg'
import { type OpenDatabase, openDatabase } from '#platform/postgres/database.ts'

/** A setting of the connection; no such setting exists elsewhere, so nothing that serves can be given another time. */
const setting = 'demonstration.now'

export interface PastDatabase extends OpenDatabase {
  /** From the next statement on it is this time. */
  readonly moveTo: (at: Date) => Promise<void>
}

/**
 * The database with the hour of the demonstration's story for the clock: the time of an act is the database's
 * (platform.md 17), and what happened weeks ago was done then. Only the statements of this pool are told another time,
 * by their text, before they are sent; the server's own pool and everybody who signs in have the real one. One
 * connection, so that all statements agree.
 */
export function openPastDatabase(url: string): PastDatabase {
  const database = openDatabase(url, { connectionsMax: 1, applicationName: 'fangxian history' })
  const { pool } = database
  const config = pool.options as { options?: string }
  const before = config.options ?? ''
  pool.on('connect', sendInThePast)
  return {
    ...database,
    moveTo: async (at) => {
      // Also for the next connection: an idle one is closed while a delivery is screened.
      config.options = `${before} -c ${setting}=${at.toISOString()}`
      await pool.query('select set_config($1, $2, false)', [setting, at.toISOString()])
    },
  }
}

function sendInThePast(client: pg.PoolClient): void {
  const query = client.query.bind(client) as Query
  const told: Query = (statement, ...rest) => query(inThePast(statement), ...rest)
  client.query = told as unknown as pg.PoolClient['query']
}

type Query = (...given: unknown[]) => unknown

/** A text, a named statement, or an object that reads and writes rows by itself. */
function inThePast(statement: unknown): unknown {
  if (typeof statement === 'string') return textInThePast(statement)
  const { text } = statement as { readonly text?: unknown }
  if (typeof text !== 'string' || typeof (statement as { submit?: unknown }).submit === 'function')
    return statement
  return { ...(statement as object), text: textInThePast(text) }
}

const textInThePast = (text: string): string =>
  text.replaceAll('clock_timestamp()', `current_setting('${setting}')::timestamptz`)
