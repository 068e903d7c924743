import type { TableName } from '#standard/tables.ts'
import type { RegisterClient } from './read-rows.ts'

/** How far a table of the register reaches (register.feed). */
export interface RegisterFeed {
  readonly table: TableName
  /** A LIVE table is written by our own orders: it is never missing, empty or old. */
  readonly kind: 'DELIVERED' | 'LIVE'
  readonly deliveryId: string | null
  readonly deliveredAt: Date | null
  readonly rows: number
  readonly rowsRejected: number
  readonly columns: readonly string[]
  readonly lastDate: string | null
  /** Agreed days after delivery from which the feed counts as old; null where none was agreed. */
  readonly daysMax: number | null
}

export const feedColumns =
  'table_name, kind, delivery_id, delivered_at, rows_loaded, rows_rejected, columns_delivered, last_date, days_max'

/** A row of register.feed, from columns or from JSON of it. */
export function toFeed(row: Readonly<Record<string, unknown>>): RegisterFeed {
  const { delivered_at: at } = row
  return {
    table: row.table_name as TableName,
    kind: row.kind as RegisterFeed['kind'],
    deliveryId: row.delivery_id as string | null,
    deliveredAt: at === null ? null : at instanceof Date ? at : new Date(String(at)),
    rows: Number(row.rows_loaded),
    rowsRejected: Number(row.rows_rejected),
    columns: row.columns_delivered as string[],
    lastDate: row.last_date as string | null,
    daysMax: row.days_max === null ? null : Number(row.days_max),
  }
}

export async function readFeeds(client: RegisterClient): Promise<RegisterFeed[]> {
  const { rows } = await client.query({
    text: `select ${feedColumns} from register.feed order by table_name`,
  })
  return rows.map(toFeed)
}

/** Says how far a table now reaches. An agreed age stays as it was where none is given. */
export async function writeFeed(
  client: RegisterClient,
  feed: Omit<RegisterFeed, 'daysMax'> & { readonly daysMax?: number | null },
): Promise<void> {
  await client.query({
    text: `insert into register.feed (${feedColumns})
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (table_name) do update set
      kind = excluded.kind,
      delivery_id = excluded.delivery_id,
      delivered_at = excluded.delivered_at,
      rows_loaded = excluded.rows_loaded,
      rows_rejected = excluded.rows_rejected,
      columns_delivered = excluded.columns_delivered,
      last_date = excluded.last_date,
      days_max = coalesce(excluded.days_max, register.feed.days_max)`,
    values: [
      feed.table,
      feed.kind,
      feed.deliveryId,
      feed.deliveredAt,
      feed.rows,
      feed.rowsRejected,
      [...feed.columns],
      feed.lastDate,
      feed.daysMax ?? null,
    ],
  })
}
