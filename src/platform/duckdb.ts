import { availableParallelism, totalmem } from 'node:os'
import {
  BIGINT,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'

export interface DuckDatabase {
  readonly connection: DuckDBConnection
  /** Another connection to the same database: a stream keeps its own busy. */
  connect(): Promise<DuckDBConnection>
  close(): void
}

export interface DuckOptions {
  /** The database file; absent: in memory. */
  readonly file?: string
  /** Where DuckDB spills; absent: no spilling. */
  readonly temporaryDirectory?: string
  readonly threads?: number
  readonly memoryLimitMegabytes?: number
  /** Selects without `order by` keep the order of what they read; costs memory. */
  readonly keepsOrder?: boolean
}

/**
 * Half of the machine, at most 1,000 MB by default: 12 million payment lines stay under 2 GB of process memory,
 * and DuckDB spills beyond it (measured in design/tech.md, section 3: a limit costs 0 to 60 % of time).
 */
export const defaultMemoryLimitMegabytes = 1_000

export async function openDuck(options: DuckOptions = {}): Promise<DuckDatabase> {
  const limit = Math.min(
    options.memoryLimitMegabytes ?? defaultMemoryLimitMegabytes,
    Math.floor(totalmem() / 2 ** 20 / 2),
  )
  const settings: Record<string, string> = {
    threads: String(options.threads ?? availableParallelism()),
    memory_limit: `${limit}MB`,
    // Nothing is ever fetched: a missing extension is an error, not a download.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: String(options.keepsOrder === true),
  }
  if (options.temporaryDirectory !== undefined) settings.temp_directory = options.temporaryDirectory
  const instance = await DuckDBInstance.create(options.file ?? ':memory:', settings)
  const connection = await instance.connect()
  return {
    connection,
    connect: () => instance.connect(),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/**
 * Lets the signal stop statements of the connection, until the returned function is called. An interrupt stops one
 * statement; until everything has unwound, the next one must not run to its end either.
 */
export function interruptOn(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let interrupting: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    connection.interrupt()
    interrupting = setInterval(() => connection.interrupt(), 50)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  return () => {
    signal.removeEventListener('abort', onAbort)
    clearInterval(interrupting)
  }
}

export type BoundValues = Readonly<Record<string, DuckDBValue>>

export async function runSql(
  connection: DuckDBConnection,
  sql: string,
  values: BoundValues = {},
): Promise<void> {
  await connection.run(sql, values as Record<string, DuckDBValue>, bigintTypes(values))
}

/** bigint would be bound as HUGEINT, and every comparison with a column would run on 128 bits. */
function bigintTypes(values: BoundValues): Record<string, DuckDBType> {
  const entries = Object.entries(values).filter(([, value]) => typeof value === 'bigint' || value === null)
  return Object.fromEntries(entries.map(([name]) => [name, BIGINT]))
}

/** All rows as objects of JavaScript values (BIGINT as bigint). For pages and summaries, not for millions of rows. */
export async function selectRows(
  connection: DuckDBConnection,
  sql: string,
  values: BoundValues = {},
): Promise<Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(
    sql,
    values as Record<string, DuckDBValue>,
    bigintTypes(values),
  )
  return reader.getRowObjectsJS() as Record<string, unknown>[]
}

/** The rows chunk by chunk, for results of any size. */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  values: BoundValues = {},
): AsyncGenerator<Record<string, unknown>[]> {
  const result = await connection.stream(sql, values as Record<string, DuckDBValue>, bigintTypes(values))
  for await (const rows of result.yieldRowObjectJs()) {
    if (rows.length > 0) yield rows as Record<string, unknown>[]
  }
}

/** A path or text as an SQL literal, for the few statements that take no bound values (COPY, read_parquet). */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
