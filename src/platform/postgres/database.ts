import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** All tables: those of schema app by their bare name, those of the register as `register.<table>`. */
export type Database = Kysely<Tables>

/** What a store function takes: writing outside a transaction does not compile. */
export type Tx = Transaction<Tables>

export interface OpenDatabase {
  readonly db: Database
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface OpenOptions {
  /** Connections at most; each is a process of the server, about 10 MB. */
  readonly connectionsMax?: number
  /** Shown in pg_stat_activity, so that an operator sees whose connection it is. */
  readonly applicationName?: string
  /** What happened to a connection nobody was using: the server went away. The pool opens another by itself. */
  readonly onConnectionLost?: (error: Error) => void
}

const connectionsMaxByDefault = 16

/** OIDs of pg_type whose value node-postgres would return in a lossy or machine-dependent form. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, (text) => BigInt(text)], // int8: money in fen exceeds 2^53 in sums
  [1016, (text) => parseArray(text).map((each) => (each === null ? null : BigInt(each)))], // int8[]
  [1082, (text) => text], // date: a Date would be midnight in the machine's zone
  [1182, parseArray], // date[]
  [1114, (text) => text], // timestamp: deliveries' Beijing time; a Date would read it in the machine's zone
  [1115, parseQuotedArray], // timestamp[]
])

/** `{"2026-01-31 08:00:00",NULL}`: the space makes PostgreSQL quote them; none holds a quote or a comma. */
function parseQuotedArray(text: string): (string | null)[] {
  return parseArray(text.replaceAll('"', ''))
}

/** The arrays above hold no quoted elements: numbers and dates only. */
function parseArray(text: string): (string | null)[] {
  const inner = text.slice(1, -1)
  return inner === '' ? [] : inner.split(',').map((each) => (each === 'NULL' ? null : each))
}

/** How values come out of PostgreSQL: int8 as bigint, date and timestamp as text, timestamptz as Date, numeric as text. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    const parser = format === 'binary' ? undefined : parsers.get(oid)
    return parser ?? pg.types.getTypeParser(oid, format)
  },
}

/**
 * pg_temp last: otherwise a temporary table could stand in for one of ours. Everything is Asia/Shanghai, whatever the
 * machine's zone (platform.md 17).
 */
const sessionOptions = '-c search_path=app,pg_temp -c timezone=Asia/Shanghai -c client_encoding=UTF8'

/** A transaction nobody continues would keep its locks for ever: 60 s. */
const idleInTransactionMsMax = 60_000

export function connectionConfig(url: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    options: sessionOptions,
    idle_in_transaction_session_timeout: idleInTransactionMsMax,
    connectionTimeoutMillis: 10_000,
    types: valueTypes,
  }
}

/** Opens a pool; nothing is connected until the first query. */
export function openDatabase(url: string, options: OpenOptions = {}): OpenDatabase {
  const { connectionsMax = connectionsMaxByDefault, applicationName = 'fangxian' } = options
  const pool = new pg.Pool({ ...connectionConfig(url, applicationName), max: connectionsMax })
  // Without a listener an idle connection that the server closes would end this process.
  pool.on('error', (error) => options.onConnectionLost?.(error))
  // The same for one that is in use, between two statements of a transaction: the next statement says what happened.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const close = async (): Promise<void> => {
    await db.destroy()
    // Kysely ends a pool only if it has used it.
    if (!pool.ending) await pool.end()
  }
  return { db, pool, close }
}

/** The same on one client, inside the transaction that its caller began: where COPY and our statements go together. */
export function transactionOn(client: pg.ClientBase): Tx {
  const connection = { query: client.query.bind(client), release: () => undefined }
  const pool = { connect: async () => connection, end: async () => undefined }
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }),
  }) as unknown as Tx
}
