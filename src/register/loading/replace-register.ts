import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { OnProgress } from '#base/progress.ts'
import { interruptOn, openDuck, sqlText, streamRows } from '#platform/duckdb.ts'
import type { CalendarDay } from '#platform/policy.ts'
import type { Manifest, ManifestTable } from '#standard/manifest.ts'
import type { Table } from '#standard/table.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import { fillReference } from '../fill-reference.ts'
import type { RegisterClient } from '../read-rows.ts'
import { writtenColumns } from '../register-column.ts'
import { writeFeed } from '../register-feed.ts'
import { copyLine } from './copy-text.ts'

export interface RegisterLoad {
  /** In a transaction of its caller. */
  readonly client: pg.ClientBase
  /** The snapshot of the delivery. */
  readonly directory: string
  readonly manifest: Manifest
  readonly deliveryId: string
  readonly deliveredAt: Date
  /** `own`: our orders go on from here, so that the tables they write count as live (platform.md 1). */
  readonly owner: 'own' | 'mirror'
  readonly calendar: readonly CalendarDay[]
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** Of a mirror; older ones are in the snapshots (platform.md 1). */
const paymentMonthsKept = 24

/**
 * Of our own register the tables that orders write: they are never missing or old. Everything else is delivered,
 * whoever owns the register.
 */
const tablesOfOrders: ReadonlySet<string> = new Set([
  ...['person', 'person_change', 'enrolment', 'contribution', 'account_adjustment', 'retirement'],
  ...['entitlement', 'entitlement_change', 'payee_account', 'payee_account_change'],
  ...['payment_batch', 'payment', 'policy_parameter'],
])
/** Written with every order, also where the first delivery knew none. */
const tablesOfActs = ['business_order', 'business_step', 'operation', 'overtime'] as const

export interface LoadedTable {
  readonly table: TableName
  readonly rows: number
}

/**
 * Replaces the whole register by the rows of a snapshot, in the caller's transaction: readers see the former register
 * until it commits, and all of it if it fails.
 */
export async function replaceRegister(load: RegisterLoad): Promise<LoadedTable[]> {
  const { client, manifest, calendar, signal } = load
  const register = client as RegisterClient
  for (const { name } of tables) await register.query({ text: `delete from register.${name}` })
  await forgetFeeds(
    register,
    manifest.tables.map(({ name }) => name),
  )
  const duck = await openDuck({ threads: 1, keepsOrder: true })
  const stopInterrupting = signal === undefined ? () => undefined : interruptOn(signal, duck.connection)
  const loaded: LoadedTable[] = []
  try {
    const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0)
    let done = 0
    for (const delivered of manifest.tables) {
      signal?.throwIfAborted()
      load.onProgress?.({ stage: 'store', subject: delivered.name, done, total })
      const table = getTable(delivered.name as TableName)
      const rows = await copyTable(load, duck.connection, table, delivered)
      await writeFeedOf(load, register, table, { ...delivered, rows })
      loaded.push({ table: delivered.name as TableName, rows })
      done += delivered.rows
    }
    if (load.owner === 'own') await writeFeedsOfActs(register, load)
    await fillReference(register, calendar)
  } finally {
    stopInterrupting()
    duck.close()
  }
  return loaded
}

/** A table that this delivery does not have was not delivered; what age was agreed for it stays agreed. */
async function forgetFeeds(client: RegisterClient, delivered: readonly string[]): Promise<void> {
  await client.query({
    text: 'delete from register.feed where days_max is null and table_name <> all ($1)',
    values: [delivered],
  })
  await client.query({
    text: `update register.feed
    set rows_loaded = 0, rows_rejected = 0, columns_delivered = '{}', last_date = null
    where table_name <> all ($1)`,
    values: [delivered],
  })
}

async function copyTable(
  { client, directory, deliveryId, owner }: RegisterLoad,
  connection: DuckDBConnection,
  table: Table,
  { parts }: ManifestTable,
): Promise<number> {
  if (parts.length === 0) return 0
  const names = writtenColumns(table).map(({ name }) => name)
  const columns = names.map((name) => `cast(${name} as varchar) as ${name}`).join(', ')
  const files = parts.map(({ file }) => sqlText(path.join(directory, file))).join(', ')
  const source = `read_parquet([${files}])`
  const latest = `(select max(pay_month) from ${source})`
  const isShortened = owner === 'mirror' && table.name === 'payment'
  const condition = isShortened ? `where pay_month > ${latest} - ${paymentMonthsKept}` : ''
  const sql = `select ${columns} from ${source} ${condition}`
  let count = 0
  async function* lines(): AsyncGenerator<string> {
    for await (const rows of streamRows(connection, sql)) {
      count += rows.length
      yield rows
        .map((row) => copyLine([...names.map((name) => row[name] as string | null), deliveryId]))
        .join('')
    }
  }
  const copy = `copy register.${table.name} (${[...names, 'source_delivery'].join(', ')}) from stdin`
  await pipeline(Readable.from(lines()), client.query(copyFrom(copy)))
  return count
}

const isOfActs = (name: string): boolean => (tablesOfActs as readonly string[]).includes(name)

async function writeFeedsOfActs(client: RegisterClient, { manifest }: RegisterLoad): Promise<void> {
  const delivered = new Set(manifest.tables.map(({ name }) => name))
  for (const table of tablesOfActs.filter((name) => !delivered.has(name))) {
    await writeFeed(client, {
      table,
      kind: 'LIVE',
      deliveryId: null,
      deliveredAt: null,
      rows: 0,
      rowsRejected: 0,
      columns: [],
      lastDate: null,
    })
  }
}

async function writeFeedOf(
  { owner, deliveryId, deliveredAt }: RegisterLoad,
  client: RegisterClient,
  table: Table,
  delivered: ManifestTable,
): Promise<void> {
  const isLive = owner === 'own' && (tablesOfOrders.has(table.name) || isOfActs(table.name))
  await writeFeed(client, {
    table: table.name as TableName,
    kind: isLive ? 'LIVE' : 'DELIVERED',
    deliveryId: isLive ? null : deliveryId,
    deliveredAt: isLive ? null : deliveredAt,
    rows: delivered.rows,
    rowsRejected: delivered.rows_rejected,
    columns: delivered.columns,
    lastDate: delivered.last_date,
  })
}
