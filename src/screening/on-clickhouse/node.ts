import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ClickHouseError, createClient } from '@clickhouse/client'
import { Refusal } from '#base/refusal.ts'
import type { BoundValues } from '#platform/duckdb.ts'
import type { SelectedRow } from '../engine/engine.ts'
import { settings } from './dialect.ts'

/** A database of one ClickHouse server: a shard, or a replica that stands for one. */
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
  readonly close: () => Promise<void>
}

export interface NodeOptions {
  /** `http://user:password@host:8123` */
  readonly url: string
  readonly database?: string | undefined
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
}

function nameOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** What a person can do about it, in ClickHouse's own words where it gave some. */
function refusalOf(error: unknown, name: string): unknown {
  if (error instanceof ClickHouseError) {
    const said = error.message.split('\n', 1)[0]!.slice(0, 300)
    return new Error(`ClickHouse ${name}: ${said}`)
  }
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined && !/socket|timeout|fetch/i.test(message)) return error
  return new Refusal('unavailable', {
    zh: `集群节点 ${name} 连接不上或中断（${code ?? message}）；请恢复该节点后重试，已完成的部分不会重复。`,
    en: `The cluster's node ${name} cannot be reached or went away (${code ?? message}); bring it back and try again, nothing is done twice.`,
  })
}

function paramsOf(values: BoundValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : String(value)]),
  )
}

export function openNode(options: NodeOptions): Node {
  const { url, database, threads, signal } = options
  const name = nameOf(url)
  const client = createClient({
    url,
    ...(database === undefined ? {} : { database }),
    request_timeout: 3_600_000,
    clickhouse_settings: {
      ...settings,
      output_format_json_quote_64bit_integers: 1,
      wait_end_of_query: 1,
      ...(threads === undefined ? {} : { max_threads: threads }),
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
  const stop = signal === undefined ? {} : { abort_signal: signal }
  return {
    name,
    run: (query, values = {}) =>
      told(async () => {
        await client.command({ query, query_params: paramsOf(values), ...stop })
      }),
    select: (query, values = {}) =>
      told(async () => {
        const result = await client.query({
          ...{ query, query_params: paramsOf(values), format: 'JSONEachRow' as const },
          ...stop,
        })
        return await result.json<SelectedRow>()
      }),
    fetchParquet: (select, file) =>
      told(async () => {
        const { stream } = await client.exec({ query: `${select} format Parquet`, ...stop })
        await pipeline(stream, createWriteStream(file))
      }),
    insertParquet: (table, file) =>
      told(async () => {
        await client.insert({ table, values: createReadStream(file), format: 'Parquet', ...stop })
      }),
    in: (other) => openNode({ ...options, database: other }),
    close: () => client.close(),
  }
}
