import pg from 'pg'
import { connectionConfig } from '#platform/postgres/database.ts'

/**
 * Connections of their own for the rules over whole files. PostgreSQL expects ten elements of any array and joins the
 * narrowed tables of a thousand people by nested loops: 2.7 to 9.4 s for 1,000 lines, and the square of it for more; with
 * hash joins 0.2 to 0.3 s. On a connection of single orders the setting would slow those and stay in prepared plans.
 */
export function openFileCheckPool(
  url: string,
  options: { readonly connectionsMax: number; readonly onConnectionLost?: (error: Error) => void },
): pg.Pool {
  const config = connectionConfig(url, 'fangxian file checks')
  const pool = new pg.Pool({
    ...config,
    options: `${config.options} -c enable_nestloop=off`,
    max: options.connectionsMax,
  })
  // Without a listener an idle connection that the server closes would end this process.
  pool.on('error', (error) => options.onConnectionLost?.(error))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
