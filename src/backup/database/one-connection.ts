import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { connectionConfig, type Database } from '#platform/postgres/database.ts'
import type { Tables } from '#platform/postgres/tables.ts'

/** One connection for both: statements through Kysely, and COPY, which Kysely does not know. */
export interface OneConnection {
  readonly client: pg.Client
  readonly db: Database
  /** Also in the middle of a COPY: the server rolls back. */
  readonly end: () => Promise<void>
  /** From now on the signal ends nothing: whether a commit under way has happened must not be in doubt. */
  readonly ignoreSignal: () => void
}

/** The signal ends it at once, whatever statement is waiting for whatever lock. */
export async function openOneConnection(
  url: string,
  applicationName: string,
  signal: AbortSignal,
): Promise<OneConnection> {
  signal.throwIfAborted()
  const client = new pg.Client(connectionConfig(url, applicationName))
  // A server that goes away is reported by the statement that is running.
  client.on('error', () => undefined)
  await client.connect()
  const held = Object.assign(client, { release: () => undefined })
  const pool = { connect: () => Promise.resolve(held), end: () => Promise.resolve(), options: {} }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const end = (): Promise<void> => client.end().catch(() => undefined)
  const onAbort = (): void => void end()
  signal.addEventListener('abort', onAbort)
  const ignoreSignal = (): void => signal.removeEventListener('abort', onAbort)
  return {
    client,
    db,
    ignoreSignal,
    end: () => {
      ignoreSignal()
      return end()
    },
  }
}

/**
 * For the transaction that is open: texts in one form on every server, and no time limit, since a COPY may take hours
 * and waits for a slow disk in between.
 */
export const settleTransaction = `
  set local idle_in_transaction_session_timeout = 0;
  set local statement_timeout = 0;
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local bytea_output = 'hex';
  set local extra_float_digits = 1`
