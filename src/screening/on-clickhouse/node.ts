import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { Refusal } from '#base/refusal.ts'
import type { BoundValues } from '#platform/duckdb.ts'
import type { SelectedRow } from '../engine/engine.ts'
import { settings } from './sql/dialect.ts'

/** A database of one ClickHouse server: a shard. */
export interface Node {
  /** Without user and password. */
  readonly name: string
  readonly run: (sql: string, values?: BoundValues) => Promise<void>
  readonly select: (sql: string, values?: BoundValues) => Promise<SelectedRow[]>
  /** A select's rows as a Parquet file. */
  readonly fetchParquet: (select: string, file: string) => Promise<void>
  readonly insertParquet: (table: string, file: string) => Promise<void>
  /** Another database of the same server, with a client of its own. */
  readonly in: (database: string) => Node
  /** The same, not stopped by the signal: for putting things away after it. */
  readonly unstoppable: () => Node
  readonly close: () => Promise<void>
}

export interface NodeOptions {
  /** `http://host:8123`, with user and password or without. */
  readonly url: string
  readonly database?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** What the names of all its statements begin with, by which they are found and stopped. */
  readonly tag?: string | undefined
  /** Told what ClickHouse counted of each statement. */
  readonly onCounted?: ((counted: Counted) => void) | undefined
}

/** By ClickHouse's own counters (X-ClickHouse-Summary). */
export interface Counted {
  readonly rowsRead: number
  /** Sent to whoever asked: what a table is made of stays on the shard. */
  readonly rowsSent: number
  readonly bytesSent: number
  /** The most that the statement held at once. */
  readonly memoryBytes: number
}

function nameOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** What a person can do about it, in ClickHouse's own words where it gave some. */
function refusalOf(error: unknown, name: string): unknown {
  if (error instanceof ClickHouseError) {
    const said = error.message
      .split('\n', 1)[0]!
      .slice(0, 300)
      .replace(/[.\s]+$/, '')
    if (['AUTHENTICATION_FAILED', 'REQUIRED_PASSWORD', 'ACCESS_DENIED'].includes(error.type ?? '')) {
      return new Refusal('unavailable', {
        zh: `集群节点 ${name} 拒绝访问（${said}）；请检查 FANGXIAN_CLICKHOUSE_USER、FANGXIAN_CLICKHOUSE_PASSWORD 及该用户的权限。`,
        en: `The cluster's node ${name} denies access (${said}); check FANGXIAN_CLICKHOUSE_USER, FANGXIAN_CLICKHOUSE_PASSWORD and what the user may do.`,
      })
    }
    if (error.type === 'MEMORY_LIMIT_EXCEEDED') {
      return new Refusal('too_large', {
        zh: `集群节点 ${name} 的内存不够（${said}）；请增加分片数，或为该节点增加内存、放宽限额。`,
        en: `The cluster's node ${name} has too little memory (${said}); use more shards, or give it more memory or a higher limit.`,
      })
    }
    return new Error(`ClickHouse ${name}: ${said}`)
  }
  const { code, message } = error as NodeJS.ErrnoException
  // A file of ours could not be written or read.
  if (code !== undefined && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'ENOENT'].includes(code))
    return error
  if (code !== undefined || /socket|timeout|aborted/i.test(message)) {
    return new Refusal('unavailable', {
      zh: `集群节点 ${name} 连接不上或中断（${code ?? message}）；请恢复该节点后重试，已完成的部分不会重复。`,
      en: `The cluster's node ${name} cannot be reached or went away (${code ?? message}); bring it back and try again, nothing is done twice.`,
    })
  }
  // The client throws what it was answered where that is no answer of ClickHouse.
  if (!(error instanceof Error) || error.constructor !== Error) return error
  return new Refusal('unavailable', {
    zh: `${name} 的回答不是 ClickHouse 的；请检查 --url 是否指向 ClickHouse 的 HTTP 端口（通常为 8123）。`,
    en: `What answers at ${name} is no ClickHouse; check that --url names its HTTP port, usually 8123.`,
  })
}

function countedIn(headers: Readonly<Record<string, string | string[] | undefined>>): Counted {
  const summary = JSON.parse(String(headers['x-clickhouse-summary'] ?? '{}')) as Record<string, string>
  return {
    rowsRead: Number(summary.read_rows ?? 0),
    rowsSent: Number(summary.result_rows ?? 0),
    bytesSent: Number(summary.result_bytes ?? 0),
    memoryBytes: Number(summary.memory_usage ?? 0),
  }
}

function paramsOf(values: BoundValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : String(value)]),
  )
}

const hourMs = 3_600_000

export function openNode(options: NodeOptions): Node {
  const { url, database, username, password, signal, tag = 'fangxian', onCounted } = options
  const name = nameOf(url)
  const client = createClient({
    url,
    ...(database === undefined ? {} : { database }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    request_timeout: 24 * hourMs,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      ...settings,
      output_format_json_quote_64bit_integers: 1,
      // An error is told as one, never after half of an answer.
      wait_end_of_query: 1,
    },
  })
  const told = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      signal?.throwIfAborted()
      throw refusalOf(error, name)
    }
  }
  const named = () => ({
    query_id: `${tag}-${randomUUID()}`,
    ...(signal === undefined ? {} : { abort_signal: signal }),
  })
  return {
    name,
    run: (query, values = {}) =>
      told(async () => {
        const { response_headers } = await client.command({
          query,
          query_params: paramsOf(values),
          ...named(),
        })
        onCounted?.({ ...countedIn(response_headers), rowsSent: 0, bytesSent: 0 })
      }),
    select: (query, values = {}) =>
      told(async () => {
        const params = { query, query_params: paramsOf(values), format: 'JSONEachRow' as const }
        const result = await client.query({ ...params, ...named() })
        onCounted?.(countedIn(result.response_headers))
        return await result.json<SelectedRow>()
      }),
    fetchParquet: (select, file) =>
      told(async () => {
        const { stream, response_headers } = await client.exec({
          query: `${select} format Parquet`,
          ...named(),
        })
        onCounted?.(countedIn(response_headers))
        await pipeline(stream, createWriteStream(file))
      }),
    insertParquet: (table, file) =>
      told(async () => {
        await client.insert({ table, values: createReadStream(file), format: 'Parquet', ...named() })
      }),
    in: (other) => openNode({ ...options, database: other }),
    unstoppable: () => openNode({ ...options, signal: undefined }),
    close: () => client.close(),
  }
}
